import { isLoopback } from '@app/platform';
import { Refused } from './refused.js';

/** Where a provider answers, of its metadata (OpenID Connect Discovery, section 3): all that we ask it. */
export interface Discovered {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly jwksUri: string;
  readonly userInfoEndpoint: string | null;
  /** Signatures that we take of those that the provider makes. */
  readonly algorithms: readonly string[];
  /** Whether the client's secret may go into the `Authorization` header. */
  readonly basicAuthentication: boolean;
  /** RFC 9207: every answer says whose it is, and one that does not is refused. */
  readonly saysIssuer: boolean;
}

/** Signatures by a private key. Never `none`, and never HMAC: its key would be one that we hold too. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/**
 * @throws {Refused} `provider_unavailable`: the metadata are of another issuer, lack an
 *   endpoint, or name one that we do not go to.
 */
export function discoveredOf(issuer: string, metadata: Readonly<Record<string, unknown>>): Discovered {
  // As text, not as addresses: it is compared so with `iss` of tokens.
  if (metadata['issuer'] !== issuer) {
    throw new Refused('provider_unavailable', 'issuer');
  }
  const { id_token_signing_alg_values_supported: signs, token_endpoint_auth_methods_supported: methods } = metadata;
  const algorithms = ALGORITHMS.filter((algorithm) => (Array.isArray(signs) ? signs : ['RS256']).includes(algorithm));
  if (algorithms.length === 0) {
    throw new Refused('provider_unavailable', 'algorithms');
  }
  return {
    issuer,
    authorizationEndpoint: endpointOf(issuer, metadata['authorization_endpoint']),
    tokenEndpoint: endpointOf(issuer, metadata['token_endpoint']),
    jwksUri: endpointOf(issuer, metadata['jwks_uri']),
    userInfoEndpoint:
      metadata['userinfo_endpoint'] === undefined ? null : endpointOf(issuer, metadata['userinfo_endpoint']),
    algorithms,
    // The default where nothing is said (section 3).
    basicAuthentication: !Array.isArray(methods) || methods.includes('client_secret_basic'),
    saysIssuer: metadata['authorization_response_iss_parameter_supported'] === true,
  };
}

/**
 * By https, as the issuer; and never to a bare number or to this machine, unless the issuer is
 * there itself: metadata must not make us ask what only we can reach.
 */
function endpointOf(issuer: string, value: unknown): string {
  if (typeof value !== 'string' || value.length > 2000 || !URL.canParse(value)) {
    throw new Refused('provider_unavailable', 'endpoint');
  }
  const home = new URL(issuer);
  const { protocol, hostname, username, password } = new URL(value);
  const near = isLoopback(hostname) || isNumber(hostname);
  if (protocol !== home.protocol || username || password || (near && hostname !== home.hostname)) {
    throw new Refused('provider_unavailable', 'endpoint');
  }
  return value;
}

/** An address without a name. A URL writes all spellings of IPv4 as four numbers, and IPv6 in brackets (WHATWG URL). */
const isNumber = (hostname: string): boolean => hostname.startsWith('[') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(hostname);
