import { createHash, createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HOME } from '../oidc-ground.js';

const base64 = (value: string | Buffer): string => Buffer.from(value).toString('base64url');
const json = (value: object): string => base64(JSON.stringify(value));

/** Which sign-in the browser was sent away with. */
export interface Asked {
  readonly state: string;
  readonly nonce: string;
  readonly challenge: string;
}

export const askedOf = (location: string): Asked => {
  const query = new URL(location).searchParams;
  const of = (name: string): string => query.get(name) ?? '';
  return { state: of('state'), nonce: of('nonce'), challenge: of('code_challenge') };
};

/** A provider that says whatever the test lets it say, with keys of its own. */
export class HostileProvider {
  readonly kid = 'key of the hostile provider';
  private readonly keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  private readonly others = generateKeyPairSync('rsa', { modulusLength: 2048 });
  /** What it answers instead of what is right, by path. */
  readonly instead = new Map<string, (response: ServerResponse) => void>();
  metadata: Readonly<Record<string, unknown>> = {};
  idToken: unknown = '';
  userInfo: Readonly<Record<string, unknown>> = {};
  /** The last request to the token endpoint. */
  token = new URLSearchParams();
  /** Paths that were asked for, in order. */
  readonly asked: string[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<HostileProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const provider = new HostileProvider(server);
    server.on('request', (request, response) => void provider.answer(request, response));
    return provider;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** As one that does what is right, until told otherwise. */
  reset(): void {
    this.instead.clear();
    this.metadata = {};
    this.userInfo = { sub: 'a stranger' };
    this.asked.length = 0;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Claims as they should be, for this sign-in. */
  claims(nonce: string, over: object = {}): object {
    const now = Math.floor(Date.now() / 1000);
    return {
      iss: this.issuer,
      sub: 'somebody',
      aud: 'ascribe',
      iat: now,
      exp: now + 300,
      nonce,
      email: 'somebody@campaign.example',
      email_verified: true,
      groups: ['it'],
      ...over,
    };
  }

  /** By its own key, or by another one under the same name. */
  signed(claims: object, by: 'own' | 'other' = 'own', header: object = {}): string {
    const body = `${json({ alg: 'RS256', kid: this.kid, ...header })}.${json(claims)}`;
    const key: KeyObject = by === 'own' ? this.keys.privateKey : this.others.privateKey;
    return `${body}.${base64(sign('sha256', Buffer.from(body), key))}`;
  }

  unsigned(claims: object, alg = 'none'): string {
    return `${json({ alg })}.${json(claims)}.`;
  }

  hmac(claims: object, key: string): string {
    const body = `${json({ alg: 'HS256', kid: this.kid })}.${json(claims)}`;
    return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
  }

  /** What anybody can read of its key. */
  get publicKey(): { pem: string; otherJwk: object; jwk: string } {
    const jwk = this.keys.publicKey.export({ format: 'jwk' });
    return {
      pem: this.keys.publicKey.export({ format: 'pem', type: 'spki' }).toString(),
      jwk: JSON.stringify(jwk),
      otherJwk: this.others.publicKey.export({ format: 'jwk' }),
    };
  }

  /** Where it sends the browser back to. */
  back({ state }: Pick<Asked, 'state'>, over: Readonly<Record<string, string>> = {}, id = 'campaign'): URL {
    const query = new URLSearchParams({ code: 'a code', state, iss: this.issuer, ...over });
    return new URL(`${HOME}/api/v1/auth/oidc/${id}/callback?${query.toString()}`);
  }

  /** Whether the verifier of the last exchange is the one of this challenge (RFC 7636, section 4.6). */
  verified({ challenge }: Asked): boolean {
    return (
      createHash('sha256')
        .update(this.token.get('code_verifier') ?? '')
        .digest('base64url') === challenge
    );
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? '';
    this.asked.push(path);
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    if (path === '/token') {
      this.token = new URLSearchParams(Buffer.concat(chunks).toString());
    }
    const other = this.instead.get(path);
    if (other) {
      other(response);
      return;
    }
    const body = this.rightly(path);
    response
      .writeHead(body ? 200 : 404, { 'content-type': 'application/json', connection: 'close' })
      .end(JSON.stringify(body ?? {}));
  }

  private rightly(path: string): object | undefined {
    const at = (rest: string): string => this.issuer + rest;
    return {
      '/.well-known/openid-configuration': {
        issuer: this.issuer,
        authorization_endpoint: at('/authorize'),
        token_endpoint: at('/token'),
        jwks_uri: at('/jwks'),
        userinfo_endpoint: at('/userinfo'),
        // As careless ones do.
        id_token_signing_alg_values_supported: ['none', 'HS256', 'RS256'],
        ...this.metadata,
      },
      '/jwks': { keys: [{ ...this.keys.publicKey.export({ format: 'jwk' }), kid: this.kid, use: 'sig' }] },
      '/token': { access_token: 'an access token', token_type: 'Bearer', id_token: this.idToken },
      '/userinfo': this.userInfo,
    }[path];
  }
}
