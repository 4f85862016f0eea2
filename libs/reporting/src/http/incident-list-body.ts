import type { Caller } from '@app/access';
import type { Page } from '@app/platform';
import { incidentAbilities } from '../incident-abilities.policy.js';
import type { IncidentRow } from '../queries/incident-list.query.js';

/**
 * The page as text: the database made each item's JSON, and the abilities are laid beside
 * it. Parsing and writing it again would cost more than everything else of a list.
 */
export function listBody(caller: Pick<Caller, 'key'>, { items, nextCursor }: Page<IncidentRow>): string {
  const known = new Map<string, string>();
  const abilities = ({ roles, capacities, status }: IncidentRow): string => {
    const grounds = { roles, capacities: capacities ?? [] };
    const key = JSON.stringify([grounds, status]);
    const found = known.get(key) ?? JSON.stringify(incidentAbilities(caller, grounds, status));
    known.set(key, found);
    return found;
  };
  const list = items.map((row) => `${row.body.slice(0, -1)},"abilities":${abilities(row)}}`);
  return `{"items":[${list.join(',')}],"nextCursor":${JSON.stringify(nextCursor)}}`;
}
