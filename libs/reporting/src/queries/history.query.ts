import { Injectable } from '@nestjs/common';
import { mayInCase, NAMES_KIND, sightSql, sightUser, type Caller, type CaseSight } from '@app/access';
import { CaseRecords, shownChangesSql, showsAll, withoutHolderName } from '@app/incidents';
import { Clock, cursorOf, Database, positionOf, statement, type Page, type Statement } from '@app/platform';

interface HistoryRow {
  readonly index: number;
  readonly id: string;
  readonly caseVersion: number;
  readonly at: string;
  readonly payload: Payload | null;
  readonly byName: string | null;
  readonly redaction: {
    readonly at: string;
    readonly byId: string;
    readonly byName: string | null;
    readonly reason: string;
    /** Fields of the entry (`after.body`) that were erased; null: all of it. */
    readonly fields: string[] | null;
  } | null;
}

interface Payload {
  readonly action: string;
  readonly by: { readonly userId: string | null; readonly purpose: string | null };
  readonly subject: { readonly kind: string; readonly id: string };
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
  /** Not there where it was erased. */
  readonly reason?: string | null;
  readonly requestId: string;
}

/** One change of a case, as the history shows it. What was redacted has no content, and says who took it away and why. */
export interface HistoryItem {
  readonly index: number;
  readonly id: string;
  readonly caseVersion: number;
  readonly at: string;
  readonly by: { readonly id: string | null; readonly name: string; readonly purpose: string | null } | null;
  readonly action: string | null;
  readonly subject: { readonly kind: string; readonly id: string } | null;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
  readonly reason: string | null;
  readonly requestId: string | null;
  readonly redaction: HistoryRow['redaction'];
}

const ISO = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** $7: whether the caller may be told the names behind pseudonyms. A state is not kept of what was redacted. */
const WHOLE = `(e.kind IS DISTINCT FROM '${NAMES_KIND}' OR $7::boolean)`;
/** Of what was redacted nobody knows any more whether it was hidden: so it is. */
const SHOWN = `e.id IN (SELECT c.entry_id FROM (${shownChangesSql('$1')}) c WHERE c.shown AND c.moved)`;

// The index counts what this caller may see: what is marked above their clearance leaves no gap.
const history = (name: string, condition: string, direction: 'ASC' | 'DESC'): Statement =>
  statement(
    `${name}_${direction.toLowerCase()}`,
    `WITH entry AS (
       SELECT e.id, e.case_version, e.recorded_at, convert_from(p.body, 'UTF8')::json AS payload,
         row_number() OVER (ORDER BY e.case_version, e.ordinal)::int AS index
       FROM incident i JOIN history_entry e ON e.incident_id = i.id LEFT JOIN history_payload p ON p.entry_id = e.id
       WHERE i.id = $1 AND ${sightSql('i', { organizationIds: '$2::uuid[]', userId: '$3', now: '$4' })} AND ${condition})
     SELECT entry.index, entry.id, entry.case_version AS "caseVersion", ${ISO('entry.recorded_at')} AS at, entry.payload, u.name AS "byName",
       CASE WHEN r.entry_id IS NOT NULL THEN json_build_object('at', ${ISO('r.redacted_at')}, 'byId', r.redacted_by, 'byName', ru.name, 'reason', r.reason, 'fields', r.fields) END AS redaction
     FROM entry LEFT JOIN app_user u ON u.id = (entry.payload->'by'->>'userId')::uuid
       LEFT JOIN history_redaction r ON r.entry_id = entry.id LEFT JOIN app_user ru ON ru.id = r.redacted_by
     WHERE $5::int IS NULL OR entry.index ${direction === 'ASC' ? '>' : '<'} $5
     ORDER BY entry.index ${direction} LIMIT $6`,
  );
const OF_ALL = { asc: history('history', WHOLE, 'ASC'), desc: history('history', WHOLE, 'DESC') };
const OF_SHOWN = { asc: history('shown_history', SHOWN, 'ASC'), desc: history('shown_history', SHOWN, 'DESC') };

/** Every change of a case: who, when, what before and after, why. */
@Injectable()
export class CaseHistory {
  constructor(
    private readonly database: Database,
    private readonly records: CaseRecords,
    private readonly clock: Clock,
  ) {}

  async page(
    caller: Caller,
    sight: CaseSight,
    { order, limit, cursor }: { order: 'asc' | 'desc'; limit: number; cursor?: string | undefined },
  ): Promise<Page<HistoryItem>> {
    const [after] = cursor === undefined ? [null] : positionOf(cursor, ['whole']);
    const values = [
      sight.incidentId,
      caller.organizationIds,
      sightUser(caller),
      this.clock.now(),
      after,
      limit + 1,
      ...(showsAll(sight) ? [mayInCase(sight, 'names.read')] : []),
    ];
    const [rows, withoutHidden] = await Promise.all([
      this.database.read<HistoryRow>(caller, (showsAll(sight) ? OF_ALL : OF_SHOWN)[order], values),
      this.records.shownTo(caller, sight),
    ]);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: shown.map((row) => withoutHidden(item(row))),
      nextCursor: rows.length > limit && last ? cursorOf([last.index]) : null,
    };
  }
}

/**
 * What the history shows anybody of the fields before and after. That a name was recorded is told, and no more: who it
 * is, is asked for in a request of its own.
 */
export const shownSides = ({
  subject,
  before,
  after,
}: Pick<Payload, 'subject' | 'before' | 'after'>): Pick<Payload, 'before' | 'after'> =>
  subject.kind === NAMES_KIND
    ? { before: null, after: null }
    : { before: withoutHolderName(before), after: withoutHolderName(after) };

const REDACTED = { action: null, subject: null, before: null, after: null, reason: null, requestId: null } as const;

function item({ payload, byName, ...row }: HistoryRow): HistoryItem {
  if (!payload) {
    return { ...row, ...REDACTED, by: null };
  }
  const { by, action, subject, before, after, reason, requestId } = payload;
  return {
    ...row,
    by: { id: by.userId, name: byName ?? 'Ascribe', purpose: by.purpose },
    action,
    subject,
    ...shownSides({ subject, before, after }),
    reason: reason ?? null,
    requestId,
  };
}
