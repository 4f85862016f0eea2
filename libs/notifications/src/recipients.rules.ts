import { isRecordShown, mayInCase, type Role, type Seer } from '@app/access';
import { tlpAllows, type OrganizationId, type StakeholderId, type Tlp, type UserId } from '@app/platform';
import { mentionsIn } from './mentions.rules.js';
import { verbOf, type OccasionBody, type OccasionType } from './occasions.rules.js';

/** Why someone is told. Permanent: kept with the notification. */
export const REASONS = [
  'owner_or_lead',
  'case_lead',
  'reporter',
  'assignee',
  'mentioned',
  'invited',
  'concerned',
  'approver',
  'stakeholder',
] as const;
export type Reason = (typeof REASONS)[number];

/** A registered stakeholder, as far as telling goes. */
export interface RegisteredStakeholder {
  readonly id: StakeholderId;
  readonly email: string | null;
  readonly channels: readonly string[];
  readonly maxTlp: Tlp;
}

/** The record that a message speaks of, as far as it decides who is told. */
export interface About {
  readonly kind: string;
  readonly tlp: Tlp | null;
  readonly organizationId: string | null;
  /** The organizations of each person. */
  readonly seats: ReadonlyMap<UserId, readonly OrganizationId[]>;
}

/** All that decides who is told. */
export interface Circle {
  /** Of the message: the highest of its parts. */
  readonly tlp: Tlp;
  /** Null where it speaks of the case alone. */
  readonly about?: About | null;
  readonly leadId: UserId | null;
  readonly reportedById: UserId | null;
  readonly commentBody: string | null;
  /** Null where there is no such task, or it is done, or its time was changed: then nobody is reminded of it. */
  readonly task: { readonly assigneeId: UserId | null } | null;
  readonly invited: {
    readonly userId: UserId | null;
    readonly memberIds: readonly UserId[];
    readonly organizationId: OrganizationId | null;
  } | null;
  /** Everyone who sees the case. */
  readonly audience: readonly Seer[];
  readonly stakeholders: readonly RegisteredStakeholder[];
}

export type Recipient =
  | { readonly userId: UserId; readonly email: string; readonly reason: Reason }
  | { readonly stakeholderId: StakeholderId; readonly email: string; readonly reason: 'stakeholder' };

type Candidate = readonly [userId: UserId | null | undefined, reason: Reason];

const TOLD_TO_STAKEHOLDERS: ReadonlySet<OccasionType> = new Set(['incident.reported.v1', 'incident.status_changed.v1']);

/**
 * Who is told: whom the message concerns, who may see what it speaks of, but not whoever
 * did it. Each once, for the first reason that applies.
 */
export function recipientsOf(type: OccasionType, body: OccasionBody, circle: Circle): Recipient[] {
  const seers = new Map(circle.audience.map((seer) => [seer.userId, seer]));
  const told = new Map<UserId, Recipient>();
  for (const [userId, reason] of CONCERNED[type](circle, body)) {
    const seer = userId ? seers.get(userId) : undefined;
    if (seer && seer.userId !== body.byUserId && mayBeTold(type, circle.about, seer) && !told.has(seer.userId)) {
      told.set(seer.userId, { userId: seer.userId, email: seer.email, reason });
    }
  }
  const people = [...told.values()];
  return TOLD_TO_STAKEHOLDERS.has(type) ? [...people, ...stakeholdersTold(circle, people)] : people;
}

/** Whether someone who sees the case may be told: they hold the right, and are shown what it speaks of. */
export const mayBeTold = (type: string, about: About | null | undefined, seer: Seer): boolean =>
  mayInCase(seer, verbOf(type)) &&
  (!about || isRecordShown({ organizationIds: about.seats.get(seer.userId) ?? [] }, seer, about.kind, { ...about }));

/** Whether this stakeholder may be written to about a case of this marking. */
export const mayBeWritten = ({ email, channels, maxTlp }: Omit<RegisteredStakeholder, 'id'>, marking: Tlp): boolean =>
  Boolean(email) && channels.includes('email') && tlpAllows(maxTlp, marking);

