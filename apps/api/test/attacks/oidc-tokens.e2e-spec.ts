import { Logger } from '@nestjs/common';
import { givenPerson, type ApplicationUnderTest } from '@app/testing';
import { begin, CLIENT, comeBack, described, givenApi, givenMapped, problemOf, TRACES } from '../oidc-ground.js';
import { askedOf, HostileProvider, type Asked } from './oidc-hostile.js';

const { jest } = import.meta;

let provider: HostileProvider;
let other: HostileProvider;
let api: ApplicationUnderTest;
const warned = jest.spyOn(Logger.prototype, 'warn');

beforeAll(async () => {
  provider = await HostileProvider.start();
  other = await HostileProvider.start();
  api = await givenApi([
    described(provider.issuer),
    described(other.issuer, { id: 'elsewhere', name: 'Elsewhere', domains: [] }),
  ]);
  await givenMapped(api);
});
beforeEach(() => {
  provider.reset();
  other.reset();
  warned.mockClear();
});
afterAll(async () => {
  await api.close();
  await provider.stop();
  await other.stop();
});

/** A sign-in in which the provider answers with this token. */
async function signIn(token: (asked: Asked) => unknown): Promise<{ location: string; cookies: string }> {
  const browser = api.anonymous();
  const asked = askedOf(await begin(browser, '/incidents'));
  provider.idToken = token(asked);
  const { headers } = await comeBack(browser, provider.back(asked)).expect(302);
  expect(provider.verified(asked)).toBe(true);
  return { location: headers['location'] ?? '', cookies: String(headers['set-cookie'] ?? '') };
}

async function expectRefused(token: (asked: Asked) => unknown, problem: string): Promise<void> {
  const before = await api.count(...TRACES);
  const { location, cookies } = await signIn(token);
  expect(location).toBe(`/sign-in?problem=${problem}&next=%2Fincidents`);
  expect(cookies).not.toContain('ascribe_session');
  expect(await api.count(...TRACES)).toEqual(before);
}

it('A token that holds signs in: so that the refusals below are for their own reasons', async () => {
  const { location, cookies } = await signIn(({ nonce }) => provider.signed(provider.claims(nonce)));
  expect(location).toBe('/incidents');
  expect(cookies).toMatch(/ascribe_session=[\w-]{43};.*HttpOnly; SameSite=Lax/);
});

const now = (): number => Math.floor(Date.now() / 1000);

