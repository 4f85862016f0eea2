import type { Capacity, Role, Seer } from '@app/access';
import type { StakeholderId, UserId } from '@app/platform';
import { OCCASION_TYPES, type OccasionBody, type OccasionType } from './occasions.rules.js';
import { recipientsOf, type Circle } from './recipients.rules.js';

const seer = (name: string, roles: Role[], capacities: Capacity[] = []): Seer =>
  ({ userId: name as UserId, name, email: `${name}@demo.example`, roles, capacities }) as unknown as Seer;

const circle: Circle = {
  tlp: 'amber',
  leadId: 'it' as UserId,
  reportedById: 'analyst' as UserId,
  commentBody: 'Ask @observer@demo.example or @analyst@demo.example.',
  task: { assigneeId: 'responder' as UserId },
  invited: { userId: null, organizationId: null, memberIds: ['observer', 'stranger'] as UserId[] },
  audience: [
    seer('owner', ['owner']),
    seer('lead', ['lead']),
    seer('it', ['responder']),
    seer('analyst', ['analyst']),
    seer('responder', [], ['responder']),
    seer('observer', [], ['observer']),
  ],
  stakeholders: [],
};
const body = (over: Partial<OccasionBody> = {}): OccasionBody =>
  ({ byUserId: null, leadId: 'it', assigneeId: 'responder', ...over }) as OccasionBody;
const names = (type: OccasionType, over: Partial<Circle> = {}, more: Partial<OccasionBody> = {}): string[] =>
  recipientsOf(type, body(more), { ...circle, ...over }).map((recipient) =>
    'userId' in recipient ? `${recipient.userId}: ${recipient.reason}` : `${recipient.stakeholderId}: stakeholder`,
  );

describe('Who is told', () => {
  it.each<[OccasionType, string[]]>([
    ['incident.reported.v1', ['it: case_lead', 'owner: owner_or_lead', 'lead: owner_or_lead']],
    ['incident.lead_assigned.v1', ['it: case_lead']],
    ['incident.status_changed.v1', ['it: case_lead', 'analyst: reporter']],
    ['incident.untriaged.v1', ['owner: owner_or_lead', 'lead: owner_or_lead']],
    ['incident.stale.v1', ['it: case_lead']],
    ['comment.added.v1', ['analyst: mentioned']],
    ['task.assigned.v1', ['responder: assignee']],
    ['task.due_soon.v1', ['responder: assignee']],
    ['task.overdue.v1', ['responder: assignee', 'it: case_lead']],
    ['participant.invited.v1', ['observer: invited']],
  ])('%s', (type, expected) => {
    expect(names(type)).toEqual(expected);
  });

  it('is never whoever did it', () => {
    for (const type of OCCASION_TYPES) {
      for (const { userId } of circle.audience) {
        expect(names(type, {}, { byUserId: userId }).join()).not.toContain(`${userId}:`);
      }
    }
  });

  it('is nobody who does not see the case', () => {
    for (const type of OCCASION_TYPES) {
      expect(names(type, { audience: [] })).toEqual([]);
    }
  });

  it('is the leads of the organization where the case has none, and its owners where there are no leads', () => {
    expect(names('incident.stale.v1', { leadId: null })).toEqual(['lead: owner_or_lead']);
    const audience = circle.audience.filter(({ userId }) => userId !== 'lead');
    expect(names('incident.stale.v1', { leadId: null, audience })).toEqual(['owner: owner_or_lead']);
    expect(names('task.due_soon.v1', { task: { assigneeId: null } })).toEqual(['it: case_lead']);
  });

  it('is a stakeholder whose clearance reaches the case, once for each address', () => {
    const stakeholder = (
      id: string,
      maxTlp: 'green' | 'amber' | 'red',
      email: string | null = `${id}@law.example`,
    ) => ({
      id: id as StakeholderId,
      email,
      channels: ['email'],
      maxTlp,
    });
    const stakeholders = [
      stakeholder('cleared', 'amber'),
      stakeholder('again', 'red', 'CLEARED@law.example'),
      stakeholder('below', 'green'),
      stakeholder('unreachable', 'red', null),
      stakeholder('a-user', 'red', 'owner@demo.example'),
      { ...stakeholder('unwilling', 'red'), channels: [] },
    ];
    expect(names('incident.reported.v1', { stakeholders }).slice(3)).toEqual(['cleared: stakeholder']);
    expect(names('incident.lead_assigned.v1', { stakeholders })).toEqual(['it: case_lead']);
    expect(names('incident.reported.v1', { stakeholders, tlp: 'red' }).slice(3)).toEqual(['again: stakeholder']);
  });
});
