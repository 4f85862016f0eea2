import { Injectable } from '@nestjs/common';
import {
  CAPACITIES,
  clearedSql,
  isInside,
  mayInCase,
  notHiddenSinceSql,
  participationInForceSql,
  recordShownSql,
  ROLES,
  sightSql,
  sightUser,
  type Caller,
  type CaseSight,
} from '@app/access';
import type { SightOfRecords } from '@app/incidents';
import type { Moment } from '@app/ledger';
import {
  Clock,
  Database,
  page,
  positionOf,
  statement,
  type OrganizationId,
  type Page,
  type Tx,
  type UserId,
} from '@app/platform';
import { APPROVING_ROLES, type Standing } from './assessment.policy.js';
import type { AssessmentState, DissentState } from './assessments.js';

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** What stands around assessments: names, dissents, and where they stand now, whatever moment is shown. */
export interface Surroundings {
  readonly users: Readonly<Record<string, string>>;
  readonly organizations: Readonly<Record<string, string>>;
  readonly dissents: readonly DissentState[];
  /** Who may approve for an organization in this case; who wrote an assessment is to be left out. */
  readonly approvers: readonly (Named & { readonly organizationId: OrganizationId })[];
  /** By assessment, as it stands now. */
  readonly standings: Readonly<Record<string, Standing>>;
}

/** An assessment that waits for the caller's approval, with its case. */
export interface WaitingReview {
  readonly id: string;
  readonly state: AssessmentState;
  readonly incident: { readonly id: string; readonly reference: string; readonly title: string; readonly tlp: string };
  readonly organization: Named;
  readonly users: Readonly<Record<string, string>>;
  readonly hypotheses: Readonly<Record<string, string>>;
}

const quoted = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ');
const APPROVING = quoted(APPROVING_ROLES);
/** The roles and capacities that give the right to approve in a case. */
const ROLES_WITH_RIGHT = quoted(
  ROLES.filter((role) => mayInCase({ roles: [role], capacities: [] }, 'assessments.approve')),
);
const CAPACITIES_WITH_RIGHT = quoted(
  CAPACITIES.filter((capacity) => mayInCase({ roles: [], capacities: [capacity] }, 'assessments.approve')),
);

/** SQL: whether the user holds the right to approve in the case of table `i`. */
const holdsRightSql = (userId: string, now: string): string => `(
  EXISTS (SELECT 1 FROM membership r WHERE r.organization_id = i.organization_id AND r.user_id = ${userId}
    AND r.ended_at IS NULL AND r.role IN (${ROLES_WITH_RIGHT}))
  OR EXISTS (SELECT 1 FROM participant p WHERE p.incident_id = i.id AND p.capacity IN (${CAPACITIES_WITH_RIGHT})
    AND ${participationInForceSql('p', 'i', now)}
    AND (p.user_id = ${userId} OR EXISTS (SELECT 1 FROM membership r WHERE r.organization_id = p.organization_id
      AND r.user_id = ${userId} AND r.ended_at IS NULL AND r.role <> 'auditor'))))`;

// $1 case, $2 now, $3 assessments, $4 their organizations, $5 people they name, $6 version (null: the current one),
// $7 the caller's clearance, $8 whether they work inside the case, $9 their organizations.
const SURROUNDINGS = statement(
  'assessment_surroundings',
  `WITH said AS (
     SELECT s.state FROM (
       SELECT DISTINCT ON (s.record_id) s.kind, s.record_id, s.state FROM record_state s JOIN incident i ON i.id = s.incident_id
       WHERE s.incident_id = $1 AND s.kind = 'dissent' AND s.case_version <= coalesce($6::int, i.case_version)
         AND s.state->>'assessmentId' = ANY($3::text[])
       ORDER BY s.record_id, s.case_version DESC) s
     WHERE ${recordShownSql({ kind: 's.kind', state: 's.state' }, { clearance: '$7::text', inside: '$8::boolean', organizationIds: '$9::uuid[]' })}
       AND ${notHiddenSinceSql('s.record_id', '$1', '$6')}
     ORDER BY s.record_id)
   SELECT
     coalesce((SELECT json_agg(state) FROM said), '[]') AS dissents,
     coalesce((SELECT json_object_agg(u.id, u.name) FROM app_user u
       WHERE u.id = ANY($5::uuid[]) OR u.id IN (SELECT (state->>'authorId')::uuid FROM said)), '{}') AS users,
     coalesce((SELECT json_object_agg(o.id, o.name) FROM organization o WHERE o.id = ANY($4::uuid[])), '{}') AS organizations,
     coalesce((SELECT json_agg(json_build_object('id', u.id, 'name', u.name, 'organizationId', m.organization_id) ORDER BY u.name, u.id)
       FROM incident i, membership m JOIN app_user u ON u.id = m.user_id AND u.disabled_at IS NULL
       WHERE i.id = $1 AND m.organization_id = ANY($4::uuid[]) AND m.ended_at IS NULL AND m.role IN (${APPROVING})
         AND ${holdsRightSql('u.id', '$2::timestamptz')}), '[]') AS approvers,
     coalesce((SELECT json_object_agg(a.id, json_build_object('organizationId', a.organization_id, 'authorIds', a.author_ids, 'status', a.status))
       FROM assessment a WHERE a.incident_id = $1 AND a.id = ANY($3::uuid[])), '{}') AS standings`,
);