describe('An ID token', () => {
  it.each<[string, (asked: Asked) => unknown]>([
    ['has no signature', ({ nonce }) => provider.unsigned(provider.claims(nonce))],
    ['says so in another spelling', ({ nonce }) => provider.unsigned(provider.claims(nonce), 'NONE')],
    ['has an empty signature', ({ nonce }) => provider.signed(provider.claims(nonce)).replace(/[^.]*$/, '')],
    [
      'is signed with the secret of the client',
      ({ nonce }) => provider.hmac(provider.claims(nonce), CLIENT.client_secret),
    ],
    [
      'is signed with the public key as PEM',
      ({ nonce }) => provider.hmac(provider.claims(nonce), provider.publicKey.pem),
    ],
    [
      'is signed with the public key as JWK',
      ({ nonce }) => provider.hmac(provider.claims(nonce), provider.publicKey.jwk),
    ],
    ['is signed by another key of the same name', ({ nonce }) => provider.signed(provider.claims(nonce), 'other')],
    [
      'brings its own key',
      ({ nonce }) => provider.signed(provider.claims(nonce), 'other', { jwk: provider.publicKey.otherJwk }),
    ],
    [
      'names a place for its key',
      ({ nonce }) => provider.signed(provider.claims(nonce), 'other', { jku: `${other.issuer}/jwks`, kid: other.kid }),
    ],
    [
      'asks for an extension that nobody knows',
      ({ nonce }) => provider.signed(provider.claims(nonce), 'own', { crit: ['x'], x: 1 }),
    ],
    ['was changed after it was signed', ({ nonce }) => tampered(provider.signed(provider.claims(nonce)))],
    ['is for another client', ({ nonce }) => provider.signed(provider.claims(nonce, { aud: 'another' }))],
    ['is for nobody', ({ nonce }) => provider.signed(provider.claims(nonce, { aud: undefined }))],
    [
      'is for two clients and was given to the other',
      ({ nonce }) => provider.signed(provider.claims(nonce, { aud: ['ascribe', 'another'], azp: 'another' })),
    ],
    ['is of another issuer', ({ nonce }) => provider.signed(provider.claims(nonce, { iss: other.issuer }))],
    [
      'is of the issuer with a slash',
      ({ nonce }) => provider.signed(provider.claims(nonce, { iss: `${provider.issuer}/` })),
    ],
    ['is of another sign-in', () => provider.signed(provider.claims('another nonce'))],
    ['is of no sign-in', () => provider.signed(provider.claims('', { nonce: undefined }))],
    ['has expired', ({ nonce }) => provider.signed(provider.claims(nonce, { exp: now() - 120, iat: now() - 300 }))],
    ['never expires', ({ nonce }) => provider.signed(provider.claims(nonce, { exp: undefined }))],
    ['holds from tomorrow', ({ nonce }) => provider.signed(provider.claims(nonce, { nbf: now() + 86_400 }))],
    [
      'was made tomorrow',
      ({ nonce }) => provider.signed(provider.claims(nonce, { iat: now() + 86_400, exp: now() + 90_000 })),
    ],
    ['was made at a time that is text', ({ nonce }) => provider.signed(provider.claims(nonce, { iat: 'today' }))],
    ['is of nobody', ({ nonce }) => provider.signed(provider.claims(nonce, { sub: undefined }))],
    ['is of a number', ({ nonce }) => provider.signed(provider.claims(nonce, { sub: 1 }))],
    ['is of a name that is too long', ({ nonce }) => provider.signed(provider.claims(nonce, { sub: 'x'.repeat(256) }))],
    ['is of a name with NUL', ({ nonce }) => provider.signed(provider.claims(nonce, { sub: 'some\0body' }))],
    ['is of another provider', ({ nonce }) => other.signed(other.claims(nonce))],
    ['is encrypted for nobody', () => 'a.b.c.d.e'],
    ['is no token', () => 'nonsense'],
    ['is an object', () => ({ sub: 'somebody' })],
    ['is left out', () => undefined],
    ['is one of our API keys', () => `ask_${'a'.repeat(43)}`],
    ['is one of our sessions', () => 'a'.repeat(43)],
  ])('signs nobody in that %s', async (_, token) => {
    await expectRefused(token, 'answer_invalid');
  });

  it('is no session and no API key of ours', async () => {
    const token = provider.signed(provider.claims('x'));
    for (const headers of [{ authorization: `Bearer ${token}` }, { cookie: `ascribe_session=${token}` }]) {
      await api.anonymous().with(headers).get('/auth/me').expect(401);
    }
  });

  it.each<[string, object, string]>([
    ['no e-mail', { email: undefined }, 'email_missing'],
    ['an e-mail that is none', { email: 'somebody' }, 'email_missing'],
    ['an e-mail of two lines', { email: 'a@campaign.example\nb' }, 'email_missing'],
    ['two e-mails', { email: ['a@campaign.example'] }, 'email_missing'],
    ['an e-mail that is not verified', { email_verified: false }, 'email_not_verified'],
    ['nothing of whether it is verified', { email_verified: undefined }, 'email_not_verified'],
    ['that it is verified, as text', { email_verified: 'true' }, 'email_not_verified'],
    ['an e-mail of a domain that it does not speak for', { email: 'x@vendor.example' }, 'link_required'],
    ['a domain that only ends alike', { email: 'x@evil-campaign.example' }, 'link_required'],
    ['a domain below its own', { email: 'x@sub.campaign.example' }, 'link_required'],
    ['groups that admit to nothing', { groups: ['others'] }, 'not_admitted'],
    ['no groups', { groups: undefined }, 'not_admitted'],
    ['a group in another case', { groups: ['IT'] }, 'not_admitted'],
    ['groups that are an object', { groups: { it: true } }, 'groups_invalid'],
    ['groups that are a number', { groups: 1 }, 'groups_invalid'],
    ['groups that are numbers', { groups: ['it', 1] }, 'groups_invalid'],
    ['a group within a group', { groups: [['it']] }, 'groups_invalid'],
    ['too many groups', { groups: Array.from({ length: 1001 }, (_, index) => `group ${index}`) }, 'groups_invalid'],
    ['a group of an endless name', { groups: ['it', 'x'.repeat(201)] }, 'groups_invalid'],
    ['that its groups are elsewhere', { groups: undefined, _claim_names: { groups: 'src1' } }, 'groups_invalid'],
  ])('makes nobody with %s', async (_, over, problem) => {
    const claims = { sub: 'a stranger', email: 'stranger@campaign.example', ...over };
    await expectRefused(({ nonce }) => provider.signed(provider.claims(nonce, claims)), problem);
  });

  it('takes over nobody who has a password, is an administrator, or has another account there', async () => {
    const password = await givenPerson(api, { email: 'password@campaign.example' });
    const administrator = await givenPerson(api, { email: 'admin@campaign.example', administrator: true });
    await api.sql('UPDATE app_user SET password_hash = NULL WHERE id = $1', [administrator.id]);
    for (const { email } of [password, administrator]) {
      const claims = { sub: `sub of ${email}`, email: email.toUpperCase() };
      await expectRefused(
        ({ nonce }) => provider.signed(provider.claims(nonce, { ...claims, email })),
        'link_required',
      );
    }
    const reborn = { sub: 'somebody else', email: 'Somebody@campaign.example' };
    await expectRefused(({ nonce }) => provider.signed(provider.claims(nonce, reborn)), 'identity_conflict');
  });

  it('says nothing of whether somebody here has an e-mail that the provider does not speak for', async () => {
    await givenPerson(api, { email: 'known@vendor.example' });
    for (const email of ['known@vendor.example', 'unknown@vendor.example']) {
      const claims = { sub: 'a stranger', email };
      await expectRefused(({ nonce }) => provider.signed(provider.claims(nonce, claims)), 'link_required');
    }
  });

  it('signs in nobody whose account is closed', async () => {
    await signIn(({ nonce }) =>
      provider.signed(provider.claims(nonce, { sub: 'leaver', email: 'leaver@campaign.example' })),
    );
    await api.sql(`UPDATE app_user SET disabled_at = now() WHERE email = 'leaver@campaign.example'`);
    const claims = { sub: 'leaver', email: 'leaver@campaign.example' };
    await expectRefused(({ nonce }) => provider.signed(provider.claims(nonce, claims)), 'account_disabled');
  });

  it('is not joined with what the UserInfo endpoint says of somebody else, or of another e-mail', async () => {
    const bare = { sub: 'bare', email: undefined, email_verified: undefined, groups: undefined };
    provider.userInfo = { sub: 'another', email: 'bare@campaign.example', email_verified: true, groups: ['it'] };
    await expectRefused(({ nonce }) => provider.signed(provider.claims(nonce, bare)), 'answer_invalid');
    provider.userInfo = { sub: 'bare', email: 'own@campaign.example', email_verified: true, groups: ['it'] };
    const claimed = { ...bare, email: 'victim@campaign.example' };
    await expectRefused(({ nonce }) => provider.signed(provider.claims(nonce, claimed)), 'email_not_verified');
    const { location } = await signIn(({ nonce }) => provider.signed(provider.claims(nonce, bare)));
    expect(location).toBe('/incidents');
  });
});

