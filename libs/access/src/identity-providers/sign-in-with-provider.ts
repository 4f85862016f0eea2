import { Injectable, Logger } from '@nestjs/common';
import { buildAuthorizationUrl, calculatePKCECodeChallenge, randomNonce, randomPKCECodeVerifier } from 'openid-client';
import type { Begun } from '../actions/sign-in.js';
import { Exchange } from './exchange.js';
import { Joining } from './joining.js';
import { ownPath } from './own-path.rules.js';
import { ProviderSessions } from './provider-sessions.js';
import { Providers } from './providers.js';
import { Refused, type Refusal } from './refused.js';
import { Transactions, type Linking, type Transaction } from './transactions.repository.js';

/** Where identities are linked and unlinked. */
export const SECURITY_PAGE = '/settings/security';

/** A request to go to a provider. */
export interface Going {
  readonly provider: string;
  readonly next: unknown;
  readonly linking: Linking | null;
  readonly source: string;
  /** The secret of this browser, where it has one. */
  readonly browser: string | null;
}

/** A browser that came back. */
export interface Coming {
  readonly provider: string;
  readonly query: URLSearchParams;
  readonly browser: string | null;
  /** The session that the browser has, if any. */
  readonly session: string | null;
  readonly source: string;
  readonly userAgent: string | undefined;
  readonly requestId: string;
}

/** Where the browser goes from here, with the session that was begun. */
export interface Arrived {
  readonly to: string;
  readonly begun: Begun | null;
}

/** The way to an identity provider and back (authorization code flow, OpenID Connect Core, section 3.1). */
@Injectable()
export class SignInWithProvider {
  private readonly log = new Logger('oidc');

  constructor(
    private readonly providers: Providers,
    private readonly transactions: Transactions,
    private readonly exchange: Exchange,
    private readonly joining: Joining,
    private readonly sessions: ProviderSessions,
  ) {}

  /**
   * The address of the provider to go to, and the secret of the browser.
   *
   * @throws {Refused} `unknown_provider`, `provider_unavailable`, `too_many_attempts`.
   */
  async go({ provider: id, next, linking, source, browser }: Going): Promise<{ location: string; browser: string }> {
    const provider = this.providers.one(id);
    const client = await this.providers.client(provider);
    const [nonce, verifier] = [randomNonce(), randomPKCECodeVerifier()];
    const transaction = { provider: id, nonce, verifier, next: ownPath(next), linking };
    const begun = await this.transactions.begin(transaction, { source, browser });
    if (!begun) {
      throw new Refused('too_many_attempts');
    }
    const { href } = buildAuthorizationUrl(client, {
      redirect_uri: this.providers.redirectUri(provider),
      scope: provider.scopes.join(' '),
      state: begun.state,
      nonce,
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(provider.acrValues.length > 0 ? { acr_values: provider.acrValues.join(' ') } : {}),
      // Whoever links must be whom the provider says: not whoever this browser was signed in as there.
      ...(linking ? { prompt: 'login' } : {}),
    });
    return { location: href, browser: begun.browser };
  }

  /** Takes what the browser brought back. Whatever fails ends at a page of ours, with a code. */
  async come(coming: Coming): Promise<Arrived> {
    let transaction: Transaction | null = null;
    try {
      const { provider: id, query, browser } = coming;
      const provider = this.providers.one(id);
      const [state, ...others] = query.getAll('state');
      if (state === undefined || others.length > 0 || browser === null) {
        throw new Refused('sign_in_expired');
      }
      transaction = await this.transactions.take({ state, browser });
      if (transaction?.provider !== id) {
        throw new Refused('sign_in_expired');
      }
      const { linking, next } = transaction;
      if (linking) {
        await this.sessions.require(linking, coming.session);
      }
      const vouched = await this.exchange.vouched(provider, { ...transaction, query, state });
      if (linking) {
        await this.joining.link(provider, vouched, linking.userId, coming);
        return { to: next, begun: null };
      }
      const userId = await this.joining.signIn(provider, vouched, coming);
      const { source, userAgent } = coming;
      const { secondFactorPassed } = vouched;
      return { to: next, begun: await this.sessions.begin(userId, { userAgent, source, secondFactorPassed }) };
    } catch (error) {
      if (!(error instanceof Refused)) {
        throw error;
      }
      return { to: this.refuse(coming.provider, error, transaction), begun: null };
    }
  }

  /** Where whoever was refused reads why. The log has the provider only where it is one of ours. */
  refuse(id: string, { refusal, why }: Refused, transaction: Transaction | null = null): string {
    const provider = this.providers.list().some((one) => one.id === id) ? id : null;
    this.log.warn({ message: 'Sign-in with a provider was refused.', provider, refusal, why });
    return transaction?.linking ? problemAt(SECURITY_PAGE, refusal) : problemAt('/sign-in', refusal, transaction?.next);
  }
}

function problemAt(page: string, problem: Refusal, next = '/'): string {
  const query = new URLSearchParams({ problem, ...(next === '/' ? {} : { next }) });
  return `${page}?${query.toString()}`;
}
