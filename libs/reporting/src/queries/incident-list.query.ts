import { Injectable } from '@nestjs/common';
import {
  CAPACITIES,
  capacitySql,
  CaseReads,
  clearedSql,
  isInside,
  participationInForceSql,
  readsAsAuditor,
  sightSql,
  sightUser,
  type Caller,
  type Capacity,
  type Role,
} from '@app/access';
import { shownVersionsSql, type Status } from '@app/incidents';
import { Clock, cursorOf, Database, positionOf, statement, tlpRankSql, type Page } from '@app/platform';
import { searchQuery } from './search-words.rules.js';

export interface IncidentFilters {
  readonly status?: readonly string[] | undefined;
  readonly severity?: readonly string[] | undefined;
  readonly category?: readonly string[] | undefined;
  readonly tlp?: readonly string[] | undefined;
  readonly actorId?: string | undefined;
  readonly leadId?: string | undefined;
  readonly tag?: string | undefined;
  readonly q?: string | undefined;
  readonly reportedFrom?: string | undefined;
  readonly reportedTo?: string | undefined;
  readonly updatedSince?: string | undefined;
  readonly organizationId?: string | undefined;
}

export const SORTS = ['-reportedAt', 'reportedAt', '-updatedAt', 'updatedAt'] as const;
export type Sort = (typeof SORTS)[number];

/** A row as the list needs it: the JSON made by the database, and what the abilities depend on. */
export interface IncidentRow {
  readonly body: string;
  readonly id: string;
  readonly at: string;
  readonly status: Status;
  readonly roles: Role[];
  readonly capacities: Capacity[] | null;
}

const ISO = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const TIME = (name: string): string =>
  `CASE WHEN i.${name}_precision IS NOT NULL THEN json_build_object('at', ${ISO(`i.${name}_at`)}, 'precision', i.${name}_precision) END`;
const PERSON = (id: string, name: string): string =>
  `CASE WHEN ${id} IS NOT NULL THEN json_build_object('id', ${id}, 'name', ${name}) END`;

const BODY = `json_build_object(
  'id', i.id, 'reference', i.reference, 'organizationId', i.organization_id, 'organizationName', o.name, 'title', i.title,
  'summary', i.summary, 'category', i.category, 'severity', i.severity, 'tlp', i.tlp, 'status', i.status,
  'occurredAt', ${TIME('occurred')}, 'detectedAt', ${TIME('detected')}, 'leadId', i.lead_id, 'lead', ${PERSON('i.lead_id', 'lead.name')},
  'tags', i.tags, 'reportedAt', ${ISO('i.reported_at')}, 'reportedBy', ${PERSON('i.reported_by', 'reporter.name')},
  'statusChangedAt', ${ISO('i.status_changed_at')}, 'closingSummary', i.closing_summary,
  'duplicateOf', CASE WHEN i.duplicate_of IS NOT NULL THEN (SELECT d.id FROM incident d WHERE d.id = i.duplicate_of
    AND ${sightSql('d', { organizationIds: '$1::uuid[]', userId: '$4', now: '$3' })}) END,
  'updatedAt', ${ISO('coalesce(counted.recorded_at, i.recorded_at)')}, 'version', coalesce(counted.version, i.case_version))::text`;

/** Each filter with the SQL of its condition; `$` stands for its parameter; those with a number are of the whole statement. */
const CONDITIONS: Readonly<Record<keyof IncidentFilters, string>> = {
  status: 'i.status = ANY($::text[])',
  severity: 'i.severity = ANY($::text[])',
  category: 'i.category = ANY($::text[])',
  tlp: 'i.tlp = ANY($::text[])',
  // A hypothesis that is kept from the caller finds nothing.
  actorId: `EXISTS (SELECT 1 FROM hypothesis h WHERE h.incident_id = i.id AND h.actor_id = $::uuid
    AND ${clearedSql('i', 'h.tlp', { organizationIds: '$1::uuid[]', userId: '$4', now: '$3' })})`,
  leadId: 'i.lead_id = $::uuid',
  tag: 'i.tags @> ARRAY[$::text]',
  q: `EXISTS (SELECT 1 FROM search_document d WHERE d.incident_id = i.id AND d.kind = 'incident' AND d.words @@ to_tsquery('simple', $))`,
  reportedFrom: 'i.reported_at >= $::timestamptz',
  reportedTo: 'i.reported_at < $::timestamptz',
  updatedSince: 'i.recorded_at >= $::timestamptz',
  organizationId: 'i.organization_id = $::uuid',
};
/** One more than the largest page. */
const PAGE_FETCHED_MAX = 201;
const COLUMN = { reportedAt: 'reported_at', updatedAt: 'recorded_at' } as const;

