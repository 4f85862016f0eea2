import type { IncomingMessage } from 'node:http';
import { CAPACITIES, mayInCase, ROLES } from '@app/access';
import { golden, type ApplicationUnderTest } from '@app/testing';
import type { RouteDemand } from '../src/index.js';
import { givenTown, type CallerKind } from './access-callers.js';
import { givenGround, type Ground, type Sent } from './access-ground.js';
import { withLedger } from './access-ledger.js';
import { REQUESTS } from './access-requests.js';
import { providerEnvironment } from './access-oidc.js';
import { HostileProvider } from './attacks/oidc-hostile.js';
import { routesOf, startApi } from './start-api.js';

let api: ApplicationUnderTest;
let provider: HostileProvider;
let ground: Ground;
let routes: RouteDemand[];
/** Route, then caller, then status. */
const statuses = new Map<string, Map<string, number>>();

const nameOf = ({ method, path }: RouteDemand): string => `${method} ${path}`;
const isSafe = (route: string): boolean => route.startsWith('GET ');

beforeAll(async () => {
  // It does what is right until it is told otherwise.
  provider = await HostileProvider.start();
  api = await startApi(withLedger({ environment: providerEnvironment(provider.issuer) }));
  routes = await routesOf(api);
  ground = await givenGround(await givenTown(api));
  for (const name of Object.keys(REQUESTS).filter((route) => routes.some((found) => nameOf(found) === route))) {
    const row = new Map<string, number>();
    for (const caller of ground.callers) {
      row.set(caller.name, await ask(name, caller));
    }
    statuses.set(name, row);
  }
}, 300_000);
afterAll(async () => {
  await api.close();
  await provider.stop();
});

async function ask(route: string, caller: CallerKind): Promise<number> {
  const request = await REQUESTS[route]?.(ground, caller);
  if (!request) {
    throw new Error(`${route} has no request.`);
  }
  const client = request.client ?? (request.ownSession ? await caller.fresh() : caller.client);
  return (await send(route.split(' ')[0] ?? '', client, request)).status;
}

/** The head of an answer that does not end, which is let go then. */
async function headOf(asked: ReturnType<CallerKind['client']['get']>) {
  const answer = await asked.buffer(false);
  const { res } = answer as unknown as { res: IncomingMessage };
  res.on('error', () => undefined).destroy();
  return answer;
}

async function send(method: string, client: CallerKind['client'], { path, body, bytes, version, streams }: Sent) {
  const matched = version === undefined ? client : client.with({ 'if-match': `"${version}"` });
  switch (method) {
    case 'GET':
      return streams ? await headOf(matched.get(path)) : await matched.get(path);
    case 'DELETE':
      return await matched.delete(path);
    case 'PATCH':
      return await matched.patch(path, body ?? {});
    case 'PUT':
      return bytes
        ? await matched.raw('put', path, bytes, 'application/octet-stream')
        : await matched.put(path, body ?? {});
    default:
      return await matched.post(path, body);
  }
}

const demandOf = ({ demand }: RouteDemand): string => ('verb' in demand ? demand.verb : demand.of.replace('_', ' '));

/** The table as Markdown. */
function table(): string {
  const callers = ground.callers.map(({ name }) => name);
  const rows = [...statuses].map(([name, row]) => {
    const route = routes.find((found) => nameOf(found) === name);
    return [`\`${name}\``, route ? demandOf(route) : '', ...callers.map((caller) => String(row.get(caller)))];
  });
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    '# Who may do what',
    '',
    'Made by apps/api/test/access-matrix.e2e-spec.ts from what the running API answered: each route, called by each kind of',
    'caller with its smallest valid request. After a change that is meant: `UPDATE_GOLDEN=1 node tools/test.mjs e2e access-matrix`.',
    '',
    'The case is TLP:AMBER and belongs to the organization of the roles; `as ...` are members of organizations that take part',
    'in it in that capacity, `expired` and `below TLP` as responders. 404 is what does not exist for the caller.',
    '',
    line(['route', 'demands', ...callers]),
    line(['---', '---', ...callers.map(() => '---')]),
    ...rows.map(line),
    '',
  ].join('\n');
}

const column = (caller: string): [string, number | undefined][] =>
  [...statuses].map(([route, row]) => [route, row.get(caller)]);