const REVIEWER = { organizationIds: '$1::uuid[]', userId: '$6::uuid', now: '$3::timestamptz' };
// $1 organizations of the caller, $2 the caller, $3 now, $4 after, $5 limit, $6 whose own participations count. Oldest first: it waits longest.
const WAITING = statement(
  'assessment_reviews',
  `SELECT a.id, s.state,
     json_build_object('id', i.id, 'reference', i.reference, 'title', i.title, 'tlp', i.tlp) AS incident,
     json_build_object('id', o.id, 'name', o.name) AS organization,
     (SELECT json_object_agg(u.id, u.name) FROM app_user u
       WHERE u.id = ANY(a.author_ids) OR u.id = (s.state->'submission'->>'byId')::uuid) AS users,
     coalesce((SELECT json_object_agg(h.id, h.label) FROM hypothesis h
       WHERE h.incident_id = i.id AND h.id::text IN (SELECT j->>'hypothesisId' FROM jsonb_array_elements(a.judgements) j)
         AND ${clearedSql('i', 'h.tlp', REVIEWER)}), '{}') AS hypotheses
   FROM assessment a JOIN incident i ON i.id = a.incident_id JOIN organization o ON o.id = a.organization_id,
     LATERAL (SELECT r.state FROM record_state r WHERE r.incident_id = i.id AND r.kind = 'assessment' AND r.record_id = a.id
       ORDER BY r.case_version DESC LIMIT 1) s
   WHERE a.status = 'submitted' AND ($4::uuid IS NULL OR a.id > $4) AND NOT $2::uuid = ANY(a.author_ids)
     AND ${sightSql('i', REVIEWER)}
     AND a.organization_id = ANY($1::uuid[])
     AND EXISTS (SELECT 1 FROM membership m WHERE m.organization_id = a.organization_id AND m.user_id = $2
       AND m.ended_at IS NULL AND m.role IN (${APPROVING}))
     AND ${holdsRightSql('$2::uuid', '$3::timestamptz')}
   ORDER BY a.id LIMIT $5`,
);

/** Reads of assessments beyond their records. */
@Injectable()
export class Assessments {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async around(
    caller: Caller,
    sight: CaseSight,
    states: readonly AssessmentState[],
    moment: Moment | null,
  ): Promise<Surroundings> {
    const values = this.aroundValues(caller, sight, states, moment);
    return only(await this.database.read<Surroundings>(caller, SURROUNDINGS, values));
  }

  /** The same, inside a transaction that wrote to the case and settled its history. */
  async aroundIn(
    tx: Tx,
    caller: Caller,
    sight: SightOfRecords,
    states: readonly AssessmentState[],
  ): Promise<Surroundings> {
    return only(await tx.sql<Surroundings>(SURROUNDINGS, this.aroundValues(caller, sight, states, null)));
  }

  /** What waits for the caller's approval, over all cases that they see; what waits longest first. */
  async waitingFor(
    caller: Caller,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<Page<WaitingReview>> {
    const [after] = cursor === undefined ? [null] : positionOf(cursor, ['uuid']);
    const values = [caller.organizationIds, caller.userId, this.clock.now(), after, limit + 1, sightUser(caller)];
    const rows = await this.database.read<WaitingReview>(caller, WAITING, values);
    return page(
      rows,
      limit,
      (row) => row,
      ({ id }) => [id],
    );
  }

  private aroundValues(
    caller: Caller,
    sight: SightOfRecords,
    states: readonly AssessmentState[],
    moment: Moment | null,
  ): unknown[] {
    return [
      sight.incidentId,
      this.clock.now(),
      states.map(({ id }) => id),
      [...new Set(states.map(({ organizationId }) => organizationId))],
      [...new Set(states.flatMap(peopleOf))],
      moment?.caseVersion ?? null,
      sight.clearance,
      isInside(sight),
      caller.organizationIds,
    ];
  }
}

/** Everyone whom an assessment names. */
const peopleOf = ({ authorIds, submission, approval, returns }: AssessmentState): UserId[] =>
  [...authorIds, submission?.byId, approval?.byId, ...returns.map(({ byId }) => byId)].filter(
    (id): id is UserId => id !== undefined,
  );

function only(rows: readonly Surroundings[]): Surroundings {
  const [row] = rows;
  if (!row) {
    throw new Error('The statement always gives a row.');
  }
  return row;
}
