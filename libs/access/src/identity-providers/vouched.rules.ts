import type { IdentityProvider } from '@app/platform';
import { Refused } from './refused.js';

/** Claims as they came: nothing of them is believed to have any type. */
export type Claims = Readonly<Record<string, unknown>>;

/** What a provider vouches for, checked and bounded. */
export interface Vouched {
  readonly subject: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly name: string;
  readonly groups: readonly string[];
  readonly secondFactorPassed: boolean;
}

/** OpenID Connect Core, section 2: at most 255 ASCII characters. */
const SUBJECT = /^[\x20-\x7e]{1,255}$/;
/** One `@`, no space and no control characters; more is for the mail server to say. */
const EMAIL = /^[^\s\p{Cc}@]{1,64}@[^\s\p{Cc}@]{1,255}$/u;
const NAME_MAX = 200;
const GROUPS_MAX = 1000;
const GROUP_LENGTH_MAX = 200;

/**
 * Reads an ID token's claims, and for what they lack those of the UserInfo endpoint. What says
 * how the person signed in is taken from the token alone, since it is signed.
 *
 * @throws {Refused} `answer_invalid` without a subject; `groups_invalid` where groups are no
 *   short list of short texts, or the provider left them out for their number.
 */
export function vouchedFor(provider: IdentityProvider, token: Claims, userInfo: Claims = {}): Vouched {
  const { sub } = token;
  if (typeof sub !== 'string' || !SUBJECT.test(sub)) {
    throw new Refused('answer_invalid', 'subject');
  }
  // An address and whether it is verified belong together: never one from here and the other from there.
  const addressed = 'email' in token ? token : userInfo;
  const email = emailOf(addressed['email']);
  return {
    subject: sub,
    email,
    emailVerified: addressed['email_verified'] === true,
    name: nameOf({ ...userInfo, ...token }) ?? email?.split('@')[0] ?? sub,
    groups: groupsOf(provider, token, userInfo),
    secondFactorPassed: secondFactorPassed(provider, token),
  };
}

/** Whether anything is missing that the UserInfo endpoint may know. */
export const lacksClaims = (provider: IdentityProvider, token: Claims): boolean =>
  !('email' in token) || (provider.organizations.length > 0 && !(provider.groupsClaim in token));

/** Whether the provider speaks for the domain of this e-mail. */
export const speaksFor = (provider: Pick<IdentityProvider, 'domains'>, email: string): boolean =>
  provider.domains.includes(email.slice(email.lastIndexOf('@') + 1).toLowerCase());

const emailOf = (value: unknown): string | null =>
  typeof value === 'string' && value.length <= 320 && EMAIL.test(value) ? value : null;

function nameOf(claims: Claims): string | undefined {
  return [claims['name'], claims['preferred_username']]
    .filter((value): value is string => typeof value === 'string')
    .map((value) =>
      Array.from(
        value
          .slice(0, 4 * NAME_MAX)
          .toWellFormed()
          .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
          .trim(),
      )
        .slice(0, NAME_MAX)
        .join(''),
    )
    .find((value) => value !== '');
}

function groupsOf(provider: IdentityProvider, token: Claims, userInfo: Claims): readonly string[] {
  const { groupsClaim, organizations } = provider;
  if (organizations.length === 0) {
    return [];
  }
  // "Too many to write down; ask there" (OpenID Connect Core, section 5.6.2) must not read as none.
  if ([token, userInfo].some(({ _claim_names: names }) => isObject(names) && groupsClaim in names)) {
    throw new Refused('groups_invalid', 'distributed');
  }
  const found = groupsClaim in token ? token[groupsClaim] : userInfo[groupsClaim];
  const groups: unknown = typeof found === 'string' ? [found] : (found ?? []);
  if (!Array.isArray(groups) || groups.length > GROUPS_MAX || !groups.every(isGroup)) {
    throw new Refused('groups_invalid', 'form');
  }
  return groups;
}

const isGroup = (value: unknown): value is string => typeof value === 'string' && value.length <= GROUP_LENGTH_MAX;
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function secondFactorPassed({ secondFactor, amrValues, acrValues }: IdentityProvider, { amr, acr }: Claims): boolean {
  if (secondFactor !== 'amr') {
    return secondFactor === 'always';
  }
  const methods: unknown[] = Array.isArray(amr) ? amr : [];
  return (
    methods.some((method) => amrValues.some((value) => value === method)) || acrValues.some((value) => value === acr)
  );
}
