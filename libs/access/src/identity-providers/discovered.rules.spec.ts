import { discoveredOf } from './discovered.rules.js';
import { Refused } from './refused.js';

const ISSUER = 'https://login.campaign.example';
const METADATA = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/authorize`,
  token_endpoint: 'https://tokens.campaign.example/token',
  jwks_uri: 'https://keys.campaign.example/jwks',
  userinfo_endpoint: `${ISSUER}/userinfo`,
  id_token_signing_alg_values_supported: ['none', 'HS256', 'RS256', 'ES256'],
};

describe('What a provider says of itself', () => {
  it('is taken with endpoints at other names, and with signatures by private keys only', () => {
    expect(discoveredOf(ISSUER, METADATA)).toEqual({
      issuer: ISSUER,
      authorizationEndpoint: METADATA.authorization_endpoint,
      tokenEndpoint: METADATA.token_endpoint,
      jwksUri: METADATA.jwks_uri,
      userInfoEndpoint: METADATA.userinfo_endpoint,
      algorithms: ['RS256', 'ES256'],
      basicAuthentication: true,
      saysIssuer: false,
    });
  });

  it('has the defaults of the standard where it says nothing', () => {
    const { userinfo_endpoint: _, id_token_signing_alg_values_supported: __, ...least } = METADATA;
    expect(discoveredOf(ISSUER, least)).toMatchObject({
      userInfoEndpoint: null,
      algorithms: ['RS256'],
      basicAuthentication: true,
    });
    const posts = { ...METADATA, token_endpoint_auth_methods_supported: ['client_secret_post'] };
    expect(discoveredOf(ISSUER, posts).basicAuthentication).toBe(false);
  });

  it.each([
    ['another issuer', { issuer: 'https://other.example' }],
    ['no endpoint', { token_endpoint: undefined }],
    ['plain http', { token_endpoint: 'http://login.campaign.example/token' }],
    ['this machine', { token_endpoint: 'https://localhost/token' }],
    ['this machine by number', { jwks_uri: 'https://127.0.0.1/jwks' }],
    ['this machine in one number', { jwks_uri: 'https://2130706433/jwks' }],
    ['this machine in hex', { jwks_uri: 'https://0x7f.1/jwks' }],
    ['this machine as IPv6', { jwks_uri: 'https://[::ffff:127.0.0.1]/jwks' }],
    ['the network within', { userinfo_endpoint: 'https://10.0.0.1/' }],
    ['the metadata of the machine', { userinfo_endpoint: 'https://169.254.169.254/' }],
    ['a user', { jwks_uri: 'https://a@login.campaign.example/jwks' }],
    ['no signature', { id_token_signing_alg_values_supported: ['none'] }],
  ])('is refused with %s', (_, over) => {
    expect(() => discoveredOf(ISSUER, { ...METADATA, ...over })).toThrow(Refused);
  });

  it('may be on a bare number where the operator says so', () => {
    const issuer = 'https://10.0.0.1';
    const at = Object.fromEntries(
      Object.entries(METADATA).map(([name, value]) => [name, typeof value === 'string' ? `${issuer}/x` : value]),
    );
    expect(discoveredOf(issuer, { ...at, issuer }).jwksUri).toBe('https://10.0.0.1/x');
  });
});