function stakeholdersTold({ stakeholders, tlp }: Circle, people: readonly Recipient[]): Recipient[] {
  const addresses = new Set(people.map(({ email }) => email.toLowerCase()));
  return stakeholders.flatMap((stakeholder) => {
    const email = stakeholder.email ?? '';
    // One who is told already, as a user or registered twice, is not written to again.
    if (!mayBeWritten(stakeholder, tlp) || addresses.has(email.toLowerCase())) {
      return [];
    }
    addresses.add(email.toLowerCase());
    return [{ stakeholderId: stakeholder.id, email, reason: 'stakeholder' as const }];
  });
}

/** Whom each message concerns, before it is asked what they may see. */
const CONCERNED: Readonly<Record<OccasionType, (circle: Circle, body: OccasionBody) => Candidate[]>> = {
  'incident.reported.v1': (circle) => [[circle.leadId, 'case_lead'], ...holding(circle, ['owner', 'lead'])],
  'incident.lead_assigned.v1': (_circle, { leadId }) => [[leadId, 'case_lead']],
  'incident.status_changed.v1': (circle) => [...leading(circle), [circle.reportedById, 'reporter']],
  'incident.untriaged.v1': (circle) => holding(circle, ['owner', 'lead']),
  'incident.stale.v1': (circle) => leading(circle),
  'comment.added.v1': (circle) => mentioned(circle),
  'task.assigned.v1': (_circle, { assigneeId }) => [[assigneeId, 'assignee']],
  'task.due_soon.v1': (circle) => doing(circle),
  'task.overdue.v1': (circle) => (circle.task ? [...doing(circle), ...leading(circle)] : []),
  'participant.invited.v1': ({ invited }) =>
    [invited?.userId, ...(invited?.memberIds ?? [])].map((userId) => [userId, 'invited']),
  'access.elevated.v1': (circle) => holding(circle, ['owner', 'lead']),
  'work.released.v1': (circle) => leading(circle),
  'finding.submitted.v1': (circle) => leading(circle),
  'finding.judged.v1': (_circle, body) => concerned(body),
  'finding.superseded.v1': (circle, body) => [...leading(circle), ...concerned(body)],
  'finding.withdrawn.v1': (circle, body) => [...leading(circle), ...concerned(body)],
  'record.fell.v1': (circle, body) => [...leading(circle), ...concerned(body)],
  'assessment.submitted.v1': (_circle, { userIds = [] }) => userIds.map((userId) => [userId, 'approver']),
  'assessment.approved.v1': (circle, body) => [...leading(circle), ...concerned(body)],
  'assessment.returned.v1': (_circle, body) => concerned(body),
  'inquiry.silent.v1': (circle, body) => [...leading(circle), ...concerned(body)],
};

const concerned = ({ userIds = [] }: OccasionBody): Candidate[] => userIds.map((userId) => [userId, 'concerned']);

function holding({ audience }: Circle, roles: readonly Role[]): Candidate[] {
  return audience
    .filter((seer) => seer.roles.some((role) => roles.includes(role)))
    .map((seer) => [seer.userId, 'owner_or_lead']);
}

/** Who leads the case; where nobody does, the organization's leads; where it has none, its owners. */
function leading(circle: Circle): Candidate[] {
  const lead = circle.audience.find((seer) => seer.userId === circle.leadId);
  if (lead) {
    return [[lead.userId, 'case_lead']];
  }
  const leads = holding(circle, ['lead']);
  return leads.length > 0 ? leads : holding(circle, ['owner']);
}

/** Who has the task; where nobody does, who leads the case. */
function doing(circle: Circle): Candidate[] {
  if (!circle.task) {
    return [];
  }
  return circle.task.assigneeId ? [[circle.task.assigneeId, 'assignee']] : leading(circle);
}

function mentioned({ audience, commentBody }: Circle): Candidate[] {
  const addresses = new Set(mentionsIn(commentBody ?? ''));
  return audience.filter((seer) => addresses.has(seer.email.toLowerCase())).map((seer) => [seer.userId, 'mentioned']);
}
