import { randomUUID } from 'node:crypto';
import { givenMember, givenOrganization, PASSWORD } from '@app/testing';
import { ASSESSMENT_REQUESTS } from './access-assessments.js';
import { ELEVATION_REQUESTS } from './access-elevations.js';
import { EVIDENCE_REQUESTS } from './access-evidence.js';
import { EVENT_REQUESTS } from './access-events.js';
import { FINDING_REQUESTS } from './access-findings.js';
import { LEDGER_REQUESTS } from './access-ledger.js';
import { MARKING_REQUESTS } from './access-markings.js';
import { OIDC_REQUESTS } from './access-oidc.js';
import { ERASURE_REQUESTS } from './access-erasures.js';
import { RETENTION_REQUESTS } from './access-retention.js';
import { SIGN_IN_REQUESTS } from './access-sign-in.js';
import {
  claimIn,
  claimOn,
  DISCLOSURE,
  STAKEHOLDER,
  fresh,
  identification,
  inCase,
  inOrganization,
  sent,
  get,
  plain,
  post,
  patch,
  versionOf,
  transition,
  merge,
  reverse,
  endParticipant,
  amendComment,
  endStakeholder,
  invited,
  memberVersion,
  told,
  ownSession,
  ownKey,
  type Make,
} from './access-ground.js';

