import { Injectable } from '@nestjs/common';
import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  None,
} from 'openid-client';
import { Clock, Config, type IdentityProvider } from '@app/platform';
import { boundedFetch } from './bounded-fetch.js';
import { discoveredOf, type Discovered } from './discovered.rules.js';
import { Refused } from './refused.js';

/** Seconds that one request to a provider may take, its body included. */
const TIMEOUT_S = 5;
/** Metadata are asked again after this long. */
const FRESH_MS = 60 * 60 * 1000;
/** A provider that did not answer is left alone for this long: a stranger must not make us ask it all the time. */
const LEFT_ALONE_MS = 10 * 1000;

/** The one path that an issuer's metadata have (OpenID Connect Discovery, section 4). */
const metadataOf = (issuer: string): string => `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

interface Asked {
  readonly answer: Promise<Discovered>;
  readonly until: number;
}

/** The operator's providers, and what they say of themselves. */
@Injectable()
export class Providers {
  private readonly asked = new Map<string, Asked>();

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  list(): readonly IdentityProvider[] {
    return this.config.identityProviders;
  }

  /** @throws {Refused} `unknown_provider`. */
  one(id: string): IdentityProvider {
    const found = this.list().find((provider) => provider.id === id);
    if (!found) {
      throw new Refused('unknown_provider');
    }
    return found;
  }

  byIssuer(issuer: string): IdentityProvider | undefined {
    return this.list().find((provider) => provider.issuer === issuer);
  }

  /** Where the provider sends people back to: one address for each, so that no answer of one is taken for another's (RFC 9700, section 4.4.2). */
  redirectUri({ id }: IdentityProvider): string {
    return `${this.config.publicUrl}/api/v1/auth/oidc/${id}/callback`;
  }

  /**
   * The client library, set up for one exchange. Each has its own: the library keeps keys with it,
   * and keys that a provider has just changed are to be found at once.
   *
   * @throws {Refused} `provider_unavailable`.
   */
  async client(provider: IdentityProvider): Promise<Configuration> {
    const found = await this.discovered(provider);
    const secret = provider.clientSecret?.reveal();
    const authentication =
      secret === undefined ? None() : found.basicAuthentication ? ClientSecretBasic(secret) : ClientSecretPost(secret);
    const client = new Configuration(
      {
        issuer: found.issuer,
        authorization_endpoint: found.authorizationEndpoint,
        token_endpoint: found.tokenEndpoint,
        jwks_uri: found.jwksUri,
        ...(found.userInfoEndpoint ? { userinfo_endpoint: found.userInfoEndpoint } : {}),
        id_token_signing_alg_values_supported: [...found.algorithms],
        authorization_response_iss_parameter_supported: found.saysIssuer,
      },
      provider.clientId,
      {},
      authentication,
    );
    client.timeout = TIMEOUT_S;
    client[customFetch] = boundedFetch(
      [found.tokenEndpoint, found.jwksUri, found.userInfoEndpoint].filter((address) => address !== null),
    );
    // The token came by TLS from the provider; its signature is looked at all the same (Core, section 3.1.3.7, 6).
    enableNonRepudiationChecks(client);
    if (isPlain(found.issuer)) {
      allowInsecureRequests(client);
    }
    return client;
  }

  /** Many who sign in at once ask once. */
  private async discovered(provider: IdentityProvider): Promise<Discovered> {
    const now = this.clock.now().getTime();
    const known = this.asked.get(provider.id);
    if (known && known.until > now) {
      return await known.answer;
    }
    const answer = ask(provider.issuer);
    this.asked.set(provider.id, { answer, until: now + FRESH_MS });
    try {
      return await answer;
    } catch (error) {
      this.asked.set(provider.id, { answer, until: now + LEFT_ALONE_MS });
      throw error;
    }
  }
}

/** The configuration lets plain http to this machine only. */
const isPlain = (issuer: string): boolean => issuer.startsWith('http:');

async function ask(issuer: string): Promise<Discovered> {
  try {
    const found = await discovery(new URL(issuer), 'unused', {}, None(), {
      timeout: TIMEOUT_S,
      [customFetch]: boundedFetch([metadataOf(issuer)]),
      ...(isPlain(issuer) ? { execute: [allowInsecureRequests] } : {}),
    });
    return discoveredOf(issuer, { ...found.serverMetadata() });
  } catch (error) {
    throw error instanceof Refused
      ? error
      : new Refused('provider_unavailable', (error as { code?: string } | null)?.code ?? 'discovery');
  }
}
