import { Injectable } from '@nestjs/common';
import { Clock, NotFound, statement, type IncidentId, type OpenCase, type Tx } from '@app/platform';

// NO KEY: rows elsewhere may refer to the incident meanwhile; writers and readers of a moment still wait.
const LOCK = statement('lock_case', 'SELECT 1 FROM incident WHERE id = $1 FOR NO KEY UPDATE');

// The time is taken after the lock is held, by the database's clock (the one that all processes
// share) unless ours stands still, and rounded up to the next millisecond: a reader who was
// answered "as of this millisecond" before must not find us in it.
const TAKE_VERSION = statement(
  'take_version',
  `UPDATE incident SET case_version = case_version + 1,
     recorded_at = greatest(coalesce($2::timestamptz, date_trunc('milliseconds', clock_timestamp()) + interval '1 ms'),
                            recorded_at + interval '1 ms')
   WHERE id = $1
   RETURNING organization_id AS "organizationId", case_version AS "caseVersion", recorded_at AS "recordedAt",
     last_leaf_of_case(id) AS "previousLeaf"`,
);

/** The case's row as its lock: the first thing that a write does on a case. */
@Injectable()
export class CaseLock {
  constructor(private readonly clock: Clock) {}

  /**
   * Locks the case to the end of the transaction, and takes its next gapless version and a
   * `recordedAt` that is later than the last.
   *
   * @throws {NotFound} where there is no such case.
   */
  async open(tx: Tx, incidentId: IncidentId): Promise<OpenCase> {
    const [, [row]] = await Promise.all([
      tx.sql(LOCK, [incidentId]),
      tx.sql<Omit<OpenCase, 'incidentId'>>(TAKE_VERSION, [incidentId, this.clock.standsAt()]),
    ]);
    if (!row) {
      throw new NotFound('incident');
    }
    const open = { incidentId, ...row };
    tx.opened(open);
    return open;
  }
}