it('asks every route, and no other', () => {
  expect(Object.keys(REQUESTS).toSorted()).toEqual(routes.map(nameOf).toSorted());
});

it('is what was agreed', () => {
  expect(table()).toBe(golden('access-matrix.md', table()));
});

it('is what the policy of a case says', () => {
  for (const route of routes) {
    const { demand } = route;
    if (demand.of !== 'case') {
      continue;
    }
    const row = statuses.get(nameOf(route));
    const said = (grounds: Parameters<typeof mayInCase>[0]) => mayInCase(grounds, demand.verb);
    const expected = [
      ...ROLES.map((role) => [role, said({ roles: [role], capacities: [] })] as const),
      ...CAPACITIES.map((capacity) => [`as ${capacity}`, said({ roles: [], capacities: [capacity] })] as const),
    ];
    for (const [caller, may] of expected) {
      const done = (row?.get(caller) ?? 500) < 300;
      expect({ route: nameOf(route), caller, done }).toEqual({ route: nameOf(route), caller, done: may });
    }
  }
});

it('asks what someone may, by requests that are valid', () => {
  for (const [route, row] of statuses) {
    const answers = [...row.values()];
    expect({ route, somebody: answers.some((status) => status < 400) }).toEqual({ route, somebody: true });
    expect({
      route,
      answers: answers.filter((status) => ![200, 201, 204, 302, 401, 403, 404].includes(status)),
    }).toEqual({
      route,
      answers: [],
    });
  }
});

it('lets nobody in who has not signed in, except where it says so', () => {
  const open = routes.filter(({ demand }) => demand.of === 'everyone').map(nameOf);
  expect(
    column('anonymous')
      .filter(([, status]) => status !== 401)
      .map(([route]) => route),
  ).toEqual(expect.arrayContaining(open));
  expect(column('anonymous').filter(([, status]) => status !== 401)).toHaveLength(open.length);
});

it.each(['stranger', 'administrator', 'expired', 'below TLP'])('has no case for the %s', (caller) => {
  const ofCases = column(caller).filter(([route]) => route.includes(':incidentId'));
  expect(ofCases.filter(([, status]) => status !== 404)).toEqual([]);
  expect(ofCases.length).toBeGreaterThan(30);
});

it('shows nothing of an organization to those who are no members', () => {
  const outside = ground.callers
    .map(({ name }) => name)
    .filter((name) => /^(?:as |stranger|expired|below|administrator)/.test(name));
  expect(outside).toHaveLength(9);
  for (const caller of outside) {
    const ofIt = column(caller).filter(([route]) => route.includes(':organizationId'));
    expect(ofIt.filter(([, status]) => status !== 404)).toEqual([]);
  }
});

it('lets a key do no more than its scopes and its maker', () => {
  const mayLead = new Map(column('lead'));
  for (const [route, status] of column("lead's key: read")) {
    expect({ route, wrote: !isSafe(route) && !route.includes('/auth/') && (status ?? 0) < 300 }).toEqual({
      route,
      wrote: false,
    });
  }
  for (const [route, status] of column("lead's key: read, write")) {
    expect({ route, more: (status ?? 0) < 300 && (mayLead.get(route) ?? 0) >= 300 }).toEqual({ route, more: false });
  }
});

it('takes nothing from a browser that does not send the token', () => {
  const open = routes.filter(({ demand }) => demand.of === 'everyone').map(nameOf);
  const unsafe = column('lead without CSRF token').filter(([route]) => !isSafe(route) && !open.includes(route));
  expect(unsafe.filter(([, status]) => status !== 403)).toEqual([]);
});

it('lets auditors and observers change nothing, and contributors add what they bring', () => {
  const own = /^(?:POST|DELETE) \/(?:auth|api-keys|notifications)/;
  const contributes = /\/(?:evidence|findings)/;
  for (const caller of ['auditor', 'as auditor', 'as contributor', 'as observer']) {
    const wrote = column(caller).filter(
      ([route, status]) =>
        !isSafe(route) &&
        !own.test(route) &&
        !(caller === 'as contributor' && contributes.test(route)) &&
        route.includes(':incidentId') &&
        (status ?? 0) < 300,
    );
    expect(wrote).toEqual([]);
  }
});