/**
 * The list of incidents that a caller sees. It walks each organization of the caller, and
 * the participations, in the order asked for, each no further than one page: flat however
 * many incidents there are. Someone may take part in a case twice, as a person and by an
 * organization: it is one row of the page. The access rule of `sight.ts`, taken apart into its two grounds.
 */
@Injectable()
export class IncidentList {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reads: CaseReads,
  ) {}

  async page(
    caller: Caller,
    filters: IncidentFilters,
    { sort, limit, cursor }: { sort: Sort; limit: number; cursor?: string | undefined },
  ): Promise<Page<IncidentRow>> {
    const values: unknown[] = [caller.organizationIds, caller.userId, this.clock.now(), sightUser(caller)];
    const bind = (value: unknown): string => `$${values.push(value)}`;
    const conditions = this.conditions(filters, bind);
    const order = this.order(sort);
    // What a filter lets through may be much or little, and wants a plan of its own; a page of everything does not.
    const plannedOnce = conditions.length === 0;
    if (cursor !== undefined) {
      const [at, id] = positionOf(cursor, ['instant', 'uuid']);
      conditions.push(`(i.${order.column}, i.id) ${order.beyond} (${bind(at)}::timestamptz, ${bind(id)}::uuid)`);
    }
    const where = conditions.map((condition) => ` AND ${condition}`).join('');
    const query = statement('incident_list', listSql(order, where, fetched(limit)), plannedOnce);
    const rows = await this.database.read<IncidentRow>(caller, query, values);
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const audited = items.filter(({ roles, capacities }) => readsAsAuditor({ roles, capacities: capacities ?? [] }));
    await this.reads.logShown(
      caller,
      'GET /incidents',
      audited.map(({ id }) => id),
    );
    return { items, nextCursor: rows.length > limit && last ? cursorOf([last.at, last.id]) : null };
  }

  private conditions(filters: IncidentFilters, bind: (value: unknown) => string): string[] {
    return (Object.keys(CONDITIONS) as (keyof IncidentFilters)[])
      .filter((name) => filters[name] !== undefined)
      .map((name) =>
        CONDITIONS[name].replaceAll(/\$(?!\d)/g, bind(name === 'q' ? searchQuery(filters.q ?? '') : filters[name])),
      );
  }

  private order(sort: Sort): Order {
    const descending = sort.startsWith('-');
    const column = COLUMN[sort.replace('-', '') as keyof typeof COLUMN];
    return { column, direction: descending ? 'DESC' : 'ASC', beyond: descending ? '<' : '>' };
  }
}

interface Order {
  readonly column: string;
  readonly direction: 'ASC' | 'DESC';
  readonly beyond: '<' | '>';
}

/** How many rows a page is made from: one more than it shows, at least. Few sizes, so that the statements are few. */
const SIZES = [11, 26, 51, 101, PAGE_FETCHED_MAX];
const fetched = (limit: number): number => SIZES.find((size) => size > limit) ?? PAGE_FETCHED_MAX;

const INSIDE = CAPACITIES.filter((capacity) => isInside({ roles: [], capacities: [capacity] }));
const RED = tlpRankSql(`'red'`);

/**
 * Cases of others of which the caller is not shown everything, each with its versions as they may count them
 * (ADR 0014). `among` is a condition on the case of table `i`: what is not looked at is not counted.
 */
