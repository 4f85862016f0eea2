import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { type ApplicationUnderTest } from '@app/testing';
import { expectProblem, givenCase, traces, type GivenCase } from './bad-input.js';
import { startApi } from './start-api.js';

let api: ApplicationUnderTest;
let given: GivenCase;

beforeAll(async () => {
  api = await startApi();
  given = await givenCase(api);
});
afterAll(async () => {
  await api.close();
});

const JSON_TYPE = 'application/json';
const MIB = 1024 * 1024;
/** A good title with this in it, as bytes. */
const titled = (...bytes: number[]): Buffer =>
  Buffer.concat([Buffer.from('{"title":"'), Buffer.from(bytes), Buffer.from('"}')]);
const ofLength = (bytes: number): string => `{"title":"x"${' '.repeat(bytes - 13)}}`;

interface Bad {
  readonly what: string;
  readonly bytes: string | Buffer;
  readonly type?: string | null;
  readonly status: number;
  readonly code: string;
  readonly path?: string;
}

const MALFORMED = { status: 400, code: 'malformed_body' } as const;
const BAD: readonly Bad[] = [
  { what: 'one mebibyte', bytes: ofLength(MIB), status: 413, code: 'body_too_large' },
  { what: 'much more than one mebibyte', bytes: ofLength(8 * MIB), status: 413, code: 'body_too_large' },
  { what: 'no JSON', bytes: '{"title":', ...MALFORMED },
  { what: 'a comment in JSON', bytes: '{"title":"x"} // why', ...MALFORMED },
  { what: 'invalid UTF-8', bytes: titled(0xff), ...MALFORMED },
  { what: 'UTF-8 that is cut off', bytes: titled(0xe2, 0x82), ...MALFORMED },
  { what: 'overlong UTF-8', bytes: titled(0xc0, 0xaf), ...MALFORMED },
  { what: 'half of a surrogate pair as bytes', bytes: titled(0xed, 0xa0, 0x80), ...MALFORMED },
  { what: 'UTF-16', bytes: Buffer.from('{"title":"x"}', 'utf16le'), ...MALFORMED },
  { what: 'a bare NUL', bytes: titled(0), ...MALFORMED },
  { what: 'an escaped NUL', bytes: '{"title":"a\\u0000b"}', status: 422, code: 'invalid', path: 'title' },
  { what: 'half of a surrogate pair', bytes: '{"title":"\\ud83d"}', status: 422, code: 'invalid', path: 'title' },
  { what: 'the other half, in a key', bytes: '{"\\udc00":"x"}', status: 422, code: 'invalid', path: '' },
  { what: 'a NUL deep inside', bytes: '{"tags":["a","\\u0000"]}', status: 422, code: 'invalid', path: 'tags[1]' },
  { what: '5,000 levels of arrays', bytes: `{"tags":${'['.repeat(5000)}${']'.repeat(5000)}}`, ...MALFORMED },
  { what: '5,000 levels of objects', bytes: `${'{"title":'.repeat(5000)}1${'}'.repeat(5000)}`, ...MALFORMED },
  { what: 'levels that never close', bytes: '['.repeat(5000), ...MALFORMED },
  {
    what: 'a hundred thousand objects',
    bytes: `{"title":"x","affectedAccounts":[${'{},'.repeat(100_000)}{}]}`,
    ...MALFORMED,
  },
  {
    what: 'fifty thousand fields',
    bytes: `{"title":"x"${Array.from({ length: 50_000 }, (_, index) => `,"k${index}":1`).join('')}}`,
    ...MALFORMED,
  },
  { what: 'a field named twice', bytes: '{"title":"x","title":"y"}', ...MALFORMED },
  { what: 'a field named twice inside', bytes: '{"holder":{"name":"x","n\\u0061me":"y"}}', ...MALFORMED },
  { what: 'null', bytes: 'null', status: 422, code: 'invalid', path: '' },
  { what: 'an array', bytes: '[{"title":"x"}]', status: 422, code: 'invalid', path: '' },
  { what: 'a string', bytes: '"title"', status: 422, code: 'invalid', path: '' },
  { what: 'a number', bytes: '1e999', status: 422, code: 'invalid', path: '' },
  { what: 'nothing', bytes: '', status: 422, code: 'invalid', path: '' },
  { what: 'text', bytes: '{"title":"x"}', type: 'text/plain', status: 415, code: 'unsupported_media_type' },
  {
    what: 'a form',
    bytes: 'title=x',
    type: 'application/x-www-form-urlencoded',
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    what: 'another charset',
    bytes: '{"title":"x"}',
    type: `${JSON_TYPE}; charset=latin1`,
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    what: 'a kind of JSON',
    bytes: '{"title":"x"}',
    type: 'application/merge-patch+json',
    status: 415,
    code: 'unsupported_media_type',
  },
  { what: 'no content type', bytes: '{"title":"x"}', type: null, status: 415, code: 'unsupported_media_type' },
  {
    what: 'a broken content type',
    bytes: '{"title":"x"}',
    type: 'json, please',
    status: 415,
    code: 'unsupported_media_type',
  },
];

