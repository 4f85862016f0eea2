import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { Config, ConfigFaults } from './config.js';

const ORGANIZATION = '018f0000-0000-7000-8000-000000000001';
const PROVIDER = {
  id: 'campaign',
  name: 'Campaign directory',
  issuer: 'https://login.campaign.example',
  clientId: 'ascribe',
  clientSecret: 'a secret of the client',
  domains: ['campaign.example'],
  secondFactor: 'amr',
  organizations: [
    { organizationId: ORGANIZATION, roles: [{ group: 'it', role: 'responder' }], defaultRole: 'auditor' },
  ],
};

const configured = (providers: unknown, over: Record<string, string> = {}): Config =>
  new Config({
    ASCRIBE_PUBLIC_URL: 'https://ascribe.example',
    ASCRIBE_OIDC_PROVIDERS: typeof providers === 'string' ? providers : JSON.stringify(providers),
    ...over,
  });

function faultsOf(providers: unknown, over: Record<string, string> = {}): readonly string[] {
  try {
    configured(providers, over);
  } catch (error) {
    return (error as ConfigFaults).faults;
  }
  return [];
}

describe('The identity providers of the operator', () => {
  it('are none where nothing is set', () => {
    expect(new Config({}).identityProviders).toEqual([]);
  });

  it('have what is written, and careful values for what is not', () => {
    expect(configured([PROVIDER]).identityProviders).toEqual([
      {
        ...PROVIDER,
        clientSecret: expect.anything(),
        scopes: ['openid', 'email', 'profile'],
        groupsClaim: 'groups',
        requireVerifiedEmail: true,
        amrValues: ['mfa'],
        acrValues: [],
      },
    ]);
    const { secondFactor: _, domains: __, organizations: ___, ...least } = PROVIDER;
    expect(configured([least]).identityProviders[0]).toMatchObject({
      secondFactor: 'never',
      domains: [],
      organizations: [],
      requireVerifiedEmail: true,
    });
  });

  it('keep their secret from whoever prints them', () => {
    const config = configured([PROVIDER]);
    expect(config.identityProviders[0]?.clientSecret?.reveal()).toBe(PROVIDER.clientSecret);
    expect(JSON.stringify(config)).not.toContain(PROVIDER.clientSecret);
    expect(inspect(config, { depth: 10, showHidden: true })).not.toContain(PROVIDER.clientSecret);
  });

  it('may be read from a file, and each secret from a file of its own', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ascribe-config-'));
    const secret = join(folder, 'secret');
    const file = join(folder, 'providers.json');
    writeFileSync(secret, 'kept apart\n');
    const { clientSecret: _, ...rest } = PROVIDER;
    writeFileSync(file, JSON.stringify([{ ...rest, clientSecretFile: secret }]));
    const config = new Config({ ASCRIBE_PUBLIC_URL: 'https://ascribe.example', ASCRIBE_OIDC_PROVIDERS_FILE: file });
    rmSync(folder, { recursive: true });
    expect(config.identityProviders[0]?.clientSecret?.reveal()).toBe('kept apart');
  });

  it.each([
    ['text that is no JSON', 'not json'],
    ['an object', {}],
    ['something in the list that is no provider', ['x']],
    ['a plain http issuer elsewhere', [{ ...PROVIDER, issuer: 'http://login.campaign.example' }]],
    ['an issuer that only looks like this machine', [{ ...PROVIDER, issuer: 'http://127.0.0.1.evil.example' }]],
    ['an issuer with a query', [{ ...PROVIDER, issuer: 'https://login.campaign.example/?x=1' }]],
    ['an issuer with a password', [{ ...PROVIDER, issuer: 'https://a:b@login.campaign.example' }]],
    ['an id that is no part of an address', [{ ...PROVIDER, id: 'a/b' }]],
    ['a name of two lines', [{ ...PROVIDER, name: 'a\nb' }]],
    ['no client', [{ ...PROVIDER, clientId: undefined }]],
    ['two secrets', [{ ...PROVIDER, clientSecretFile: '/nowhere' }]],
    [
      'a secret file that is not there',
      [{ ...PROVIDER, clientSecret: undefined, clientSecretFile: '/nowhere/at/all' }],
    ],
    ['scopes without openid', [{ ...PROVIDER, scopes: ['email'] }]],
    ['a scope with a space', [{ ...PROVIDER, scopes: ['openid email'] }]],
    ['a domain with an @', [{ ...PROVIDER, domains: ['@campaign.example'] }]],
    ['a whole top-level domain', [{ ...PROVIDER, domains: ['example'] }]],
    ['a flag that is text', [{ ...PROVIDER, requireVerifiedEmail: 'false' }]],
    ['an unknown rule for the second factor', [{ ...PROVIDER, secondFactor: 'sometimes' }]],
    ['an unknown field', [{ ...PROVIDER, requireVerifedEmail: false }]],
    ['an organization that is no id', [{ ...PROVIDER, organizations: [{ organizationId: 'campaign' }] }]],
    [
      'an unknown role',
      [{ ...PROVIDER, organizations: [{ organizationId: ORGANIZATION, roles: [{ group: 'it', role: 'admin' }] }] }],
    ],
    ['the same provider twice', [PROVIDER, { ...PROVIDER, id: 'other' }]],
    ['the same id twice', [PROVIDER, { ...PROVIDER, issuer: 'https://other.example' }]],
    ['more than twenty', Array.from({ length: 21 }, () => PROVIDER)],
  ])('are refused with words where there is %s', (_, providers) => {
    const faults = faultsOf(providers);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.join()).toMatch(/^ASCRIBE_OIDC_PROVIDERS/);
    expect(faults.join()).not.toContain(PROVIDER.clientSecret);
  });

  it('may be on this machine without https, for trials', () => {
    expect(faultsOf([{ ...PROVIDER, issuer: 'http://127.0.0.1:4000' }])).toEqual([]);
  });

  it('need an address to send people back to', () => {
    expect(faultsOf([PROVIDER], { ASCRIBE_PUBLIC_URL: '' })).toEqual([expect.stringMatching(/ASCRIBE_PUBLIC_URL/)]);
    expect(faultsOf([PROVIDER], { ASCRIBE_PUBLIC_URL: 'http://ascribe.example' })).toHaveLength(1);
    expect(faultsOf([PROVIDER], { ASCRIBE_PUBLIC_URL: 'http://127.0.0.1:3000' })).toEqual([]);
  });

  it('tell every fault at once', () => {
    expect(
      faultsOf([
        { ...PROVIDER, id: '', issuer: 'x', scopes: [] },
        { ...PROVIDER, secondFactor: 1 },
      ]).length,
    ).toBe(4);
  });
});