/** The request of every route. A route that is not here fails the test, and so the build. */
export const REQUESTS: Readonly<Record<string, Make>> = {
  'POST /auth/login': async ({ campaign }) =>
    await Promise.resolve({
      path: '/auth/login',
      body: { email: campaign.owner.email, password: PASSWORD },
      ownSession: true,
    }),
  'POST /auth/logout': async () => await Promise.resolve({ path: '/auth/logout', ownSession: true }),
  'GET /auth/me': plain('/auth/me'),
  'GET /auth/sessions': plain('/auth/sessions'),
  'DELETE /auth/sessions/:sessionId': ownSession,
  'GET /auth/invitations/:token': async (ground) => await sent(`/auth${(await invited(ground)).path}`),
  'POST /auth/invitations/:token': async (ground) => ({
    path: `/auth${(await invited(ground)).path}`,
    body: { password: PASSWORD },
    ownSession: true,
  }),
  'GET /api-keys': plain('/api-keys'),
  'POST /api-keys': async () => await sent('/api-keys', { name: fresh('x'), scopes: ['read'] }),
  'DELETE /api-keys/:keyId': ownKey,
  'GET /directory': async ({ campaign }) => await sent(`/directory?name=${encodeURIComponent(campaign.name)}`),
  'GET /vocabularies': plain('/vocabularies'),
  'GET /search': plain('/search?q=case'),
  'GET /parties': plain('/parties'),
  'POST /parties': async () => await sent('/parties', { name: fresh('Party'), kind: 'media' }),
  'GET /actors': plain('/actors'),
  'POST /actors': async () => await sent('/actors', { name: fresh('Actor') }),
  'GET /actors/:actorId': async ({ ids }) => await sent(`/actors/${ids['actor']}`),
  'GET /actors/:actorId/identifications': async ({ ids }) => await sent(`/actors/${ids['actor']}/identifications`),
  'POST /actors/:actorId/identifications': async (ground) =>
    await sent(`/actors/${ground.ids['actor']}/identifications`, identification(ground)),
  'POST /actors/:actorId/identifications/:identificationId/withdrawals': async (ground) => {
    const path = `/actors/${ground.ids['actor']}/identifications`;
    const { body } = await ground.owner.post(path, identification(ground)).expect(201);
    return await sent(`${path}/${body.id as string}/withdrawals`, { reason: 'x' });
  },

  'GET /organizations': plain('/organizations'),
  'GET /organizations/:organizationId': async (ground) => await sent(inOrganization(ground)),
  'PATCH /organizations/:organizationId': async (ground) =>
    await sent(
      inOrganization(ground),
      { dueSoonHours: 24 },
      await versionOf(ground, 'organization', ground.campaign.id),
    ),
  'GET /organizations/:organizationId/members': async (ground) => await sent(inOrganization(ground, '/members')),
  'PATCH /organizations/:organizationId/members/:userId': async (ground) => {
    const member = ground.ids['member'] ?? '';
    return await sent(
      inOrganization(ground, `/members/${member}`),
      { role: 'analyst' },
      await memberVersion(ground, member),
    );
  },
  'POST /organizations/:organizationId/members/:userId/endings': async (ground) => {
    const { id } = await givenMember(ground.api, ground.campaign, 'analyst');
    return await sent(inOrganization(ground, `/members/${id}/endings`), { reason: 'x' });
  },
  'GET /organizations/:organizationId/invitations': async (ground) =>
    await sent(inOrganization(ground, '/invitations')),
  'POST /organizations/:organizationId/invitations': async (ground) =>
    await sent(inOrganization(ground, '/invitations'), {
      email: `${randomUUID()}@test.example`,
      name: 'x',
      role: 'analyst',
    }),
  'POST /organizations/:organizationId/invitations/:invitationId/withdrawals': async (ground) =>
    await sent(inOrganization(ground, `/invitations/${(await invited(ground)).id}/withdrawals`), { reason: 'x' }),
  'GET /organizations/:organizationId/stakeholders': async (ground) =>
    await sent(inOrganization(ground, '/stakeholders')),
  'POST /organizations/:organizationId/stakeholders': async (ground) =>
    await sent(inOrganization(ground, '/stakeholders'), { ...STAKEHOLDER, name: fresh('x') }),
  'PATCH /organizations/:organizationId/stakeholders/:stakeholderId': async (ground) => {
    const id = ground.ids['orgStakeholder'] ?? '';
    return await sent(
      inOrganization(ground, `/stakeholders/${id}`),
      { role: 'x' },
      await versionOf(ground, 'stakeholder', id),
    );
  },
  'POST /organizations/:organizationId/stakeholders/:stakeholderId/endings': endStakeholder((ground) =>
    inOrganization(ground),
  ),

  'GET /incidents': plain('/incidents'),
  'POST /incidents': async () => await sent('/incidents', { title: 'x' }),
  'GET /incidents/:incidentId': get(''),
  'PATCH /incidents/:incidentId': patch('', () => ({ title: fresh('x') })),
  'POST /incidents/:incidentId/transitions': transition,
  'GET /incidents/:incidentId/mergers': get('/mergers'),
  'POST /incidents/:incidentId/mergers': merge,
  'POST /incidents/:incidentId/mergers/:mergerId/reversals': reverse,
  'GET /incidents/:incidentId/timeline': get('/timeline'),
  'GET /incidents/:incidentId/history': get('/history'),
  'GET /incidents/:incidentId/notifications': get('/notifications'),
  'GET /incidents/:incidentId/accounts': get('/accounts'),
  'POST /incidents/:incidentId/accounts': post('/accounts', () => ({ identifier: fresh('x'), kind: 'email' })),
  'GET /incidents/:incidentId/accounts/:accountId': get('/accounts/:account'),
  'PATCH /incidents/:incidentId/accounts/:accountId': patch('/accounts/:account', () => ({ note: fresh('x') })),
  'GET /incidents/:incidentId/pivots': get('/pivots'),
  'POST /incidents/:incidentId/pivots': post('/pivots', ({ ids }) => ({
    fromAccountId: ids['account'],
    toAccountId: ids['other'],
  })),
  'PATCH /incidents/:incidentId/pivots/:pivotId': patch('/pivots/:pivot', () => ({ method: fresh('x') })),
  'GET /incidents/:incidentId/disclosures': get('/disclosures'),
  'POST /incidents/:incidentId/disclosures': post('/disclosures', () => DISCLOSURE),
  'PATCH /incidents/:incidentId/disclosures/:disclosureId': patch('/disclosures/:disclosure', () => ({
    summary: fresh('x'),
  })),
  'GET /incidents/:incidentId/artifacts': get('/artifacts'),
  'POST /incidents/:incidentId/artifacts': post('/artifacts', () => ({ title: 'x', authenticity: 'claimed' })),
  'PATCH /incidents/:incidentId/artifacts/:artifactId': patch('/artifacts/:artifact', () => ({ title: fresh('x') })),
  ...EVIDENCE_REQUESTS,
  'GET /incidents/:incidentId/hypotheses': get('/hypotheses'),
  'POST /incidents/:incidentId/hypotheses': post('/hypotheses', () => ({ kind: 'insider', label: fresh('x') })),
  'GET /incidents/:incidentId/claims': get('/claims'),
  'POST /incidents/:incidentId/claims': post('/claims', claimOn),
  ...FINDING_REQUESTS,
  ...MARKING_REQUESTS,
  ...SIGN_IN_REQUESTS,
  ...OIDC_REQUESTS,
  ...ELEVATION_REQUESTS,
  ...ASSESSMENT_REQUESTS,
  ...LEDGER_REQUESTS,
  ...ERASURE_REQUESTS,
  ...RETENTION_REQUESTS,
  'GET /incidents/:incidentId/ach': get('/ach'),
  'PUT /incidents/:incidentId/ach': patch('/ach', () => ({ cells: [], weights: [] })),
  'POST /incidents/:incidentId/claims/:claimId/withdrawals': async (ground) =>
    await sent(inCase(ground, `/claims/${await claimIn(ground)}/withdrawals`), { reason: 'x' }),
  'POST /incidents/:incidentId/claims/:claimId/supersessions': async (ground) =>
    await sent(inCase(ground, `/claims/${await claimIn(ground)}/supersessions`), { ...claimOn(ground), reason: 'x' }),
  'GET /incidents/:incidentId/dependents': async (ground) =>
    await sent(inCase(ground, `/dependents?kind=disclosure&id=${ground.ids['disclosure']}`)),
  'GET /incidents/:incidentId/attribution': get('/attribution'),
  'GET /incidents/:incidentId/attribution/history': get('/attribution/history'),
  'GET /incidents/:incidentId/attribution/compare': get(
    '/attribution/compare?from=2024-08-09T00%3A00%3A00Z&to=2024-08-10T00%3A00%3A00Z',
  ),
  'GET /incidents/:incidentId/attribution/citations': get('/attribution/citations'),
  'GET /incidents/:incidentId/attribution/measures': get('/attribution/measures'),
  'GET /incidents/:incidentId/comments': get('/comments'),
  'POST /incidents/:incidentId/comments': post('/comments', () => ({ body: 'x' })),
  'PATCH /incidents/:incidentId/comments/:commentId': amendComment,
  'GET /incidents/:incidentId/tasks': get('/tasks'),
  'POST /incidents/:incidentId/tasks': post('/tasks', () => ({ title: 'x' })),
  'PATCH /incidents/:incidentId/tasks/:taskId': patch('/tasks/:task', () => ({ title: fresh('x') })),
  'GET /incidents/:incidentId/participants': get('/participants'),
  'POST /incidents/:incidentId/participants': async (ground) =>
    await sent(inCase(ground, '/participants'), {
      organizationId: (await givenOrganization(ground.api)).id,
      capacity: 'observer',
      maxTlp: 'red',
    }),
  'PATCH /incidents/:incidentId/participants/:participantId': patch('/participants/:participant', () => ({
    capacity: 'observer',
  })),
  'POST /incidents/:incidentId/participants/:participantId/endings': endParticipant,
  'GET /incidents/:incidentId/stakeholders': get('/stakeholders'),
  'POST /incidents/:incidentId/stakeholders': post('/stakeholders', () => ({ ...STAKEHOLDER, name: fresh('x') })),
  'PATCH /incidents/:incidentId/stakeholders/:stakeholderId': patch('/stakeholders/:stakeholder', () => ({
    role: fresh('x'),
  })),
  'POST /incidents/:incidentId/stakeholders/:stakeholderId/endings': endStakeholder((ground) => inCase(ground)),

  ...EVENT_REQUESTS,
  'GET /notifications': plain('/notifications'),
  'POST /notifications/:notificationId/acknowledgements': async (ground, caller) =>
    await sent(`/notifications/${(await told(ground, caller)).notification}/acknowledgements`),
  'GET /deliveries': plain('/deliveries'),
  'POST /deliveries/:deliveryId/retries': async (ground, caller) =>
    await sent(`/deliveries/${(await told(ground, caller)).delivery}/retries`),
  'GET /mailbox': plain('/mailbox'),
  'GET /mailbox/:mailboxMessageId': async (ground, caller) =>
    await sent(`/mailbox/${(await told(ground, caller)).message}`),

  // Makes an owner of whoever may, and so comes last.
  'POST /organizations': async () => await sent('/organizations', { name: fresh('Organization'), kind: 'other' }),
};
