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
import { AsOf, type Moment } from '@app/ledger';
import {
  Clock,
  cursorOf,
  Database,
  NotFound,
  positionOf,
  Problem,
  statement,
  type Page,
  type Statement,
  type Tx,
} from '@app/platform';
import type { RecordState } from '../case-record.js';
import type { Status } from '../status.rules.js';
import { showsAll, type SightOfRecords } from '../sight-of-records.js';
import { withoutHidden } from '../without-hidden.js';
import { partiesNamedSql, peopleNamedSql } from './named-in-records.js';
import { ShownVersions } from './shown-versions.query.js';

/** The moment that a client asks for; neither: now. */
export interface MomentAsked {
  readonly knownAt?: string | undefined;
  readonly caseVersion?: number | undefined;
}

/** A moment before the case existed. */
export const BEFORE = Symbol('before the case existed');

/** A case with its records, as of one version of it. */
export interface WholeCase {
  readonly organizationName: string;
  readonly caseVersion: number;
  /** As the case stands now, whatever moment is shown: what can be done depends on it. */
  readonly currentStatus: Status;
  readonly recordedAt: string;
  readonly records: Readonly<Record<string, readonly RecordState[]>>;
  /** Names of the people and parties that the records name, by id. */
  readonly users: Readonly<Record<string, string>>;
  readonly parties: Readonly<Record<string, string>>;
}

const SEEN = sightSql('i', { organizationIds: '$2::uuid[]', userId: '$3', now: '$4' });
const SHOWN = (clearance: string, inside: string): string =>
  recordShownSql({ kind: 's.kind', state: 's.state' }, { clearance, inside, organizationIds: '$2::uuid[]' });
const ISO = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * Each record of the case in its last state up to a version: now and then are the same
 * read. $5 kinds, $6 version (null: the current one), $7 the caller's clearance, $8 whether
 * they work inside the case.
 */
const WHOLE = statement(
  'whole_case',
  `WITH head AS (
     SELECT i.id, o.name, i.status, i.case_version, i.recorded_at, coalesce($6::int, i.case_version) AS as_of
     FROM incident i JOIN organization o ON o.id = i.organization_id WHERE i.id = $1 AND ${SEEN}),
   latest AS (
     SELECT * FROM (
       SELECT DISTINCT ON (s.kind, s.record_id) s.kind, s.record_id, s.state FROM record_state s, head
       WHERE s.incident_id = $1 AND s.kind = ANY($5::text[]) AND s.case_version <= head.as_of
       ORDER BY s.kind, s.record_id, s.case_version DESC) s
     WHERE ${SHOWN('$7', '$8::boolean')} AND ${notHiddenSinceSql('s.record_id', '$1', '$6')})
   SELECT name AS "organizationName", as_of AS "caseVersion", status AS "currentStatus",
     CASE WHEN as_of = case_version THEN ${ISO('recorded_at')}
       ELSE (SELECT ${ISO('min(e.recorded_at)')} FROM history_entry e WHERE e.incident_id = $1 AND e.case_version = as_of) END AS "recordedAt",
     coalesce((SELECT json_object_agg(kind, states) FROM (
       SELECT kind, json_agg(state ORDER BY record_id) AS states FROM latest GROUP BY kind) k), '{}'::json) AS records,
     ${peopleNamedSql('latest')} AS users, ${partiesNamedSql('latest')} AS parties
   FROM head`,
);

/** One kind of record, in the order in which they were added. $5 kind, $6 version, $7 after, $8 limit, $9 id, $10 the caller's clearance, $11 whether they work inside, $12 said by. */
const LIST = statement(
  'case_records',
  `SELECT l.state, ${peopleNamedSql('(SELECT l.kind, l.state)')} AS users, ${partiesNamedSql('(SELECT l.kind, l.state)')} AS parties
   FROM incident i, LATERAL (
     SELECT * FROM (
       SELECT DISTINCT ON (s.record_id) s.kind, s.record_id, s.state FROM record_state s
       WHERE s.incident_id = i.id AND s.kind = $5 AND s.case_version <= coalesce($6::int, i.case_version)
         AND ($7::uuid IS NULL OR s.record_id > $7) AND ($9::uuid IS NULL OR s.record_id = $9)
       ORDER BY s.record_id, s.case_version DESC) s
     WHERE ${SHOWN('$10', '$11::boolean')} AND ${notHiddenSinceSql('s.record_id', '$1', '$6')}
       AND ($12::timestamptz IS NULL OR coalesce(s.state->'saidAt'->>'at', s.state->>'createdAt')::timestamptz <= $12) LIMIT $8) l
   WHERE i.id = $1 AND ${SEEN} ORDER BY l.record_id`,
);

