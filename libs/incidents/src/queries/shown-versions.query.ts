import { Injectable } from '@nestjs/common';
import { sightSql, sightUser, type Caller } from '@app/access';
import { Clock, Database, NotFound, statement, type Tx } from '@app/platform';
import { showsAll, type SightOfRecords } from '../sight-of-records.js';
import { VersionCount, type ShownVersion } from '../version-count.rules.js';

/**
 * SQL: every state of the records of case `incident`, with its version, its entry, whether it is shown, and whether
 * it shows something that was not there before, or hides what was. The database answers (migration `shown-changes`):
 * it has to know of what is hidden, to leave it out of the count.
 */
export const shownChangesSql = (incident: string): string =>
  `SELECT c.case_version, c.entry_id, c.recorded_at, c.shown, c.moved FROM shown_changes(${incident}) c`;

/** SQL: the versions of a case that change what the caller is shown, each with when it was recorded. */
export const shownVersionsSql = (incident: string): string =>
  `SELECT v.case_version, min(v.recorded_at) AS recorded_at FROM (${shownChangesSql(incident)}) v WHERE v.moved GROUP BY v.case_version`;

// $1 case, $2 organizations, $3 caller, $4 now.
const VERSIONS = statement(
  'shown_versions',
  `SELECT i.case_version AS "upTo", (SELECT coalesce(json_agg(json_build_object('version', w.case_version,
       'recordedAt', to_char(w.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY w.case_version), '[]')
     FROM (${shownVersionsSql('i.id')}) w) AS versions
   FROM incident i WHERE i.id = $1 AND ${sightSql('i', { organizationIds: '$2::uuid[]', userId: '$3', now: '$4' })}`,
);

interface Row {
  readonly upTo: number;
  readonly versions: readonly ShownVersion[];
}

/** The versions of a case as one reader may count them (ADR 0014). */
@Injectable()
export class ShownVersions {
  /** Of the requests on their way: one request asks for one case by one sight. */
  private readonly known = new WeakMap<SightOfRecords, VersionCount>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Null for who is shown everything, and counts every version. Ask after what was read, with the version that it was
   * read at: a count never goes back on what it has said of a version.
   *
   * @throws {NotFound} where the caller does not see the case.
   */
  async of(caller: Caller, sight: SightOfRecords, version = 0): Promise<VersionCount | null> {
    if (showsAll(sight)) {
      return null;
    }
    const known = this.known.get(sight);
    if (known && known.upTo >= version) {
      return known;
    }
    const count = countOf(await this.database.read<Row>(caller, VERSIONS, this.values(caller, sight)));
    this.known.set(sight, count);
    return count;
  }

  /** The same, inside a transaction that wrote to the case and settled its history. */
  async in(tx: Tx, caller: Caller, sight: SightOfRecords): Promise<VersionCount | null> {
    return showsAll(sight) ? null : countOf(await tx.sql<Row>(VERSIONS, this.values(caller, sight)));
  }

  private values(caller: Caller, sight: SightOfRecords): unknown[] {
    return [sight.incidentId, caller.organizationIds, sightUser(caller), this.clock.now()];
  }
}

function countOf([row]: readonly Row[]): VersionCount {
  if (!row) {
    throw new NotFound('incident');
  }
  return new VersionCount(row.versions, row.upTo);
}
