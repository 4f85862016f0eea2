import { createRequire } from 'node:module';
import { PASSWORD, type ApplicationUnderTest } from '@app/testing';
import { startApi } from '../start-api.js';
import { givenAssault, ownerOf, type Assault } from './assault.js';

interface EsmMocks {
  unstable_mockModule(name: string, make: () => object): void;
}
interface Pino {
  (options: object, output: { write: (line: string) => void }): object;
  readonly stdTimeFunctions: object;
}

/** Everything that the product wrote to its log. */
const lines: string[] = [];
const actual = createRequire(import.meta.url)('pino') as Pino;
const kept = Object.assign((options: object) => actual(options, { write: (line) => lines.push(line) }), {
  stdTimeFunctions: actual.stdTimeFunctions,
  destination: () => undefined,
});
(import.meta.jest as unknown as EsmMocks).unstable_mockModule('pino', () => ({ pino: kept, default: kept }));

let api: ApplicationUnderTest;
let assault: Assault;

beforeAll(async () => {
  api = await startApi({ environment: { LOG_LEVEL: 'info' } });
  assault = await givenAssault(api);
}, 60_000);
afterAll(async () => {
  await api.close();
});

it('has one line of JSON for each request, whatever a client sends, and nothing of its content', async () => {
  const { client } = ownerOf(assault.ground);
  const { email } = assault.ground.campaign.owner;
  const forged = '{"level":60,"message":"forged"}';
  lines.length = 0;
  const noisy = client.with({
    'user-agent': `agent-mark ${forged}`,
    'x-request-id': 'id-mark',
    referer: 'https://referer-mark.example/',
  });
  await noisy.post('/incidents', { title: 'Title-mark\n{"level":60}', summary: `Summary-mark ${forged}` });
  await noisy.get(`/search?q=${encodeURIComponent(`query-mark\n${forged}`)}`);
  await noisy.get('/incidents/reference-mark%0a%7B%22level%22:60%7D').expect(404);
  await noisy.raw('post', '/incidents', '{"title": "broken-mark');
  await api
    .anonymous()
    .post('/auth/login', { email, password: `${PASSWORD} wrong-mark` })
    .expect(401);
  await api.withKey('ask_secret-mark-0123456789abcdef').get('/incidents').expect(401);
  expect(lines).toHaveLength(6);
  for (const line of lines) {
    expect(line.match(/\n/g)).toHaveLength(1);
    expect(Object.keys(JSON.parse(line) as object).toSorted()).toEqual(
      ['level', 'method', 'ms', 'requestId', 'route', 'status', 'time', 'userId'].toSorted(),
    );
  }
  const text = lines.join('');
  expect(text).not.toMatch(/mark|forged|referer/i);
  expect(text).not.toContain(email);
});

it('says of what nobody foresaw only where it was', async () => {
  const { client } = ownerOf(assault.ground);
  await api.sql('ALTER TABLE party RENAME COLUMN kind TO kind_away');
  lines.length = 0;
  try {
    const { body } = await client.post('/parties', { name: 'Secret-mark', kind: 'media' }).expect(500);
    expect(body.code).toBe('internal_error');
  } finally {
    await api.sql('ALTER TABLE party RENAME COLUMN kind_away TO kind');
  }
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.every((line) => line.endsWith('\n') && Boolean(JSON.parse(line)))).toBe(true);
  expect(lines.join('')).not.toContain('Secret-mark');
});
