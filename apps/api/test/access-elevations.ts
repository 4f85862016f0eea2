import { randomUUID } from 'node:crypto';
import { givenIncident, givenOrganization } from '@app/testing';
import { fresh, get, inOrganization, plain, sent, type Make } from './access-ground.js';

/** A case of an organization of its own: nobody of the town takes part in it, and who breaks its glass opens no other. */
const breakGlass: Make = async ({ api }) => {
  const { id } = await givenIncident(api, await givenOrganization(api));
  return await sent('/break-glass', { incidentId: id, reason: 'x' });
};

/** An invitation of an organization of its own, to the e-mail of the caller. */
const acceptSignedIn: Make = async ({ api }, { person }) => {
  const organization = await givenOrganization(api);
  const owner = await api.signedIn(organization.owner);
  const email = person?.email ?? `${randomUUID()}@test.example`;
  const body = { email, name: 'Someone', role: 'analyst' };
  const made = await owner.post(`/organizations/${organization.id}/invitations`, body).expect(201);
  return await sent(`/auth${(made.body as { path: string }).path}/acceptances`);
};

const revokeKey: Make = async (ground) => {
  const asked = { organizationId: ground.campaign.id, name: fresh('Key'), scopes: ['read'] };
  const { body } = await ground.owner.post('/api-keys', asked).expect(201);
  return await sent(inOrganization(ground, `/api-keys/${body.id as string}/revocations`), { reason: 'x' });
};

export const ELEVATION_REQUESTS: Readonly<Record<string, Make>> = {
  'GET /incidents/:incidentId/reads': get('/reads'),
  'GET /incidents/:incidentId/participants/:participantId/sight': get('/participants/:participant/sight'),
  'GET /break-glass': plain('/break-glass'),
  'POST /break-glass': breakGlass,
  'POST /auth/invitations/:token/acceptances': acceptSignedIn,
  'GET /organizations/:organizationId/history': async (ground) => await sent(inOrganization(ground, '/history')),
  'GET /organizations/:organizationId/api-keys': async (ground) => await sent(inOrganization(ground, '/api-keys')),
  'POST /organizations/:organizationId/api-keys/:keyId/revocations': revokeKey,
};
