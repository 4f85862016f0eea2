import { givenPerson, PASSWORD, type Client, type Person } from '@app/testing';
import type { CallerKind } from './access-callers.js';
import { plain, type Ground, type Make, type Sent } from './access-ground.js';
import { codeAt, givenSecondFactor } from './second-factor.js';

const STEP_MS = 30_000;

/** What a person of their own has to send, and as whom. */
type Own = (ground: Ground, person: Person) => Promise<Pick<Sent, 'client' | 'body'>>;

/**
 * These change the sign-in of the caller, whoever it is, and end their other sessions: so they are sent by another
 * person, who comes as this caller does. Nobody, and those that are refused, send them as themselves.
 */
const own =
  (path: string, make: Own): Make =>
  async (ground, { person, byKey, client, name }: CallerKind) => {
    const comes = person && !byKey && !name.includes('without CSRF');
    const another = await givenPerson(ground.api);
    return comes ? { path, ...(await make(ground, another)) } : { path, body: { code: '000000' }, client };
  };

const enrolled =
  (body: (code: string) => object): Own =>
  async ({ api }, person) => {
    // The clock runs: the code of the next step is good now, and still is when it has come.
    const at = new Date(Date.now() + STEP_MS);
    const { secret, client } = await givenSecondFactor(api, person, at);
    return { client, body: body(codeAt(secret, at)) };
  };

const signedIn =
  (body: object): Own =>
  async ({ api }, person) => ({ client: await api.signedIn(person), body });

const confirming: Own = async ({ api }, person) => {
  const client: Client = await api.signedIn(person);
  const { body } = await client.post('/auth/totp/enrollments', {}).expect(201);
  return { client, body: { code: codeAt(body.secret as string, new Date()) } };
};

const withCode = enrolled((code) => ({ code }));

/** Of a person's own sign-in. */
export const SIGN_IN_REQUESTS: Readonly<Record<string, Make>> = {
  'GET /auth/sign-in-events': plain('/auth/sign-in-events'),
  'POST /auth/session-endings': own('/auth/session-endings', signedIn({ scope: 'others' })),
  'POST /auth/password-changes': own(
    '/auth/password-changes',
    signedIn({ currentPassword: PASSWORD, newPassword: 'seven quiet kettles hum' }),
  ),
  'GET /auth/totp': plain('/auth/totp'),
  'POST /auth/totp/enrollments': own('/auth/totp/enrollments', signedIn({})),
  'POST /auth/totp/confirmations': own('/auth/totp/confirmations', confirming),
  'POST /auth/totp/verifications': own('/auth/totp/verifications', withCode),
  'POST /auth/totp/recovery-codes': own('/auth/totp/recovery-codes', withCode),
  'POST /auth/totp/removals': own('/auth/totp/removals', withCode),
};
