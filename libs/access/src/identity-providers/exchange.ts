import { Injectable } from '@nestjs/common';
import { authorizationCodeGrant, fetchUserInfo, type Configuration } from 'openid-client';
import { Clock, type IdentityProvider } from '@app/platform';
import { Providers } from './providers.js';
import { Refused } from './refused.js';
import { lacksClaims, vouchedFor, type Claims, type Vouched } from './vouched.rules.js';

/** Clocks of others are off by this much at the most, in seconds. The client library takes the same for `exp` and `nbf`. */
const CLOCK_TOLERANCE_S = 30;

/** What the client library calls faults of the way to the provider, and not of what it says. */
const OUT_OF_REACH = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
]);
/** RFC 6749, sections 4.1.2.1 and 5.2: what may be written to the log of what a provider wrote. */
const ERRORS = new Set([
  'access_denied',
  'invalid_client',
  'invalid_grant',
  'invalid_request',
  'invalid_scope',
  'login_required',
  'server_error',
  'temporarily_unavailable',
  'unauthorized_client',
]);

/** What the browser brought back, and what we remember. */
export interface Answer {
  readonly query: URLSearchParams;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Exchanges a code for what the provider vouches for. */
@Injectable()
export class Exchange {
  constructor(
    private readonly providers: Providers,
    private readonly clock: Clock,
  ) {}

  /**
   * The library checks `state` and `iss` of the answer (RFC 9207), exchanges the code with the
   * verifier (RFC 7636), and checks issuer, audience, authorized party, expiry, nonce and
   * signature of the ID token.
   *
   * @throws {Refused} `provider_unavailable`, `provider_refused`, `answer_invalid`, `groups_invalid`.
   */
  async vouched(provider: IdentityProvider, answer: Answer): Promise<Vouched> {
    const client = await this.providers.client(provider);
    try {
      const { claims, accessToken } = await this.tokens(client, provider, answer);
      const userInfo =
        lacksClaims(provider, claims) && client.serverMetadata().userinfo_endpoint !== undefined
          ? await fetchUserInfo(client, accessToken, String(claims['sub']))
          : {};
      return vouchedFor(provider, claims, userInfo);
    } catch (error) {
      throw refusedOf(error);
    }
  }

  private async tokens(
    client: Configuration,
    provider: IdentityProvider,
    { query, state, nonce, verifier }: Answer,
  ): Promise<{ claims: Claims; accessToken: string }> {
    const url = new URL(this.providers.redirectUri(provider));
    url.search = query.toString();
    const tokens = await authorizationCodeGrant(client, url, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    // The library looks at no `iat`: a token of tomorrow is none of this sign-in.
    if (!claims || claims.iat > this.clock.now().getTime() / 1000 + CLOCK_TOLERANCE_S) {
      throw new Refused('answer_invalid', 'iat');
    }
    return { claims, accessToken: tokens.access_token };
  }
}

/** Only constants go on from here: messages and causes of the library hold tokens and claims. */
function refusedOf(thrown: unknown): Refused {
  if (thrown instanceof Refused) {
    return thrown;
  }
  const { name, code, error } = (thrown ?? {}) as { name?: string; code?: string; error?: string };
  const said = typeof error === 'string' && ERRORS.has(error) ? error : undefined;
  if (name === 'AuthorizationResponseError' || code === 'OAUTH_AUTHORIZATION_RESPONSE_ERROR') {
    return new Refused('provider_refused', said);
  }
  const lost = error === undefined && (code === undefined || OUT_OF_REACH.has(code) || !code.startsWith('OAUTH_'));
  return new Refused(lost ? 'provider_unavailable' : 'answer_invalid', said ?? code);
}
