import type { IdentityProvider, UserId } from '@app/platform';
import { Refused } from './refused.js';
import { speaksFor, type Vouched } from './vouched.rules.js';

/** A person of ours, as far as linking asks. */
export interface Linkable {
  readonly userId: UserId;
  readonly disabled: boolean;
  readonly administrator: boolean;
  readonly hasPassword: boolean;
  /** The issuers whose accounts are linked to the person. */
  readonly issuers: readonly string[];
}

/** What we have of whoever the provider vouches for. */
export interface Found {
  /** Whom the account is linked to. */
  readonly linked: Linkable | undefined;
  /** Who has the e-mail. */
  readonly byEmail: Linkable | undefined;
  /** Whether the groups give a seat anywhere. */
  readonly admitted: boolean;
}

export type Decision =
  { readonly of: 'known' | 'link'; readonly userId: UserId } | { readonly of: 'create'; readonly email: string };

/**
 * Who signs in. An account that is linked is its person, whatever e-mail it has now. For one
 * that is not, an e-mail is a claim of the provider, and a provider may be hostile or careless:
 *
 * * It makes or takes over nobody unless the operator says that it speaks for the domain.
 * * Even then only a person who has no other way in yet: someone who knows the password might
 *   not be whom the provider means, and must not be joined with them.
 * * It never becomes an administrator by itself.
 *
 * Everyone else links the account themselves while signed in.
 *
 * @throws {Refused} in this order: `account_disabled` of whom it is linked to, `email_missing`,
 *   `email_not_verified`, `link_required`, `not_admitted`, `identity_conflict`.
 */
export function decide(provider: IdentityProvider, { email, emailVerified }: Vouched, found: Found): Decision {
  const { linked, byEmail } = found;
  if (linked) {
    requireEnabled(linked);
    return { of: 'known', userId: linked.userId };
  }
  if (email === null) {
    throw new Refused('email_missing');
  }
  if (provider.requireVerifiedEmail && !emailVerified) {
    throw new Refused('email_not_verified');
  }
  // The same whether somebody here has the e-mail: anybody's provider may claim any.
  if (!speaksFor(provider, email)) {
    throw new Refused('link_required');
  }
  if (!byEmail) {
    if (!found.admitted) {
      throw new Refused('not_admitted');
    }
    return { of: 'create', email };
  }
  requireEnabled(byEmail);
  if (byEmail.issuers.includes(provider.issuer)) {
    throw new Refused('identity_conflict');
  }
  if (byEmail.hasPassword || byEmail.administrator || byEmail.issuers.length > 0) {
    throw new Refused('link_required');
  }
  return { of: 'link', userId: byEmail.userId };
}

/**
 * Whether somebody who is signed in may link this account to themselves. The e-mail does not
 * matter: they proved to be both.
 *
 * @throws {Refused} `identity_conflict` where either is linked already, to something else.
 */
export function mayLink(issuer: string, self: Linkable, linked: Linkable | undefined): 'already' | 'link' {
  if (linked && linked.userId === self.userId) {
    return 'already';
  }
  if (linked || self.issuers.includes(issuer)) {
    throw new Refused('identity_conflict');
  }
  return 'link';
}

function requireEnabled({ disabled }: Linkable): void {
  if (disabled) {
    throw new Refused('account_disabled');
  }
}