const countedSql = (among: string): string => `
    partly AS (
      SELECT i.id, max(${tlpRankSql('p.max_tlp')}) AS rank, bool_or(${capacitySql('p', 'taking.role')} IN (${INSIDE.map((capacity) => `'${capacity}'`).join(', ')})) AS inside
      FROM incident i JOIN participant p ON p.incident_id = i.id
        LEFT JOIN membership taking ON taking.user_id = $2 AND taking.organization_id = p.organization_id AND taking.ended_at IS NULL
      WHERE i.organization_id <> ALL($1::uuid[]) AND (p.organization_id = ANY($1::uuid[]) OR p.user_id = $4)
        AND ${participationInForceSql('p', 'i', '$3')} AND ${among}
      GROUP BY i.id),
    counted AS (
      SELECT partly.id, v.version, v.recorded_at FROM partly, LATERAL (
        SELECT count(*)::int AS version, max(w.recorded_at) AS recorded_at
        FROM (${shownVersionsSql('partly.id')}) w) v
      WHERE NOT (partly.inside AND partly.rank = ${RED}))`;

// The number of rows stands in the text: without it, a plan for all values would be one for a tenth of the table.
function listSql({ column, direction }: Order, where: string, rows: number): string {
  const order = (table: string): string => `${table}.${column} ${direction}, ${table}.id ${direction}`;
  // When a case was changed is asked of every case; else only the versions of those that are shown are counted.
  const byChange = column === 'recorded_at' || where.includes('i.recorded_at');
  const changed = 'coalesce(counted.recorded_at, i.recorded_at)';
  return `
    WITH ${byChange ? `${countedSql('true')},` : ''} shown AS (
      SELECT own.* FROM unnest($1::uuid[]) AS seat (organization_id), LATERAL (
        SELECT i.id, i.${column} FROM incident i WHERE i.organization_id = seat.organization_id${where} ORDER BY ${order('i')} LIMIT ${rows}) own
      UNION
      SELECT * FROM (
        SELECT DISTINCT i.id, ${column === 'recorded_at' ? changed : `i.${column}`} AS ${column} FROM participant p JOIN incident i ON i.id = p.incident_id
          ${byChange ? 'LEFT JOIN counted ON counted.id = i.id' : ''}
        WHERE (p.organization_id = ANY($1::uuid[]) OR p.user_id = $4) AND ${participationInForceSql('p', 'i', '$3')}${where.replaceAll('i.recorded_at', changed)}
        ORDER BY ${column} ${direction}, id ${direction} LIMIT ${rows}) invited),
    page AS (SELECT id, ${column} FROM shown ORDER BY ${order('shown')} LIMIT ${rows})${byChange ? '' : `, ${countedSql('i.id IN (SELECT id FROM page)')}`}
    SELECT ${BODY} AS body, i.id, to_char(page.${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, i.status,
      CASE WHEN i.organization_id = ANY($1::uuid[]) THEN ARRAY(SELECT m.role FROM membership m
        WHERE m.organization_id = i.organization_id AND m.user_id = $2 AND m.ended_at IS NULL) ELSE '{}' END AS roles,
      CASE WHEN i.organization_id <> ALL($1::uuid[]) THEN ARRAY(SELECT ${capacitySql('p', 'taking.role')} FROM participant p
        LEFT JOIN membership taking ON taking.user_id = $2 AND taking.organization_id = p.organization_id AND taking.ended_at IS NULL
        WHERE p.incident_id = i.id AND (p.organization_id = ANY($1::uuid[]) OR p.user_id = $4) AND ${participationInForceSql('p', 'i', '$3')}) END AS capacities
    FROM page JOIN incident i ON i.id = page.id JOIN organization o ON o.id = i.organization_id
      LEFT JOIN app_user lead ON lead.id = i.lead_id LEFT JOIN app_user reporter ON reporter.id = i.reported_by
      LEFT JOIN counted ON counted.id = i.id
    ORDER BY ${order('page')}`;
}
