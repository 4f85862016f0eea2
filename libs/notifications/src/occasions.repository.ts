import { Injectable } from '@nestjs/common';
import { Authentication, type Seer } from '@app/access';
import {
  highestTlp,
  statement,
  type IncidentId,
  type OrganizationId,
  type Tlp,
  type Tx,
  type UserId,
} from '@app/platform';
import { subjectOf, type OccasionBody, type Subject } from './occasions.rules.js';
import type { About, Circle, RegisteredStakeholder } from './recipients.rules.js';

interface OccasionRow {
  readonly organizationId: OrganizationId;
  readonly organizationName: string;
  readonly reference: string;
  readonly title: string;
  readonly tlp: Tlp;
  readonly status: string;
  readonly leadId: UserId | null;
  readonly reportedById: UserId | null;
  readonly byName: string | null;
  readonly commentBody: string | null;
  readonly taskTitle: string | null;
  readonly taskAssigneeId: UserId | null;
  readonly taskDueAt: Date | null;
  readonly taskStatus: 'open' | 'done' | null;
  readonly invitedUserId: UserId | null;
  readonly invitedOrganizationId: OrganizationId | null;
  readonly invitedMemberIds: UserId[];
}

/** What a message is about, as it is now, and everyone whom it could concern. */
export interface Occasion extends Circle, Omit<OccasionRow, 'commentBody' | 'tlp' | 'leadId' | 'reportedById'> {
  /** The record that it speaks of, beside the case. */
  readonly subject: Subject | null;
}

const OCCASION = statement(
  'occasion',
  `SELECT i.organization_id AS "organizationId", o.name AS "organizationName", i.reference, i.title, i.tlp, i.status,
     i.lead_id AS "leadId", i.reported_by AS "reportedById", u.name AS "byName", c.body AS "commentBody",
     t.title AS "taskTitle", t.assignee_id AS "taskAssigneeId", t.due_at AS "taskDueAt", t.status AS "taskStatus",
     p.user_id AS "invitedUserId", p.organization_id AS "invitedOrganizationId",
     ARRAY(SELECT m.user_id FROM membership m WHERE m.organization_id = p.organization_id AND m.ended_at IS NULL) AS "invitedMemberIds"
   FROM incident i JOIN organization o ON o.id = i.organization_id
   LEFT JOIN app_user u ON u.id = $2
   LEFT JOIN comment c ON c.id = $3 AND c.incident_id = i.id
   LEFT JOIN task t ON t.id = $4 AND t.incident_id = i.id
   LEFT JOIN participant p ON p.id = $5 AND p.incident_id = i.id AND p.ended_at IS NULL
   WHERE i.id = $1`,
);

const STAKEHOLDERS = statement(
  'stakeholders_of_case',
  `SELECT id, email, channels, max_tlp AS "maxTlp" FROM stakeholder
   WHERE organization_id = $1 AND (incident_id IS NULL OR incident_id = $2) AND ended_at IS NULL
   ORDER BY incident_id NULLS LAST, id`,
);

const RECORD = statement(
  'record_told_of',
  `SELECT state->>'tlp' AS tlp, state->>'organizationId' AS "organizationId" FROM record_state
   WHERE incident_id = $1 AND kind = $2 AND record_id = $3 ORDER BY case_version DESC LIMIT 1`,
);
const SEATS = statement(
  'seats_of',
  `SELECT user_id AS "userId", array_agg(organization_id) AS "organizationIds" FROM membership
   WHERE user_id = ANY($1::uuid[]) AND ended_at IS NULL GROUP BY user_id`,
);

/** Reads for jobs, which tell people of a case. Nothing here asks who may see it: the rules on recipients do. */
@Injectable()
export class Occasions {
  constructor(private readonly authentication: Authentication) {}

  /** Undefined where there is no such case. */
  async of(tx: Tx, body: OccasionBody): Promise<Occasion | undefined> {
    const [row] = await tx.sql<OccasionRow>(OCCASION, [
      body.incidentId,
      body.byUserId ?? null,
      body.commentId ?? null,
      body.taskId ?? null,
      body.participantId ?? null,
    ]);
    if (!row) {
      return undefined;
    }
    const subject = subjectOf(body);
    const [audience, stakeholders] = await Promise.all([
      this.authentication.audience(body.incidentId, tx),
      this.stakeholders(tx, row.organizationId, body.incidentId),
    ]);
    const about = subject && (await this.about(tx, body.incidentId, subject, audience));
    const tlp = highestTlp([row.tlp, about?.tlp]);
    return { ...row, tlp, subject, about, audience, stakeholders, task: openTask(row, body), invited: invitedOf(row) };
  }

  /** What is not there any more is as good as unmarked: whether it is reserved, its kind says. */
  private async about(
    tx: Tx,
    incidentId: IncidentId,
    { kind, id }: Subject,
    audience: readonly Seer[],
  ): Promise<About> {
    const [records, seats] = await Promise.all([
      tx.sql<Pick<About, 'tlp' | 'organizationId'>>(RECORD, [incidentId, kind, id]),
      tx.sql<{ userId: UserId; organizationIds: OrganizationId[] }>(SEATS, [audience.map(({ userId }) => userId)]),
    ]);
    const { tlp = null, organizationId = null } = records[0] ?? {};
    return { kind, tlp, organizationId, seats: new Map(seats.map((seat) => [seat.userId, seat.organizationIds])) };
  }

  private async stakeholders(
    tx: Tx,
    organizationId: OrganizationId,
    incidentId: IncidentId,
  ): Promise<RegisteredStakeholder[]> {
    return await tx.sql<RegisteredStakeholder>(STAKEHOLDERS, [organizationId, incidentId]);
  }
}

/** The task, unless what the message says of it is not so any more. */
function openTask(row: OccasionRow, body: OccasionBody): Circle['task'] {
  const moved = body.dueAt !== undefined && row.taskDueAt?.getTime() !== Date.parse(body.dueAt);
  return row.taskStatus === 'open' && !moved ? { assigneeId: row.taskAssigneeId } : null;
}

function invitedOf({ invitedUserId, invitedOrganizationId, invitedMemberIds }: OccasionRow): Circle['invited'] {
  return invitedUserId || invitedOrganizationId
    ? { userId: invitedUserId, organizationId: invitedOrganizationId, memberIds: invitedMemberIds }
    : null;
}
