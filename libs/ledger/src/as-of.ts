import { Injectable } from '@nestjs/common';
import { Clock, Database, statement, type IncidentId, type Principal } from '@app/platform';

// FOR SHARE waits for a write in flight: it could still be recorded before the moment asked for.
const WAIT = statement('as_of_wait', 'SELECT 1 FROM incident WHERE id = $1 FOR SHARE');
const RESOLVE = statement(
  'as_of_resolve',
  `WITH moment AS (SELECT least($2::timestamptz, coalesce($3::timestamptz, date_trunc('milliseconds', clock_timestamp()))) AS at)
   SELECT moment.at AS "knownAt",
     (SELECT max(case_version) FROM history_entry e WHERE e.incident_id = $1 AND e.recorded_at <= moment.at) AS "caseVersion"
   FROM moment`,
);
const RECORDED = statement(
  'as_of_recorded',
  'SELECT min(recorded_at) AS "recordedAt" FROM history_entry WHERE incident_id = $1 AND case_version = $2',
);

export interface Moment {
  readonly caseVersion: number;
  readonly knownAt: Date;
}

/**
 * Resolves "as it was known then" to a version of the case. An answer for a moment that
 * has passed is the same for ever: later writes are recorded later (ADR 0002).
 */
@Injectable()
export class AsOf {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The version as of `knownAt`, or null where the case did not exist yet. A moment in the future is now. */
  async moment(principal: Principal, incidentId: IncidentId, knownAt: Date): Promise<Moment | null> {
    const [, resolved] = await this.database.inOneTrip<{ knownAt: Date; caseVersion: number | null }>(principal, [
      [WAIT, [incidentId]],
      [RESOLVE, [incidentId, knownAt, this.clock.standsAt()]],
    ]);
    const [row] = resolved ?? [];
    return row?.caseVersion ? { caseVersion: row.caseVersion, knownAt: row.knownAt } : null;
  }

  /** When a version of the case was recorded; null where there is no such version. */
  async ofVersion(principal: Principal, incidentId: IncidentId, caseVersion: number): Promise<Moment | null> {
    const [row] = await this.database.read<{ recordedAt: Date | null }>(principal, RECORDED, [incidentId, caseVersion]);
    return row?.recordedAt ? { caseVersion, knownAt: row.recordedAt } : null;
  }
}
