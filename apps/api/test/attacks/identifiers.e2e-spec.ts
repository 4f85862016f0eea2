import { randomUUID } from 'node:crypto';
import type { ApplicationUnderTest } from '@app/testing';
import { REQUESTS } from '../access-requests.js';
import { startApi } from '../start-api.js';
import { givenAssault, methodOf, nameOf, rows, send, validRequest, type Assault } from './assault.js';

let api: ApplicationUnderTest;
let assault: Assault;

beforeAll(async () => {
  api = await startApi();
  assault = await givenAssault(api);
}, 60_000);
afterAll(async () => {
  await api.close();
});

const ROUTES = Object.keys(REQUESTS).filter((route) => route.includes('/:'));
/** A browser comes here by itself, and is sent back to a page of ours, whatever the provider is called. */
const SENDS_BACK = /^GET \/auth\/oidc\/:provider\//;
/** These are no ids: who holds the token of an invitation is invited, and providers are public. */
const NO_IDS = new Set(['token', 'provider']);
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

const pathOf = (route: string): string[] => (route.split(' ')[1] ?? '').split('/');
const segmentsOf = (path: string): string[] => (path.split('?')[0] ?? '').split('/');
const parametersOf = (route: string): string[] =>
  pathOf(route)
    .filter((segment) => segment.startsWith(':'))
    .map((segment) => segment.slice(1));

function valueOf(route: string, path: string, parameter: string): string {
  return segmentsOf(path)[pathOf(route).indexOf(`:${parameter}`)] ?? '';
}

function withValue(route: string, path: string, parameter: string, value: string): string {
  const at = pathOf(route).indexOf(`:${parameter}`);
  const query = path.includes('?') ? path.slice(path.indexOf('?')) : '';
  return segmentsOf(path)
    .map((segment, index) => (index === at ? value : segment))
    .join('/')
    .concat(query);
}

/** What stands for nothing of the caller's, by what it is. */
function substitutes(parameter: string, own: string, theirs: string): Record<string, string> {
  const { ground } = assault;
  const wrongKind = parameter === 'incidentId' ? ground.campaign.id : ground.incidentId;
  return {
    random: randomUUID(),
    nil: '00000000-0000-0000-0000-000000000000',
    'with more behind it': `${own}x`,
    'with a path behind it': `${own}%2f..`,
    'cut short': own.slice(0, -1),
    'a number': '1',
    'a query': "1'%20OR%20'1'='1",
    ...(NO_IDS.has(parameter)
      ? {}
      : {
          theirs,
          'theirs in capitals': theirs.toUpperCase(),
          'of the wrong kind': wrongKind,
          'in braces': `%7B${own}%7D`,
        }),
  };
}

it('knows every route with a parameter', () => {
  const named = assault.routes.filter(({ path }) => path.includes('/:')).map(nameOf);
  expect(ROUTES.toSorted()).toEqual(named.toSorted());
  expect(ROUTES.length).toBeGreaterThan(60);
});

it.each(ROUTES)(
  'is let in by no other id in the address: %s',
  async (route) => {
    const mine = await validRequest(assault.ground, route);
    const theirs = await validRequest(assault.foreign, route);
    const before = await rows(api);
    const answered: Record<string, number> = {};
    for (const parameter of parametersOf(route)) {
      const [own, other] = [valueOf(route, mine.path, parameter), valueOf(route, theirs.path, parameter)];
      expect(NO_IDS.has(parameter) || (UUID.test(own) && UUID.test(other) && own !== other)).toBe(true);
      for (const [what, value] of Object.entries(substitutes(parameter, own, other))) {
        const path = withValue(route, mine.path, parameter, value);
        const answer = await send(mine.client, route, { ...mine, path });
        const back = SENDS_BACK.test(route) && /^\/(?![/\\])/.test(String(answer.headers['location']));
        answered[`${parameter}: ${what}`] = back ? 404 : answer.status;
        expect(answer.text).not.toContain('"items"');
      }
    }
    // All of it theirs: a whole and valid request of somebody else.
    answered['all theirs'] = NO_IDS.has(parametersOf(route)[0] ?? '')
      ? 404
      : (await send(mine.client, route, theirs)).status;
    expect(Object.entries(answered).filter(([, status]) => status !== 404)).toEqual([]);
    expect(await rows(api)).toEqual(before);
  },
  60_000,
);

/** Ids in bodies that name somebody from elsewhere on purpose: whoever is invited to a case is not of the organization. */
const INVITES = new Set([
  'POST /incidents/:incidentId/participants organizationId',
  'POST /incidents/:incidentId/participants userId',
]);

type Place = readonly (string | number)[];

/** Where a body holds ids. */
function idsIn(value: unknown, at: Place = []): Place[] {
  if (typeof value === 'string') {
    return UUID.test(value) ? [at] : [];
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, item]) => idsIn(item, [...at, key]))
    : [];
}

function put(body: object, [first = '', ...rest]: Place, value: string): object {
  const copy = structuredClone(body) as Record<string | number, unknown>;
  copy[first] = rest.length === 0 ? value : put(copy[first] as object, rest, value);
  return copy;
}

const at = (body: unknown, place: Place): string =>
  place.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], body) as string;

it.each(Object.keys(REQUESTS).filter((route) => methodOf(route) !== 'GET'))(
  'takes no id of somebody else in the body: %s',
  async (route) => {
    const mine = await validRequest(assault.ground, route);
    const theirs = await validRequest(assault.foreign, route);
    const before = await rows(api);
    const odd: string[] = [];
    for (const place of idsIn(mine.body)) {
      const name = place.join('.');
      const other = at(theirs.body, place);
      for (const [what, value] of Object.entries({ random: randomUUID(), theirs: other })) {
        if (what === 'theirs' && (INVITES.has(`${route} ${name}`) || other === at(mine.body, place))) {
          continue;
        }
        const { status } = await send(mine.client, route, { ...mine, body: put(mine.body ?? {}, place, value) });
        if (![403, 404, 409, 422].includes(status)) {
          odd.push(`${name}: ${what}: ${status}`);
        }
      }
    }
    expect(odd).toEqual([]);
    expect(await rows(api)).toEqual(before);
  },
  60_000,
);
