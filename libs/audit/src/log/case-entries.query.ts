import { Injectable } from '@nestjs/common';
import { mayInCase, NAMES_KIND, sightSql, sightUser, type Caller } from '@app/access';
import { shownChangesSql, showsAll, type SightOfRecords } from '@app/incidents';
import { Clock, Database, statement, type Statement } from '@app/platform';
import type { StoredEntry } from './disclosed.rules.js';

/** An entry of a case that its reader is shown, wholly or in part. */
export interface CaseEntry extends StoredEntry {
  readonly id: string;
  /** Null while it waits for its place in the log. */
  readonly index: number | null;
  /** The case's own version. */
  readonly caseVersion: number;
  readonly recordedAt: Date;
  readonly redaction: Redaction | null;
}

/** Who took the content of an entry away, when and why. */
export interface Redaction {
  readonly at: string;
  readonly byId: string;
  readonly byName: string | null;
  readonly reason: string;
  /** Fields of the entry (`after.body`) that were erased; null: all of it. */
  readonly fields: string[] | null;
}

/** Which entries: up to a version of the case, and behind one entry. */
export interface CaseEntriesAsked {
  /** The last version of the case; null: the newest. */
  readonly through: number | null;
  /** Tombstones of later versions too, in a tree of this size: they explain what is missing before. */
  readonly laterErasures?: boolean;
  /** Below this index of the log; null: those that wait too. */
  readonly size: number | null;
  readonly afterId: string | null;
  readonly limit: number;
}

const SEEN = sightSql('i', { organizationIds: '$2::uuid[]', userId: '$3', now: '$4' });
const ISO = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
/** As the history of the case: $5 whether the caller may be told that there are names behind pseudonyms. */
const WHOLE = `(e.kind IS DISTINCT FROM '${NAMES_KIND}' OR $5::boolean)`;
const SHOWN = `e.id IN (SELECT c.entry_id FROM (${shownChangesSql('$1')}) c WHERE c.shown AND c.moved) AND $5::boolean IS NOT NULL`;
/** What is asked for again is a record that is shown now: one that was marked above the caller since has no entries for them. */
const NOT_HIDDEN = `coalesce((convert_from(p.body, 'UTF8')::json->'subject'->>'id')::uuid <> ALL (ARRAY(SELECT hidden_records($1, NULL))), true)`;

const page = (name: string, shown: string): Statement =>
  statement(
    name,
    `SELECT e.id, l.index::float8 AS index, e.leaf, e.case_version AS "caseVersion", e.recorded_at AS "recordedAt", p.salt, p.body, p.opened,
       CASE WHEN r.entry_id IS NOT NULL THEN json_build_object('at', ${ISO('r.redacted_at')}, 'byId', r.redacted_by, 'byName', ru.name, 'reason', r.reason, 'fields', r.fields) END AS redaction
     FROM incident i JOIN history_entry e ON e.incident_id = i.id LEFT JOIN log_leaf l ON l.entry_id = e.id
       LEFT JOIN history_payload p ON p.entry_id = e.id
       LEFT JOIN history_redaction r ON r.entry_id = e.id LEFT JOIN app_user ru ON ru.id = r.redacted_by
     WHERE i.id = $1 AND ${SEEN} AND ${shown}
       AND ($6::int IS NULL OR e.case_version <= $6
         OR ($7::boolean AND convert_from(p.body, 'UTF8')::json->>'action' = 'record.redacted'))
       AND ($8::bigint IS NULL OR l.index < $8)
       AND ($9::uuid IS NULL OR (e.case_version, e.ordinal) > (SELECT b.case_version, b.ordinal FROM history_entry b WHERE b.id = $9 AND b.incident_id = $1))
     ORDER BY e.case_version, e.ordinal LIMIT $10`,
  );
const PAGE_WHOLE = page('case_entries_whole', WHOLE);
const PAGE_SHOWN = page('case_entries_shown', `${SHOWN} AND ${NOT_HIDDEN}`);

/** The first version of which something that is shown is not in a tree of this size. */
const moment = (name: string, shown: string): Statement =>
  statement(
    name,
    `WITH entry AS (
       SELECT e.case_version, e.recorded_at, l.index FROM incident i JOIN history_entry e ON e.incident_id = i.id
         LEFT JOIN log_leaf l ON l.entry_id = e.id
       WHERE i.id = $1 AND ${SEEN} AND ${shown} AND ($7::timestamptz IS NULL OR e.recorded_at <= $7))
     SELECT max(entry.case_version) AS "caseVersion", max(entry.recorded_at) AS "knownAt", missing.version IS NULL AS "all"
     FROM (SELECT min(o.case_version) AS version FROM entry o WHERE o.index IS NULL OR o.index >= $6) missing
       LEFT JOIN entry ON entry.case_version < coalesce(missing.version, 2147483647)
     GROUP BY missing.version`,
  );