const ROUTES = [
  ['filing', 'post', () => '/incidents'],
  ['amending the incident', 'patch', () => `/incidents/${given.incidentId}`],
  ['a transition', 'post', () => `/incidents/${given.incidentId}/transitions`],
  ['a comment', 'post', () => `/incidents/${given.incidentId}/comments`],
  ['an account', 'post', () => `/incidents/${given.incidentId}/accounts`],
  ['amending an account', 'patch', () => `/incidents/${given.incidentId}/accounts/${given.ids.account}`],
] as const;

describe.each(ROUTES)('The body of %s', (_route, method, path) => {
  test.each(BAD)('is refused as $what, and leaves nothing', async ({ bytes, type = JSON_TYPE, ...expected }) => {
    const before = await traces(api);
    const caller = given.owner.with({ 'if-match': '"3"', 'idempotency-key': randomUUID() });
    const answer = await caller.raw(method, path(), bytes, type);
    expectProblem(answer, expected);
    expect(await traces(api)).toEqual(before);
  });
});

describe('Whoever may not', () => {
  const answers = async (send: (bytes: string | Buffer, type: string | null) => PromiseLike<Response>) => {
    const seen = new Set<string>();
    for (const { bytes, type = JSON_TYPE } of BAD) {
      const { status, body } = await send(bytes, type);
      seen.add(`${status} ${body.code}`);
    }
    return [...seen];
  };
  const path = () => `/incidents/${given.incidentId}/comments`;

  it('is told to sign in, whatever they send', async () => {
    expect(await answers((bytes, type) => api.anonymous().raw('post', path(), bytes, type))).toEqual([
      '401 sign_in_required',
    ]);
  });

  it('finds nothing, whatever they send', async () => {
    expect(await answers((bytes, type) => given.stranger.raw('post', path(), bytes, type))).toEqual(['404 not_found']);
  });

  it('is refused as another page would be, whatever they send', async () => {
    const forged = given.owner.with({ 'x-csrf-token': 'guessed' });
    expect(await answers((bytes, type) => forged.raw('post', path(), bytes, type))).toEqual(['403 csrf_token_invalid']);
  });
});

test('what is sent without end is not read to its end, and is no fault of ours', async () => {
  const outcome = await given.owner.raw('post', '/incidents', ofLength(20 * MIB)).then(
    (answer) => answer.status,
    (error: { code?: string }) => error.code,
  );
  expect([413, 'ECONNRESET', 'EPIPE']).toContain(outcome);
});

test('a body of one byte less than a mebibyte is read', async () => {
  const { status } = await given.owner.raw('post', '/incidents', ofLength(MIB - 1));
  expect(status).toBe(201);
});

test('JSON of charset UTF-8 is JSON', async () => {
  const { status } = await given.owner.raw(
    'post',
    '/incidents',
    '{"title":"Été 😀"}',
    'application/json; charset=UTF-8',
  );
  expect(status).toBe(201);
});