/** Records that are not shown. The database answers, since its rows do not show them. $2 version. */
const HIDDEN = statement('hidden_records', 'SELECT h AS id FROM hidden_records($1, $2) h');

/** Cases into which this one was merged, and that the caller does not see. */
const HIDDEN_TARGETS = statement(
  'hidden_merger_targets',
  `SELECT DISTINCT m.into_id AS id FROM merger m
   WHERE m.incident_id = $1 AND NOT EXISTS (SELECT 1 FROM incident i WHERE i.id = m.into_id AND ${SEEN})`,
);

/** Whether what was read names the case that this one was merged into. */
const isMerged = ({ records }: WholeCase): boolean =>
  (records['merger'] ?? []).length > 0 ||
  (records['incident'] ?? []).some((state) => (state as { duplicateOf?: string | null }).duplicateOf);

export interface ListedRecord<Of extends RecordState> {
  readonly state: Of;
  readonly users: Readonly<Record<string, string>>;
  readonly parties: Readonly<Record<string, string>>;
}

/** Reads of a case and its records, now or as of a moment, by one who sees the case. */
@Injectable()
export class CaseRecords {
  constructor(
    private readonly database: Database,
    private readonly asOf: AsOf,
    private readonly clock: Clock,
    private readonly versions: ShownVersions,
  ) {}

  /**
   * The version of the case that a moment means; null for now.
   *
   * @throws {Problem} 400 where both are given. @throws {NotFound} before the case existed, and for a version that it has not.
   */
  async moment(caller: Caller, sight: CaseSight, asked: MomentAsked): Promise<Moment | null> {
    const moment = await this.momentIfAny(caller, sight, asked);
    if (moment === BEFORE) {
      throw new NotFound('incident');
    }
    return moment;
  }

  /**
   * The same, for answers that are empty before the case existed.
   *
   * @throws {Problem} 400 where both are given. @throws {NotFound} for a version that the case has not.
   */
  async momentIfAny(
    caller: Caller,
    sight: CaseSight,
    { knownAt, caseVersion }: MomentAsked,
  ): Promise<Moment | null | typeof BEFORE> {
    if (knownAt !== undefined && caseVersion !== undefined) {
      throw new Problem(400, 'ambiguous_moment', 'Give knownAt or caseVersion, not both.');
    }
    if (knownAt !== undefined) {
      return (await this.asOf.moment(caller, sight.incidentId, new Date(knownAt))) ?? BEFORE;
    }
    if (caseVersion === undefined) {
      return null;
    }
    const moment = await this.asOf.ofVersion(caller, sight.incidentId, caseVersion);
    if (!moment) {
      throw new NotFound('incident');
    }
    return moment;
  }

  /** @throws {NotFound} where the caller does not see the case. */
  async whole(caller: Caller, sight: CaseSight, kinds: readonly string[], moment: Moment | null): Promise<WholeCase> {
    const rows = await this.database.read<WholeCase>(caller, WHOLE, this.wholeValues(caller, sight, kinds, moment));
    const whole = first(rows);
    const shown = await this.shownTo(caller, sight, moment, isMerged(whole));
    const count = await this.versions.of(caller, sight, whole.caseVersion);
    return {
      ...whole,
      recordedAt: count?.recordedAt(whole.caseVersion) ?? whole.recordedAt,
      records: shown(whole.records),
    };
  }

  /** The same, inside a transaction that wrote to the case and settled its history. */
  async wholeIn(tx: Tx, caller: Caller, sight: SightOfRecords, kinds: readonly string[]): Promise<WholeCase> {
    const [rows, hidden, count] = await Promise.all([
      tx.sql<WholeCase>(WHOLE, this.wholeValues(caller, sight, kinds, null)),
      this.hiddenIn(tx, caller, sight),
      this.versions.in(tx, caller, sight),
    ]);
    const whole = first(rows);
    const recordedAt = count?.recordedAt(whole.caseVersion) ?? whole.recordedAt;
    return { ...whole, recordedAt, records: withoutHidden(whole.records, hidden) };
  }