const MOMENT_WHOLE = moment('case_at_size_whole', WHOLE);
const MOMENT_SHOWN = moment('case_at_size_shown', SHOWN);

// Names that were recorded before there were pseudonyms are shown to nobody either.
const WITHHELD = statement(
  'case_withheld',
  `SELECT EXISTS (SELECT 1 FROM history_entry e WHERE e.incident_id = $1 AND e.case_version <= $5 AND e.kind = '${NAMES_KIND}') AS names,
     EXISTS (SELECT 1 FROM record_state s WHERE s.incident_id = $1 AND s.case_version <= $5 AND (
       (s.kind = 'account' AND s.state->'holder'->>'name' IS NOT NULL AND (s.state->'holder'->>'disclosed')::boolean IS NOT TRUE)
       OR (s.kind = 'merger' AND NOT EXISTS (SELECT 1 FROM incident i WHERE i.id = (s.state->>'intoId')::uuid AND ${SEEN})))) AS others`,
);

const NAME = statement(
  'case_name_at',
  `SELECT s.state->>'reference' AS reference, s.state->>'title' AS title FROM record_state s
   WHERE s.incident_id = $1 AND s.kind = 'incident' AND s.case_version <= $2 ORDER BY s.case_version DESC LIMIT 1`,
);

/** What is told to nobody, or not to this caller, though they are shown everything. */
export interface Withheld {
  /** Names behind pseudonyms, which are to be asked for. */
  readonly names: boolean;
  /** Cases that the caller does not see, and names from before there were pseudonyms. */
  readonly others: boolean;
}

/** The newest version of a case that a tree holds all of that is shown, and when it was recorded. */
export interface CaseMoment {
  readonly caseVersion: number;
  readonly knownAt: Date;
  /** Whether nothing that was asked for is missing in the tree. */
  readonly all: boolean;
}

/** What a case is called at one of its versions. */
export interface CaseName {
  readonly reference: string;
  readonly title: string;
}

/** The entries of one case that a caller is shown: those of its history. */
@Injectable()
export class CaseEntries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** In the order of the log, and no more than `limit`. */
  async page(caller: Caller, sight: SightOfRecords, asked: CaseEntriesAsked): Promise<CaseEntry[]> {
    const { through, laterErasures = false, size, afterId, limit } = asked;
    return await this.database.read<CaseEntry>(
      { ...caller, caseId: sight.incidentId },
      showsAll(sight) ? PAGE_WHOLE : PAGE_SHOWN,
      [...this.values(caller, sight), through, laterErasures && showsAll(sight), size, afterId, limit],
    );
  }

  /** Null where a tree of this size holds nothing yet that is shown. @param by the moment that is asked for; null: the newest. */
  async moment(
    caller: Caller,
    sight: SightOfRecords,
    { size, by }: { size: number; by: Date | null },
  ): Promise<CaseMoment | null> {
    const [row] = await this.database.read<{ caseVersion: number | null; knownAt: Date | null; all: boolean }>(
      { ...caller, caseId: sight.incidentId },
      showsAll(sight) ? MOMENT_WHOLE : MOMENT_SHOWN,
      [...this.values(caller, sight), size, by],
    );
    return row?.caseVersion && row.knownAt
      ? { caseVersion: row.caseVersion, knownAt: row.knownAt, all: row.all }
      : null;
  }

  /** What is withheld of these versions even from whoever is shown everything. */
  async withheld(caller: Caller, sight: SightOfRecords, through: number): Promise<Withheld> {
    const values = [...this.values(caller, sight).slice(0, 4), through];
    const [row] = await this.database.read<Withheld>(caller, WITHHELD, values);
    return row ?? { names: true, others: true };
  }

  /** Null where that was erased. */
  async nameAt(caller: Caller, sight: SightOfRecords, version: number): Promise<Partial<CaseName> | null> {
    const [row] = await this.database.read<Partial<CaseName>>(caller, NAME, [sight.incidentId, version]);
    return row ?? null;
  }

  private values(caller: Caller, sight: SightOfRecords): unknown[] {
    const { incidentId } = sight;
    return [incidentId, caller.organizationIds, sightUser(caller), this.clock.now(), mayInCase(sight, 'names.read')];
  }
}
