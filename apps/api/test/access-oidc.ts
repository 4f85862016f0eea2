import { randomUUID } from 'node:crypto';
import { plain, sent, type Make } from './access-ground.js';
import { described, HOME } from './oidc-ground.js';

/** What the API under test has to know, so that a provider at this address is the one of the requests below. */
export const providerEnvironment = (issuer: string): Readonly<Record<string, string>> => ({
  ASCRIBE_PUBLIC_URL: HOME,
  ASCRIBE_OIDC_PROVIDERS: JSON.stringify([described(issuer)]),
});

/** An account that is linked to the caller; one that is not there where the caller is nobody, or comes by a key. */
const ownIdentity: Make = async ({ api }, { person, byKey }) => {
  const id = randomUUID();
  if (person && !byKey) {
    await api.sql(
      `INSERT INTO user_identity (id, user_id, issuer, subject, linked_by, linked_at) VALUES ($1, $2, $3, 'x', 'person', now())`,
      [id, person.id, `https://${id}.example`],
    );
  }
  return await sent(`/auth/identities/${id}`);
};

export const OIDC_REQUESTS: Readonly<Record<string, Make>> = {
  'GET /auth/oidc': plain('/auth/oidc'),
  'GET /auth/oidc/:provider/start': plain('/auth/oidc/campaign/start'),
  'GET /auth/oidc/:provider/callback': plain('/auth/oidc/campaign/callback'),
  'POST /auth/oidc/:provider/links': async () => await sent('/auth/oidc/campaign/links'),
  'GET /auth/identities': plain('/auth/identities'),
  'DELETE /auth/identities/:identityId': ownIdentity,
};
