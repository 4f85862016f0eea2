import { Injectable } from '@nestjs/common';
import { sightSql, sightUser, type Caller } from '@app/access';
import { Clock, Database, statement } from '@app/platform';

const HIDDEN = statement(
  'hidden_in_cases',
  'SELECT c.id AS "incidentId", h AS id FROM unnest($1::uuid[]) AS c (id), LATERAL hidden_records(c.id, NULL) h',
);
/** Cases into which others were merged, of those given: and that the caller does not see. */
const UNSEEN = statement(
  'unseen_targets',
  `SELECT DISTINCT m.into_id AS id FROM merger m WHERE m.incident_id = ANY($1::uuid[])
     AND NOT EXISTS (SELECT 1 FROM incident i WHERE i.id = m.into_id
       AND ${sightSql('i', { organizationIds: '$2::uuid[]', userId: '$3', now: '$4' })})`,
);

/** What no entry may name to a caller: hidden records of cases that they see, and cases that they do not see. */
@Injectable()
export class HiddenNames {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Of each of these cases. The database answers nothing to whoever is shown everything. */
  async records(caller: Caller, incidentIds: readonly string[]): Promise<Map<string, Set<string>>> {
    const hidden = new Map(incidentIds.map((id) => [id, new Set<string>()]));
    if (incidentIds.length > 0) {
      const rows = await this.database.read<{ incidentId: string; id: string }>(caller, HIDDEN, [incidentIds]);
      rows.forEach(({ incidentId, id }) => hidden.get(incidentId)?.add(id));
    }
    return hidden;
  }

  /** Cases that these were merged into, and that the caller does not see. */
  async targets(caller: Caller, incidentIds: readonly string[]): Promise<Set<string>> {
    const values = [incidentIds, caller.organizationIds, sightUser(caller), this.clock.now()];
    const rows = incidentIds.length === 0 ? [] : await this.database.read<{ id: string }>(caller, UNSEEN, values);
    return new Set(rows.map(({ id }) => id));
  }
}
