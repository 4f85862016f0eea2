import { Injectable } from '@nestjs/common';
import { statement, type OrganizationId, type Tlp, type Tx } from '@app/platform';

const DEFAULT_TLP = statement('organization_default_tlp', 'SELECT default_tlp AS tlp FROM organization WHERE id = $1');

/** What an organization has decided for what a report leaves out. */
@Injectable()
export class OrganizationDefaults {
  async tlp(tx: Tx, organizationId: OrganizationId): Promise<Tlp> {
    const [row] = await tx.sql<{ tlp: Tlp }>(DEFAULT_TLP, [organizationId]);
    return row?.tlp ?? 'amber';
  }
}
