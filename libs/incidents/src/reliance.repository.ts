import { Injectable } from '@nestjs/common';
import { notHiddenSinceSql, type Caller } from '@app/access';
import { Database, statement, type IncidentId, type Tx, type UserId } from '@app/platform';
import type { RecordConcernsV1 } from './incidents.events.js';
import { dependentsOf, type Dependent, type Drawing, type RecordName } from './reliance.js';

// What draws on something says so in one list. Claims that were withdrawn or superseded stand on nothing any more.
const DRAWINGS = statement(
  'drawings',
  `SELECT s.kind, s.record_id AS id, l.links AS on,
     left(coalesce(s.state->>'statement', s.state->>'rationale', s.state->>'method', s.kind), 200) AS title,
     ARRAY(SELECT u FROM (SELECT unnest(array[s.state->>'recordedById', s.state->>'authorId']) AS u
       UNION SELECT jsonb_array_elements_text(s.state->'authorIds')) a WHERE u IS NOT NULL) AS "userIds",
     s.state->>'tlp' AS tlp, s.state->>'organizationId' AS "organizationId"
   FROM (SELECT DISTINCT ON (kind, record_id) kind, record_id, state FROM record_state
         WHERE incident_id = $1 AND kind IN ('claim', 'pivot', 'assessment', 'ach_column')
           AND ${notHiddenSinceSql('record_id', '$1', 'NULL')}
         ORDER BY kind, record_id, case_version DESC) s,
     LATERAL (SELECT CASE s.kind
       WHEN 'claim' THEN s.state->'restsOn'
       WHEN 'ach_column' THEN (SELECT jsonb_agg(DISTINCT c->'evidence') FROM jsonb_array_elements(s.state->'cells') c)
       ELSE s.state->'evidence' END AS links) l
   WHERE coalesce(s.state->>'status', 'stated') NOT IN ('withdrawn', 'superseded') AND jsonb_array_length(coalesce(l.links, '[]')) > 0
   ORDER BY s.record_id`,
);

/** What rests on what, and who is told when something falls. */
@Injectable()
export class Reliance {
  constructor(private readonly database: Database) {}

  /** Everything in the open case that rests on the record, transitively. */
  async on(tx: Tx, record: RecordName): Promise<Dependent[]> {
    return dependentsOf(record, await tx.sqlForPurpose<Drawing>('reliance', DRAWINGS, [tx.case.incidentId]));
  }

  /** The same for a reader; whoever presents it leaves out what the caller may not see. */
  async seenBy(caller: Caller, incidentId: IncidentId, record: RecordName): Promise<Dependent[]> {
    return dependentsOf(record, await this.database.read<Drawing>(caller, DRAWINGS, [incidentId]));
  }

  /**
   * Lists what rested on a record that fell, and tells whoever made it, and who leads the case.
   * Where nothing rested on it, nobody is told by this.
   */
  async fall(tx: Tx, byUserId: UserId, record: RecordName): Promise<Dependent[]> {
    const dependents = await this.on(tx, record);
    if (dependents.length > 0) {
      tx.emit('record.fell.v1', {
        incidentId: tx.case.incidentId,
        organizationId: tx.case.organizationId,
        caseVersion: tx.case.caseVersion,
        byUserId,
        subject: { kind: record.kind, id: record.id },
        userIds: [...new Set(dependents.flatMap((dependent) => dependent.userIds))] as UserId[],
        count: dependents.length,
      } satisfies RecordConcernsV1);
    }
    return dependents;
  }
}