  /** A page of one kind of record. */
  async list<Of extends RecordState>(
    caller: Caller,
    sight: CaseSight,
    {
      kind,
      moment,
      limit,
      cursor,
      saidBy = null,
    }: {
      kind: string;
      moment: Moment | null;
      limit: number;
      cursor?: string | undefined;
      /** Only what had been said by then, RFC 3339. */
      saidBy?: string | null | undefined;
    },
  ): Promise<Page<ListedRecord<Of>>> {
    const [after] = cursor === undefined ? [null] : positionOf(cursor, ['uuid']);
    const asked = [kind, moment?.caseVersion ?? null, after, limit + 1, null];
    const rows = await this.read<Of>(caller, sight, { moment, values: asked, saidBy });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last ? cursorOf([last.state.id]) : null };
  }

  /** @throws {NotFound} */
  async one<Of extends RecordState>(
    caller: Caller,
    sight: CaseSight,
    { kind, id, moment }: { kind: string; id: string; moment: Moment | null },
  ): Promise<ListedRecord<Of>> {
    const values = [kind, moment?.caseVersion ?? null, null, 1, id];
    return first(await this.read<Of>(caller, sight, { moment, values }), kind);
  }

  /**
   * What takes out of an answer everything that names a record which the caller is not shown. Reads here have done so
   * already; it is for what is answered of a write, and of the history.
   *
   * @param merged whether the answer may name another case, into which this one was merged.
   */
  async shownTo(
    caller: Caller,
    sight: SightOfRecords,
    moment: Moment | null = null,
    merged = true,
  ): Promise<<Value>(value: Value) => Value> {
    const asked: (readonly [Statement, readonly unknown[]])[] = [
      ...(showsAll(sight) ? [] : [[HIDDEN, hiddenValues(sight, moment)] as const]),
      ...(merged ? [[HIDDEN_TARGETS, this.seenValues(caller, sight)] as const] : []),
    ];
    const rows = asked.length === 0 ? [] : await this.database.inOneTrip<{ id: string }>(caller, asked);
    const hidden = new Set(rows.flat().map(({ id }) => id));
    return (value) => withoutHidden(value, hidden);
  }

  /** Records of the open case, and cases it was merged into, that the caller is not shown. */
  async hiddenIn(tx: Tx, caller: Caller, sight: SightOfRecords): Promise<ReadonlySet<string>> {
    if (showsAll(sight)) {
      return new Set();
    }
    const [records, targets] = await Promise.all([
      tx.sql<{ id: string }>(HIDDEN, hiddenValues(sight, null)),
      tx.sql<{ id: string }>(HIDDEN_TARGETS, this.seenValues(caller, sight)),
    ]);
    return new Set([...records, ...targets].map(({ id }) => id));
  }

  private async read<Of extends RecordState>(
    caller: Caller,
    sight: CaseSight,
    { moment, values, saidBy = null }: { moment: Moment | null; values: readonly unknown[]; saidBy?: string | null },
  ): Promise<ListedRecord<Of>[]> {
    const [rows, shown] = await Promise.all([
      this.database.read<ListedRecord<Of>>(caller, LIST, [
        ...this.seenValues(caller, sight),
        ...values,
        sight.clearance,
        isInside(sight),
        saidBy,
      ]),
      this.shownTo(caller, sight, moment, values[0] === 'merger'),
    ]);
    return rows.map((row) => ({ ...row, state: shown(row.state) }));
  }

  private seenValues(caller: Caller, { incidentId }: SightOfRecords): unknown[] {
    return [incidentId, caller.organizationIds, sightUser(caller), this.clock.now()];
  }

  private wholeValues(
    caller: Caller,
    sight: SightOfRecords,
    kinds: readonly string[],
    moment: Moment | null,
  ): unknown[] {
    const version = moment?.caseVersion ?? null;
    return [...this.seenValues(caller, sight), kinds, version, sight.clearance, isInside(sight)];
  }
}

const hiddenValues = ({ incidentId }: SightOfRecords, moment: Moment | null): unknown[] => [
  incidentId,
  moment?.caseVersion ?? null,
];

function first<Row>(rows: readonly Row[], what = 'incident'): Row {
  const [row] = rows;
  if (row === undefined) {
    throw new NotFound(what);
  }
  return row;
}
