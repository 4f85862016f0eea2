import * as fc from 'fast-check';
import type { IdentityProvider, OrganizationId } from '@app/platform';
import { Refused } from './refused.js';
import { lacksClaims, speaksFor, vouchedFor } from './vouched.rules.js';

const PROVIDER: IdentityProvider = {
  id: 'campaign',
  name: 'Campaign directory',
  issuer: 'https://login.campaign.example',
  clientId: 'ascribe',
  clientSecret: null,
  scopes: ['openid'],
  groupsClaim: 'groups',
  requireVerifiedEmail: true,
  domains: ['campaign.example'],
  secondFactor: 'amr',
  amrValues: ['mfa'],
  acrValues: ['urn:two'],
  organizations: [{ organizationId: 'x' as OrganizationId, roles: [], defaultRole: null }],
};
const TOKEN = { sub: 'ann', email: 'ann@campaign.example', email_verified: true, name: 'Ann', groups: ['it'] };

describe('What a provider vouches for', () => {
  it('is what its token says', () => {
    expect(vouchedFor(PROVIDER, TOKEN)).toEqual({
      subject: 'ann',
      email: 'ann@campaign.example',
      emailVerified: true,
      name: 'Ann',
      groups: ['it'],
      secondFactorPassed: false,
    });
  });

  it('is completed by the UserInfo endpoint, and not contradicted', () => {
    const info = { sub: 'ann', name: 'Another', groups: ['leads'], email: 'x@y.example', email_verified: true };
    expect(vouchedFor(PROVIDER, { sub: 'ann', name: 'Ann' }, info)).toMatchObject({
      name: 'Ann',
      email: 'x@y.example',
      emailVerified: true,
      groups: ['leads'],
    });
    expect(vouchedFor(PROVIDER, TOKEN, info)).toMatchObject({ email: TOKEN.email, groups: ['it'] });
  });

  it('never takes the address from one and its verification from the other', () => {
    const token = { sub: 'ann', email: 'victim@campaign.example' };
    const info = { email: 'ann@campaign.example', email_verified: true };
    expect(vouchedFor(PROVIDER, token, info)).toMatchObject({ email: 'victim@campaign.example', emailVerified: false });
  });

  it('has a name on one line, whatever the provider calls its people', () => {
    const named = (name: unknown, preferred?: unknown) =>
      vouchedFor(PROVIDER, { ...TOKEN, name, preferred_username: preferred }).name;
    expect(named('Ann\r\nBcc: x@evil.example')).toBe('Ann  Bcc: x@evil.example');
    expect(named('\u202eevil')).toBe('evil');
    expect(named('  ', 'ann.b')).toBe('ann.b');
    expect(named({ name: 'x' })).toBe('ann');
    expect(Array.from(named('\u{1f600}'.repeat(500)))).toHaveLength(200);
    expect(vouchedFor(PROVIDER, { sub: 'only-a-subject' }).name).toBe('only-a-subject');
  });

  it('is one group where a provider writes one as text, and none where nothing is mapped', () => {
    expect(vouchedFor(PROVIDER, { ...TOKEN, groups: 'it' }).groups).toEqual(['it']);
    expect(vouchedFor({ ...PROVIDER, organizations: [] }, { ...TOKEN, groups: { broken: true } }).groups).toEqual([]);
  });

  it('reads the claim that the operator names, as a name and not as a path', () => {
    const provider = { ...PROVIDER, groupsClaim: 'https://campaign.example/roles' };
    const token = { ...TOKEN, 'https://campaign.example/roles': ['leads'] };
    expect(vouchedFor(provider, token).groups).toEqual(['leads']);
    expect(lacksClaims(provider, TOKEN)).toBe(true);
    expect(lacksClaims(provider, token)).toBe(false);
  });

  it.each<[string, IdentityProvider['secondFactor'], object, boolean]>([
    ['never', 'never', { amr: ['mfa'], acr: 'urn:two' }, false],
    ['always', 'always', {}, true],
    ['a method that counts', 'amr', { amr: ['pwd', 'mfa'] }, true],
    ['methods that do not', 'amr', { amr: ['pwd', 'otp'] }, false],
    ['a class that counts', 'amr', { acr: 'urn:two' }, true],
    ['a class that does not', 'amr', { acr: 'urn:one' }, false],
    ['a method as text', 'amr', { amr: 'mfa' }, false],
    ['a class in a list', 'amr', { acr: ['urn:two'] }, false],
    ['nothing', 'amr', {}, false],
  ])('has passed a second factor as the operator says: %s', (_, secondFactor, claims, passed) => {
    expect(vouchedFor({ ...PROVIDER, secondFactor }, { ...TOKEN, ...claims }).secondFactorPassed).toBe(passed);
  });

  it('has no second factor by the word of what is not signed', () => {
    expect(vouchedFor(PROVIDER, TOKEN, { amr: ['mfa'], acr: 'urn:two' }).secondFactorPassed).toBe(false);
  });

  it('is bounded, or refused: whatever a provider writes', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('sub', 'email', 'email_verified', 'name', 'groups', 'amr', '_claim_names'),
          fc.anything(),
        ),
        (claims) => {
          expect(bounded(claims)).toBe(true);
        },
      ),
    );
  });
});

it('A provider speaks for the domains that the operator names, and for none that looks alike', () => {
  for (const email of ['a@campaign.example', 'a@CAMPAIGN.example']) {
    expect(speaksFor(PROVIDER, email)).toBe(true);
  }
  for (const email of [
    'a@x.campaign.example',
    'a@campaign.example.evil.example',
    'a@xcampaign.example',
    'a@campaign.example@evil.example',
  ]) {
    expect(speaksFor(PROVIDER, email)).toBe(false);
  }
});

/** Whether what comes of the claims has its bounds, or is refused with a code. */
function bounded(claims: Record<string, unknown>): boolean {
  try {
    const { subject, email, name, groups } = vouchedFor(PROVIDER, claims);
    return (
      /^[\x20-\x7e]{1,255}$/.test(subject) &&
      (email === null || email.length <= 320) &&
      Array.from(name).length <= 255 &&
      groups.every((group) => typeof group === 'string' && group.length <= 200)
    );
  } catch (error) {
    return error instanceof Refused;
  }
}
