import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ApplicationUnderTest } from '@app/testing';
import { REQUESTS } from '../access-requests.js';
import { startApi } from '../start-api.js';
import { givenAssault, methodOf, rows, send, validRequest, type Assault } from './assault.js';

let api: ApplicationUnderTest;
let assault: Assault;

beforeAll(async () => {
  api = await startApi();
  assault = await givenAssault(api);
}, 60_000);
afterAll(async () => {
  await api.close();
});

/** What the product sets itself, with a value that it would take. */
const SET_BY_US: Readonly<Record<string, unknown>> = {
  id: randomUUID(),
  incidentId: randomUUID(),
  organizationId: randomUUID(),
  userId: randomUUID(),
  version: 1,
  caseVersion: 1,
  createdAt: '2020-01-01T00:00:00.000Z',
  recordedAt: '2020-01-01T00:00:00.000Z',
  endedAt: null,
  status: 'approved',
  approvedById: randomUUID(),
  approvedAt: '2020-01-01T00:00:00.000Z',
  authorId: randomUUID(),
  authorIds: [randomUUID()],
  submittedById: randomUUID(),
  recordedById: randomUUID(),
  byId: randomUUID(),
  administrator: true,
  role: 'owner',
  capacity: 'responder',
  maxTlp: 'red',
  passwordHash: 'x',
  secret: 'x',
  reference: 'INC-2020-0001',
  ownTlp: 'clear',
  abilities: { edit: true },
};

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
}
interface Contract {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>>>
  >;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** As it is committed: what runs here was not built, and describes itself in part only. */
async function contract(): Promise<Contract> {
  return JSON.parse(await readFile('libs/api-client/openapi.json', 'utf8')) as Contract;
}

/** The schema of the body that a route takes; undefined where it takes none. */
function bodyOf({ paths }: Contract, route: string): Schema | undefined {
  const [method = '', path = ''] = route.split(' ');
  const described = paths[`/api/v1${path.replaceAll(/:(\w+)/g, '{$1}')}`]?.[method.toLowerCase()];
  return described?.requestBody?.content['application/json']?.schema;
}

function propertiesOf(document: Contract, schema: Schema | undefined): Readonly<Record<string, Schema>> {
  const name = schema?.$ref?.split('/').at(-1);
  const found = name === undefined ? schema : document.components.schemas[name];
  const parts = (found?.allOf ?? []).map((part) => propertiesOf(document, part));
  return Object.assign({}, found?.properties, ...parts) as Record<string, Schema>;
}

/** The body with one field more, in it and in each object below it, unless the field is one of the object's own. */
function* withMore(document: Contract, schema: Schema | undefined, body: object, name: string): Generator<object> {
  const known = propertiesOf(document, schema);
  if (!(name in known)) {
    yield { ...body, [name]: SET_BY_US[name] };
  }
  for (const [key, value] of Object.entries(body)) {
    const [inner] = Array.isArray(value) ? (value as unknown[]) : [value as unknown];
    const below = Array.isArray(value) ? known[key]?.items : known[key];
    if (typeof inner === 'object' && inner !== null && below) {
      for (const more of withMore(document, below, inner, name)) {
        yield { ...body, [key]: Array.isArray(value) ? [more] : more };
      }
    }
  }
}

const WRITING = Object.keys(REQUESTS).filter((route) => methodOf(route) !== 'GET');

it('describes the body of every route that is sent one', async () => {
  const document = await contract();
  const bare: string[] = [];
  for (const route of WRITING) {
    const { body } = await validRequest(assault.ground, route);
    if (body && Object.keys(body).length > 0 && !bodyOf(document, route)) {
      bare.push(route);
    }
  }
  expect(bare).toEqual([]);
}, 60_000);

it.each(WRITING)(
  'sets nothing by a field that the route does not take: %s',
  async (route) => {
    const document = await contract();
    const schema = bodyOf(document, route);
    const request = await validRequest(assault.ground, route);
    if (request.bytes || !schema) {
      // Bytes have no fields; and where no body is taken, none is looked at.
      return;
    }
    const before = await rows(api);
    const odd: string[] = [];
    let sent = 0;
    for (const name of Object.keys(SET_BY_US)) {
      for (const body of withMore(document, schema, request.body ?? {}, name)) {
        const answer = await send(request.client, route, { ...request, body });
        sent += 1;
        if (!refuses(answer.status, answer.body as Refusal)) {
          odd.push(`${name}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`);
        }
      }
    }
    expect(odd).toEqual([]);
    expect(sent).toBeGreaterThan(Object.keys(SET_BY_US).length / 2);
    expect(await rows(api)).toEqual(before);
  },
  60_000,
);

interface Refusal {
  readonly errors?: readonly { readonly code: string; readonly message: string }[];
}

/** A time that may be partial is looked at whole. */
const refuses = (status: number, { errors = [] }: Refusal): boolean =>
  [400, 422].includes(status) &&
  errors.some(({ code, message }) => code === 'unknown_field' || message.includes('must be { at, precision }'));
