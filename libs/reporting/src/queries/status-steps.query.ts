import { Injectable } from '@nestjs/common';
import type { Caller, CaseSight } from '@app/access';
import { Database, statement } from '@app/platform';
import type { StatusStep } from '../timeline.rules.js';

const STEPS = statement(
  'status_steps',
  `SELECT status, to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "recordedAt" FROM (
     SELECT s.state->>'status' AS status, lag(s.state->>'status') OVER (ORDER BY s.case_version) AS before, e.recorded_at, s.case_version
     FROM record_state s JOIN history_entry e ON e.id = s.entry_id
     WHERE s.incident_id = $1 AND s.kind = 'incident' AND ($2::int IS NULL OR s.case_version <= $2)) step
   WHERE before IS DISTINCT FROM status ORDER BY case_version`,
);

/** The steps that a case has taken, from its record states. */
@Injectable()
export class StatusSteps {
  constructor(private readonly database: Database) {}

  /** `sight` shows that the access rule let the caller in. */
  async of(caller: Caller, sight: CaseSight, caseVersion: number | null): Promise<StatusStep[]> {
    return await this.database.read<StatusStep>(caller, STEPS, [sight.incidentId, caseVersion]);
  }
}