it('The log has nothing of what a provider or a browser said', async () => {
  await expectRefused(
    () => provider.signed(provider.claims('another nonce', { sub: 'logged subject' })),
    'answer_invalid',
  );
  const lines = JSON.stringify(warned.mock.calls);
  expect(JSON.parse(lines)).toEqual([
    [
      {
        message: 'Sign-in with a provider was refused.',
        provider: 'campaign',
        refusal: 'answer_invalid',
        why: expect.stringMatching(/^OAUTH_/),
      },
    ],
  ]);
});

it('An answer without an address of ours ends at the sign-in page, and repeats no word of it', async () => {
  const browser = api.anonymous();
  const asked = askedOf(await begin(browser));
  const said = {
    code: '',
    error: 'access_denied',
    error_description: '<script>alert(1)</script>',
    error_uri: 'https://evil.example',
  };
  const { headers, text } = await comeBack(browser, provider.back(asked, said)).expect(302);
  expect(headers['location']).toBe('/sign-in?problem=provider_refused');
  expect(problemOf(headers['location'] ?? '')).toBe('provider_refused');
  expect(text).not.toMatch(/script|evil/);
});

/** The same token for somebody else, under the old signature. */
function tampered(token: string): string {
  const [header, payload = '', signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  const changed = Buffer.from(JSON.stringify({ ...claims, sub: 'victim' })).toString('base64url');
  return [header, changed, signature].join('.');
}
