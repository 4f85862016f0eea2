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
import { ShownVersions } from '@app/incidents';
import type { Moment } from '@app/ledger';
import { Clock, Database, NotFound, statement } from '@app/platform';
import { factsOf, type FactChange, type Facts, type Slim } from './facts.js';

/** Of the states what the standing is computed from; the texts stay in the database but for their beginnings. */
const SLIM = `(s.state - '{statement,source,detail,observables,techniques,rationale,keyAssumptions,confidenceFactors,note,description,url,closingSummary,tags}'::text[])
  || jsonb_build_object('title', left(coalesce(s.state->>'statement', s.state->>'summary', s.state->>'title', ''), 160), 'kind', coalesce(s.state->'kind', to_jsonb(s.kind)), 'record', s.kind)`;
const KINDS = `('incident', 'hypothesis', 'claim', 'finding', 'disclosure', 'evidence', 'assessment', 'inquiry')`;
const SEEN = sightSql('i', { organizationIds: '$2::uuid[]', userId: '$3', now: '$4' });
const SHOWN = recordShownSql(
  { kind: 's.kind', state: 's.state' },
  { clearance: '$6::text', inside: '$7::boolean', organizationIds: '$2::uuid[]' },
);
const ISO = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Names by id of those whom the records name. */
const idsOf = (fields: readonly string[]): string =>
  `SELECT (s.state->>k)::uuid FROM latest s, unnest('{${fields.join(',')}}'::text[]) k WHERE s.state->>k IS NOT NULL`;
const namesOf = (from: string): string => `coalesce((SELECT json_object_agg(n.id, n.name) FROM ${from}), '{}'::json)`;
const PARTY_FIELD_NAMES = ['claimantId', 'partyId', 'sourcePartyId', 'obtainedFromPartyId'];

/** $5 version, null: the current one. */
const FACTS = statement(
  'standing_facts',
  `WITH head AS (
     SELECT i.id, i.case_version, i.recorded_at, coalesce($5::int, i.case_version) AS as_of FROM incident i WHERE i.id = $1 AND ${SEEN}),
   latest AS (
     SELECT DISTINCT ON (s.kind, s.record_id) s.kind, s.record_id, s.state FROM record_state s, head
     WHERE s.incident_id = $1 AND s.kind IN ${KINDS} AND s.case_version <= head.as_of
     ORDER BY s.kind, s.record_id, s.case_version DESC)
   SELECT as_of AS "caseVersion",
     CASE WHEN as_of = case_version THEN ${ISO('recorded_at')}
       ELSE (SELECT ${ISO('min(e.recorded_at)')} FROM history_entry e WHERE e.incident_id = $1 AND e.case_version = as_of) END AS "recordedAt",
     coalesce((SELECT json_agg(${SLIM}) FROM latest s WHERE ${SHOWN} AND ${notHiddenSinceSql('s.record_id', '$1', '$5')}), '[]'::json) AS records,
     ${namesOf(`party n WHERE n.id IN (${idsOf(PARTY_FIELD_NAMES)})`)} AS parties,
     ${namesOf(`organization n WHERE n.id IN (${idsOf(['organizationId'])})`)} AS organizations
   FROM head`,
);

/** Every state of those records up to a version, oldest first, with the entry that made it; no state where a record was marked above the reader then. $5: after which version, $8: up to which. */
const CHANGES = statement(
  'standing_changes',
  `SELECT s.case_version AS "caseVersion", s.record_id AS id, s.kind, ${ISO('e.recorded_at')} AS "recordedAt", ${SLIM} AS state,
     p.body IS NOT NULL AS told, convert_from(p.body, 'UTF8')::json->>'action' AS action, convert_from(p.body, 'UTF8')::json->>'reason' AS reason,
     (convert_from(p.body, 'UTF8')::json->'by'->>'userId') AS "byId", u.name AS "byName", e.ordinal
   FROM incident i JOIN record_state s ON s.incident_id = i.id JOIN history_entry e ON e.id = s.entry_id
     LEFT JOIN history_payload p ON p.entry_id = e.id
     LEFT JOIN app_user u ON u.id = (convert_from(p.body, 'UTF8')::json->'by'->>'userId')::uuid
   WHERE i.id = $1 AND ${SEEN} AND s.kind IN ${KINDS} AND ${SHOWN}
     AND s.case_version > $5::int AND ($8::int IS NULL OR s.case_version <= $8)
   UNION ALL
   SELECT w.case_version, w.record_id, w.kind, ${ISO('w.recorded_at')}, NULL, false, NULL, NULL, NULL, NULL, 0 FROM states_withheld($1) w
   WHERE w.kind IN ${KINDS} AND w.case_version > $5::int AND ($8::int IS NULL OR w.case_version <= $8)
   ORDER BY "caseVersion", ordinal`,
);

