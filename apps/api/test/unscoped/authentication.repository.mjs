// Lets everybody who is signed in into every case, as its owner: in place of `libs/access/src/authentication.repository.ts`.
// Who sees a case keeps the sight that they have, since what they are answered is counted and presented by it.
import { Authentication as Scoped } from 'real/authentication.repository';

export * from 'real/authentication.repository';

const NOBODYS = '00000000-0000-0000-0000-000000000000';

export class Authentication extends Scoped {
  async recognize(credential, named, inUse) {
    const found = await super.recognize(credential, named, inUse);
    if (!found || found.cases || !named.incidentId) {
      return found;
    }
    const { incidentId } = named;
    const sight = { incidentId, organizationId: NOBODYS, reference: 'INC-2024-0001', tlp: 'amber', status: 'reported' };
    return { ...found, cases: [{ ...sight, roles: ['owner'], capacities: [], clearance: 'red', elevated: false }] };
  }
}
