import { Injectable } from '@nestjs/common';
import {
  isInside,
  notHiddenSinceSql,
  recordShownSql,
  sightSql,
  sightUser,
  type Caller,
  type CaseSight,
} from '@app/access';
import type { Moment } from '@app/ledger';
import { Clock, cursorOf, Database, positionOf, statement, type Page } from '@app/platform';
import type { CustodyStepState } from '../evidence.js';

// Steps are never changed; their marking may be, with that of the evidence. $5 evidence, $6 version, $7 after, $8 limit.
const STEPS = statement(
  'custody_steps',
  `SELECT s.state, (SELECT u.name FROM app_user u WHERE u.id = (s.state->>'recordedById')::uuid) AS recorder
   FROM incident i, LATERAL (
     SELECT DISTINCT ON (l.record_id) l.kind, l.record_id, l.state FROM record_state l
     WHERE l.incident_id = i.id AND l.kind = 'custody_step' AND l.state->>'evidenceId' = $5
       AND l.case_version <= coalesce($6::int, i.case_version) AND ($7::uuid IS NULL OR l.record_id > $7)
     ORDER BY l.record_id, l.case_version DESC) s
   WHERE i.id = $1 AND ${sightSql('i', { organizationIds: '$2::uuid[]', userId: '$3', now: '$4' })}
     AND ${notHiddenSinceSql('s.record_id', 'i.id', '$6::int')} AND ${recordShownSql({ kind: 's.kind', state: 's.state' }, { clearance: '$9', inside: '$10::boolean', organizationIds: '$2::uuid[]' })}
   ORDER BY s.record_id LIMIT $8`,
);

/** A step with the name of who put it down. */
export interface NamedStep {
  readonly state: CustodyStepState;
  readonly recorder: string | null;
}

/** The chain of custody of one piece of evidence, now or as of a moment. */
@Injectable()
export class CustodySteps {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async page(
    caller: Caller,
    sight: CaseSight,
    asked: { evidenceId: string; moment: Moment | null; limit: number; cursor?: string | undefined },
  ): Promise<Page<NamedStep>> {
    const { evidenceId, moment, limit, cursor } = asked;
    const [after] = cursor === undefined ? [null] : positionOf(cursor, ['uuid']);
    const rows = await this.database.read<NamedStep>(caller, STEPS, [
      sight.incidentId,
      caller.organizationIds,
      sightUser(caller),
      this.clock.now(),
      evidenceId,
      moment?.caseVersion ?? null,
      after,
      limit + 1,
      sight.clearance,
      isInside(sight),
    ]);
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last ? cursorOf([last.state.id]) : null };
  }
}