/** `history.read` is demanded where this is asked. */
const REFUSED = statement(
  'refused_self_approvals',
  `SELECT ${ISO('e.recorded_at')} AS at, p.body->'subject'->>'id' AS "assessmentId", p.body->'by'->>'userId' AS "byId", u.name AS "byName"
   FROM history_entry e JOIN record_state s ON s.entry_id = e.id AND s.kind = 'assessment',
     LATERAL (SELECT convert_from(h.body, 'UTF8')::json AS body FROM history_payload h WHERE h.entry_id = e.id) p
     LEFT JOIN app_user u ON u.id = (p.body->'by'->>'userId')::uuid
   WHERE e.incident_id = $1 AND p.body->>'action' = 'assessment.approval_refused' AND ($5::int IS NULL OR e.case_version <= $5)
     AND EXISTS (SELECT 1 FROM incident i WHERE i.id = e.incident_id AND ${SEEN}) AND ${SHOWN}
   ORDER BY e.case_version, e.ordinal`,
);

export interface Refused {
  readonly at: string;
  readonly assessmentId: string;
  readonly byId: string | null;
  readonly byName: string | null;
}

/** The facts of a case at one of its versions. */
export interface FactsAt {
  readonly caseVersion: number;
  readonly recordedAt: string;
  readonly facts: Facts;
  readonly parties: Readonly<Record<string, string>>;
  readonly organizations: Readonly<Record<string, string>>;
}

/** Reads what the standing is made of, as far as the caller is shown it. */
@Injectable()
export class StandingFacts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly versions: ShownVersions,
  ) {}

  /** @throws {NotFound} where the caller does not see the case. */
  async at(caller: Caller, sight: CaseSight, moment: Pick<Moment, 'caseVersion'> | null): Promise<FactsAt> {
    const [row] = await this.database.read<Omit<FactsAt, 'facts'> & { records: Slim[] }>(
      caller,
      FACTS,
      this.values(caller, sight, moment?.caseVersion ?? null),
    );
    if (!row) {
      throw new NotFound('incident');
    }
    const { records, ...at } = row;
    const count = await this.versions.of(caller, sight, at.caseVersion);
    return { ...at, recordedAt: count?.recordedAt(at.caseVersion) ?? at.recordedAt, facts: factsOf(records) };
  }

  /** The changes of those records after one version up to another (null: now), oldest first. */
  async changes(
    caller: Caller,
    sight: CaseSight,
    { after, upTo }: { after: number; upTo: number | null },
  ): Promise<FactChange[]> {
    const asked = [...this.values(caller, sight, after), upTo];
    const changes = await this.database.read<FactChange>(caller, CHANGES, asked);
    const count = await this.versions.of(caller, sight, changes.at(-1)?.caseVersion);
    // A version in which nothing was shown is none.
    return count ? changes.filter(({ caseVersion }) => count.isShown(caseVersion)) : changes;
  }

  /** How often someone tried to approve an assessment of their own, by version and time. */
  async refusedSelfApprovals(caller: Caller, sight: CaseSight, upTo: number | null): Promise<Refused[]> {
    return await this.database.read<Refused>(caller, REFUSED, this.values(caller, sight, upTo));
  }

  private values(caller: Caller, sight: CaseSight, version: number | null): unknown[] {
    return [
      sight.incidentId,
      caller.organizationIds,
      sightUser(caller),
      this.clock.now(),
      version,
      sight.clearance,
      isInside(sight),
    ];
  }
}
