import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { type ApplicationUnderTest, type Client } from '@app/testing';
import { givenCase, type GivenCase } from './bad-input.js';
import { routesOf, startApi } from './start-api.js';
import type { RouteDemand } from '../src/index.js';

/** Bodies for each route. More of them: RUNS=500 node tools/test.mjs e2e any-body. */
const RUNS = Number(process.env['RUNS'] ?? 25);

let api: ApplicationUnderTest;
let given: GivenCase;
let routes: RouteDemand[];
let schemas: Record<string, Schema>;
let bodies: Map<string, Schema>;

beforeAll(async () => {
  api = await startApi();
  given = await givenCase(api);
  routes = (await routesOf(api)).filter(({ method }) => method === 'POST' || method === 'PATCH');
  // The committed contract: what tests run has not been through the plugin that describes fields.
  const document = JSON.parse(readFileSync('libs/api-client/openapi.json', 'utf8')) as Document;
  schemas = document.components.schemas;
  bodies = new Map(
    routes.map(({ method, path }) => {
      const operation = document.paths[`/api/v1${path.replaceAll(/:(\w+)/g, '{$1}')}`]?.[method.toLowerCase()];
      return [`${method} ${path}`, operation?.requestBody?.content['application/json']?.schema ?? {}];
    }),
  );
});
afterAll(async () => {
  await api.close();
});

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}
interface Document {
  readonly components: { readonly schemas: Record<string, Schema> };
  readonly paths: Record<
    string,
    Record<string, { requestBody?: { content: Record<string, { schema: Schema } | undefined> } }> | undefined
  >;
}

const NASTY = [
  '',
  ' ',
  '__proto__',
  'constructor',
  "'; --",
  '\u202e',
  '\uFFFF',
  '😀',
  '%00',
  '../..',
  'NaN',
  '\\',
  '{}',
];
const INSTANTS = ['2024-06-01T00:00:00Z', '2024-02-31T00:00:00Z', '9999-12-31T23:59:59Z', '2024-06-01T00:00:00+14:00'];

/** Any JSON, with names that our fields have. */
const anything = (names: readonly string[]): fc.Arbitrary<unknown> =>
  fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.constantFrom<unknown>(null, true, false, 0, -1, 1e308, 2 ** 53, 0.1, ...NASTY, ...INSTANTS),
      fc.string({ unit: 'binary' }),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(fc.constantFrom(...names, ...NASTY), fc.string()), tie('value'), { maxKeys: 5 }),
    ),
  })).value;

/** Mostly what the contract asks for, and now and then anything at all. */
function likely(schema: Schema, names: readonly string[], depth = 0, name = ''): fc.Arbitrary<unknown> {
  const named = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (named) {
    return likely(schemas[named.split('/').at(-1) ?? ''] ?? {}, names, depth, name);
  }
  return fc.oneof(
    { weight: 30, arbitrary: good(schema, names, depth, name) },
    { weight: 1, arbitrary: anything(names) },
  );
}

function good(schema: Schema, names: readonly string[], depth: number, name = ''): fc.Arbitrary<unknown> {
  if (schema.enum) {
    return fc.constantFrom(...schema.enum);
  }
  if (schema.type === 'array') {
    return fc.array(likely(schema.items ?? {}, names, depth + 1, name), { maxLength: 3 });
  }
  if (schema.properties && depth < 5) {
    const fields = Object.entries(schema.properties).map(([key, field]) => [key, likely(field, names, depth + 1, key)]);
    const record = Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>;
    const requiredKeys = [...(schema.required ?? [])];
    const needed = Object.fromEntries(Object.entries(record).filter(([key]) => requiredKeys.includes(key)));
    const one = fc
      .constantFrom(...Object.keys(record))
      .chain((key) => fc.record({ ...needed, [key]: record[key] ?? fc.constant(null) }));
    return fc.oneof(
      { weight: 3, arbitrary: fc.record(needed) },
      { weight: 6, arbitrary: one },
      { weight: 3, arbitrary: fc.record(record, { requiredKeys }) },
      { weight: 1, arbitrary: fc.record(record, { requiredKeys: [] }) },
    );
  }
  if (schema.type === 'boolean') {
    return fc.boolean();
  }
  if (schema.type === 'number' || schema.type === 'integer') {
    return fc.oneof(fc.integer({ min: 0, max: 6 }), fc.double());
  }
  return text(name);
}

