import { readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { PASSWORD } from '@app/testing';
import { Secret, TOTP } from 'otpauth';
import { SignedIn } from './client.js';
import { givenTeam } from './people.js';
import { Folders, PATIENCE_MS, type Product } from './product.js';

const STEP_MS = 30_000;
const codeAt = (secret: string, ms: number): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: ms });

/** Sends headers that `fetch` would refuse. */
async function login(product: Product, body: object, headers: Record<string, string>): Promise<number> {
  return await new Promise((resolve, reject) => {
    const sent = request(`${product.address}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
    });
    sent.on('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}

describe('Signing in to the running product', () => {
  const folders = new Folders();
  afterAll(() => folders.clear());

  it(
    'leaves one line of JSON for each request in the log, whatever was sent, and no secret',
    async () => {
      const product = await folders.start(folders.make(), { LOG_LEVEL: 'info' });
      const { responder } = await givenTeam(product);
      const client = await SignedIn.as(product, responder.email, PASSWORD);
      const { body: offer } = await client.post<{ secret: string; uri: string }>('/auth/totp/enrollments', {});
      const code = codeAt(offer.secret, Date.now());
      const { status, body } = await client.post<{ recoveryCodes: string[] }>('/auth/totp/confirmations', { code });
      expect(status).toBe(201);

      const forged = '\n{"level":30,"msg":"forged","userId":"admin"}\r\n';
      // Control characters of ASCII no HTTP server takes in a header; those of Latin-1 it does.
      const hostile = 'A"},{"level":30,"forged":true}\u0085\u009b2J\u00ff';
      const totp = codeAt(offer.secret, Date.now() + STEP_MS);
      const attempts: [object, Record<string, string>, number][] = [
        [{ email: `nobody\u001b[2J${forged}@test.example`, password: `guess${forged}` }, {}, 401],
        [{ email: responder.email, password: 'not the password' }, { 'user-agent': hostile }, 401],
        [{ email: responder.email, password: PASSWORD, totp: `1${forged}` }, { 'x-request-id': hostile }, 401],
        [{ email: responder.email, password: PASSWORD, totp: body.recoveryCodes[0] }, { 'request-id': 'forged' }, 200],
        [
          { email: responder.email, password: PASSWORD, totp },
          { 'user-agent': hostile, 'x-forwarded-for': hostile },
          200,
        ],
      ];
      for (const [sent, headers, expected] of attempts) {
        expect(await login(product, sent, headers)).toBe(expected);
      }
      await product.until('the lines', () => product.said.split('"/api/v1/auth/login"').length > attempts.length);
      expect(await product.stop()).toBe(0);

      const lines = product.said.split('\n').filter((line) => /[{}]|forged|level/.test(line));
      const read = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(read.filter(({ route }) => route === '/api/v1/auth/login')).toHaveLength(attempts.length + 1);
      for (const line of read) {
        expect(Object.keys(line)).toEqual(expect.not.arrayContaining(['forged', 'msg', 'body', 'headers']));
        expect(JSON.stringify(line['requestId'] ?? '')).not.toContain('forged');
      }
      const secrets = [PASSWORD, 'not the password', 'guess', offer.secret, code, totp, ...body.recoveryCodes];
      for (const secret of [...secrets, responder.email, 'nobody', hostile, 'ascribe_session=']) {
        expect(product.said).not.toContain(secret);
      }
    },
    PATIENCE_MS,
  );

  it(
    'keeps its key for second factors in the data folder, so that codes are good after another start',
    async () => {
      const dataDir = folders.make();
      const first = await folders.start(dataDir);
      const { responder } = await givenTeam(first);
      const client = await SignedIn.as(first, responder.email, PASSWORD);
      const { body: offer } = await client.post<{ secret: string }>('/auth/totp/enrollments', {});
      const code = codeAt(offer.secret, Date.now());
      expect((await client.post('/auth/totp/confirmations', { code })).status).toBe(201);
      await first.stop();

      const file = join(dataDir, 'secrets-key');
      const key = readFileSync(file, 'utf8');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(Buffer.from(key, 'base64')).toHaveLength(32);
      const second = await folders.start(dataDir);
      const totp = codeAt(offer.secret, Date.now() + STEP_MS);
      expect(await login(second, { email: responder.email, password: PASSWORD, totp }, {})).toBe(200);
      expect(readFileSync(file, 'utf8')).toBe(key);
      expect(second.said).not.toContain('ASCRIBE_SECRETS_KEY');
      await second.stop();
    },
    PATIENCE_MS,
  );
});
