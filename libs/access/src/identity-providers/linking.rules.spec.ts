import type { IdentityProvider, UserId } from '@app/platform';
import { decide, mayLink, type Decision, type Found, type Linkable } from './linking.rules.js';
import type { Refusal } from './refused.js';
import type { Vouched } from './vouched.rules.js';

const ISSUER = 'https://login.campaign.example';
const PROVIDER = {
  issuer: ISSUER,
  domains: ['campaign.example'],
  requireVerifiedEmail: true,
} as unknown as IdentityProvider;
const VOUCHED: Vouched = {
  subject: 'ann',
  email: 'ann@campaign.example',
  emailVerified: true,
  name: 'Ann',
  groups: [],
  secondFactorPassed: false,
};
const person = (over: Partial<Linkable> = {}): Linkable => ({
  userId: 'ann' as UserId,
  disabled: false,
  administrator: false,
  hasPassword: false,
  issuers: [],
  ...over,
});
const NOBODY: Found = { linked: undefined, byEmail: undefined, admitted: false };

type Case = [string, Partial<Found>, Partial<Vouched>, Partial<IdentityProvider>, Decision['of'] | Refusal];
const CASES: Case[] = [
  ['an account that is linked', { linked: person() }, {}, {}, 'known'],
  [
    'one whose e-mail is of another by now',
    { linked: person(), byEmail: person({ userId: 'bob' as UserId }) },
    { email: null },
    {},
    'known',
  ],
  ['one that is linked to a closed account', { linked: person({ disabled: true }) }, {}, {}, 'account_disabled'],
  ['nobody of ours, admitted', { admitted: true }, {}, {}, 'create'],
  ['nobody of ours, admitted to nothing', {}, {}, {}, 'not_admitted'],
  ['no e-mail', { admitted: true }, { email: null }, {}, 'email_missing'],
  ['an e-mail that is not verified', { admitted: true }, { emailVerified: false }, {}, 'email_not_verified'],
  [
    'the same where the operator answers for it',
    { admitted: true },
    { emailVerified: false },
    { requireVerifiedEmail: false },
    'create',
  ],
  [
    'the same for another domain',
    { admitted: true },
    { email: 'a@b.example', emailVerified: false },
    { requireVerifiedEmail: false },
    'link_required',
  ],
  ['nobody of ours, of another domain', { admitted: true }, { email: 'a@b.example' }, {}, 'link_required'],
  ['one of ours, of another domain', { byEmail: person() }, { email: 'a@b.example' }, {}, 'link_required'],
  ['one of ours, where it speaks for nobody', { byEmail: person() }, {}, { domains: [] }, 'link_required'],
  ['one of ours without another way in', { byEmail: person() }, {}, {}, 'link'],
  ['one with a password', { byEmail: person({ hasPassword: true }) }, {}, {}, 'link_required'],
  ['an administrator', { byEmail: person({ administrator: true }) }, {}, {}, 'link_required'],
  ['one of another provider', { byEmail: person({ issuers: ['https://other.example'] }) }, {}, {}, 'link_required'],
  ['one with another account there', { byEmail: person({ issuers: [ISSUER] }) }, {}, {}, 'identity_conflict'],
  ['one whose account is closed', { byEmail: person({ disabled: true }) }, {}, {}, 'account_disabled'],
];

const told = (work: () => string): string => {
  try {
    return work();
  } catch (error) {
    return (error as { refusal: string }).refusal;
  }
};

describe('Whoever signs in with a provider', () => {
  it.each(CASES)('as %s', (_, found, vouched, provider, expected) => {
    const decided = told(
      () => decide({ ...PROVIDER, ...provider }, { ...VOUCHED, ...vouched }, { ...NOBODY, ...found }).of,
    );
    expect(decided).toBe(expected);
  });
});

describe('Whoever is signed in', () => {
  const self = person({ hasPassword: true });
  it.each<[string, Linkable, Linkable | undefined, string]>([
    ['links an account that is nobody’s', self, undefined, 'link'],
    ['may link it twice', self, self, 'already'],
    ['takes it from nobody', self, person({ userId: 'bob' as UserId }), 'identity_conflict'],
    ['has one of each provider', { ...self, issuers: [ISSUER] }, undefined, 'identity_conflict'],
    ['has another of another provider', { ...self, issuers: ['https://other.example'] }, undefined, 'link'],
  ])('%s', (_, me, linked, expected) => {
    expect(told(() => mayLink(ISSUER, me, linked))).toBe(expected);
  });
});