/** Text that a field of this name may take, now and then what it may not. */
function text(name: string): fc.Arbitrary<unknown> {
  if (name === 'at' || name.endsWith('At') || name === 'until') {
    return fc.constantFrom('2024-06-01T00:00:00Z', ...INSTANTS);
  }
  if (name.endsWith('Id') || name === 'id' || name === 'into' || name === 'authenticityBy') {
    const found = Object.entries(given.ids).find(([kind]) => name.toLowerCase().includes(kind))?.[1];
    return fc.constantFrom(...(found ? [found, found, found] : []), ...Object.values(given.ids));
  }
  const fitting = { email: 'x@y.example', url: 'https://news.example/a', attackId: 'G1044', sha256: 'a'.repeat(64) }[
    name
  ];
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fitting ? fc.constant(fitting) : fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
    },
    { weight: 1, arbitrary: fc.constantFrom(...INSTANTS, ...NASTY) },
  );
}

const IDS: Readonly<Record<string, keyof GivenCase['ids']>> = {
  accountId: 'account',
  pivotId: 'pivot',
  disclosureId: 'disclosure',
  artifactId: 'artifact',
  commentId: 'comment',
  taskId: 'task',
  organizationId: 'organization',
};

/** The route's address, with the ids of what there is. */
const addressOf = (path: string): string =>
  path.replaceAll(/:(\w+)/g, (_, name: string) =>
    name === 'incidentId' ? given.incidentId : given.ids[IDS[name] ?? 'claim'],
  );

async function send(caller: Client, { method, path }: RouteDemand, body: unknown) {
  const [seen] = await api.sql<{ v: number }>('SELECT case_version AS v FROM incident WHERE id = $1', [
    given.incidentId,
  ]);
  const match = caller.with({ 'if-match': `"${seen?.v ?? 1}"` });
  return await match.raw(method === 'POST' ? 'post' : 'patch', addressOf(path), JSON.stringify(body) ?? '');
}

/** Routes by which the session may be gone come last. */
const endsSession = ({ path }: RouteDemand): number =>
  Number(['/auth/logout', '/auth/session-endings', '/auth/password-changes'].includes(path));

test('no body whatsoever makes a route that writes fail', async () => {
  const admin = given.owner;
  const succeeded = new Set<string>();
  for (const route of routes.toSorted((one, other) => endsSession(one) - endsSession(other))) {
    const name = `${route.method} ${route.path}`;
    const schema = bodies.get(name) ?? {};
    const names = Object.keys(schemas[schema.$ref?.split('/').at(-1) ?? '']?.properties ?? { title: {} });
    await fc
      .assert(
        fc.asyncProperty(fc.oneof({ weight: 4, arbitrary: likely(schema, names) }, anything(names)), async (body) => {
          const answer = await send(admin, route, body);
          expect(answer.status).toBeLessThan(500);
          if (answer.status >= 400) {
            expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
            expect(answer.body).toMatchObject({ code: expect.any(String), requestId: expect.any(String) });
          } else {
            succeeded.add(name);
          }
        }),
        { numRuns: RUNS },
      )
      .catch((error: Error) => {
        throw new Error(`${name}: ${error.message}`, { cause: error });
      });
  }
  // Else the bodies were too bad to reach what lies behind the edge.
  expect([...succeeded].filter((name) => name.includes(' /incidents')).length).toBeGreaterThan(5);
}, 300_000);
