import { Injectable } from '@nestjs/common';
import {
  capacitySql,
  CaseReads,
  mayInCase,
  notHiddenSinceSql,
  readsAsAuditor,
  recordShownSql,
  sightSql,
  sightUser,
  type Caller,
  type Capacity,
  type Role,
} from '@app/access';
import { Clock, cursorOf, Database, positionOf, statement, tlpOfRankSql, tlpRankSql, type Page } from '@app/platform';
import { searchQuery } from './search-words.rules.js';

interface Found {
  readonly recordId: string;
  readonly kind: string;
  readonly incidentId: string;
  readonly reference: string;
  readonly title: string;
  readonly tlp: string;
  readonly text: string;
  readonly roles: Role[];
  readonly capacities: Capacity[];
}

/** What a search found: a record, with the case that it belongs to. */
export interface SearchHit {
  readonly kind: string;
  readonly id: string;
  readonly incident: { readonly id: string; readonly reference: string; readonly title: string; readonly tlp: string };
  readonly excerpt: string;
}

/** Parts of a case that not everyone who sees the case may read, with the verb that reads them. */
const GUARDED = { comment: 'comments.read', task: 'tasks.read' } as const;
const EXCERPT_CHARACTERS = 240;

const INSIDE = `(cardinality(g.roles) > 0 OR g.capacities && ARRAY['responder', 'analyst', 'auditor'])`;
const SHOWN = recordShownSql(
  { kind: 'd.kind', state: 'g.state' },
  {
    clearance: `CASE WHEN cardinality(g.roles) > 0 THEN 'red' ELSE ${tlpOfRankSql('g.rank')} END`,
    inside: INSIDE,
    organizationIds: '$1::uuid[]',
  },
);

// Newest first: what someone searches on a bad day is of these days. The condition on the kind is
// decided by the same policy that guards the lists, evaluated for the two grounds of sight.
const SEARCH = statement(
  'search',
  `SELECT d.record_id AS "recordId", d.kind, i.id AS "incidentId", i.reference, i.title, i.tlp, d.text, g.roles, g.capacities
   FROM records_with_words(to_tsquery('simple', $4), $5, $6) f (record_id) JOIN search_document d USING (record_id)
     JOIN incident i ON i.id = d.incident_id, LATERAL (SELECT
     ARRAY(SELECT m.role FROM membership m WHERE m.user_id = $2 AND m.organization_id = i.organization_id AND m.organization_id = ANY($1::uuid[]) AND m.ended_at IS NULL) AS roles,
     ARRAY(SELECT ${capacitySql('p', 'm.role')} FROM participant p
       LEFT JOIN membership m ON m.user_id = $2 AND m.organization_id = p.organization_id AND m.ended_at IS NULL WHERE p.incident_id = i.id AND p.ended_at IS NULL AND (p.until IS NULL OR p.until > $3)
       AND (p.organization_id = ANY($1::uuid[]) OR p.user_id = $7) AND ${tlpRankSql('p.max_tlp')} >= ${tlpRankSql('i.tlp')}) AS capacities,
     (SELECT max(${tlpRankSql('p.max_tlp')}) FROM participant p WHERE p.incident_id = i.id AND p.ended_at IS NULL AND (p.until IS NULL OR p.until > $3)
       AND (p.organization_id = ANY($1::uuid[]) OR p.user_id = $7)) AS rank,
     (SELECT s.state FROM record_state s WHERE s.incident_id = d.incident_id AND s.kind = d.kind AND s.record_id = d.record_id
      ORDER BY s.case_version DESC LIMIT 1) AS state) g
   WHERE ${sightSql('i', { organizationIds: '$1::uuid[]', userId: '$7', now: '$3' })}
     AND (d.kind NOT IN ('comment', 'task') OR ${INSIDE}) AND (d.kind = 'incident' OR (${SHOWN} AND ${notHiddenSinceSql('d.record_id', 'i.id', 'NULL')}))
   ORDER BY d.record_id DESC`,
);

/** Search over all that the caller may see; what was just written is found at once. */
@Injectable()
export class Search {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reads: CaseReads,
  ) {}

  async page(
    caller: Caller,
    q: string,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<Page<SearchHit>> {
    const [before] = cursor === undefined ? [null] : positionOf(cursor, ['uuid']);
    const rows = await this.database.read<Found>(caller, SEARCH, [
      caller.organizationIds,
      caller.userId,
      this.clock.now(),
      searchQuery(q),
      before,
      limit + 1,
      sightUser(caller),
    ]);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    await this.reads.logShown(
      caller,
      'GET /search',
      shown.filter(readsAsAuditor).map(({ incidentId }) => incidentId),
    );
    return {
      items: shown.filter(mayRead).map(hit),
      nextCursor: rows.length > limit && last ? cursorOf([last.recordId]) : null,
    };
  }
}

/** The policy has the last word; the statement only keeps pages full. */
function mayRead(found: Found): boolean {
  const verb = GUARDED[found.kind as keyof typeof GUARDED];
  return verb === undefined || mayInCase(found, verb);
}

const hit = ({ kind, recordId, incidentId, reference, title, tlp, text }: Found): SearchHit => ({
  kind,
  id: recordId,
  incident: { id: incidentId, reference, title, tlp },
  excerpt: text.length > EXCERPT_CHARACTERS ? `${text.slice(0, EXCERPT_CHARACTERS)}…` : text,
});
