import { request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Response } from 'superagent';
import type { ApplicationUnderTest, Client } from '@app/testing';
import type { RouteDemand } from '../../src/index.js';
import { givenTown, type CallerKind } from '../access-callers.js';
import { givenGround, type Ground, type Sent } from '../access-ground.js';
import { REQUESTS } from '../access-requests.js';
import { routesOf } from '../start-api.js';

/** Written by every sign-in and every look, whatever becomes of the request. */
const APART = ['session', 'sign_in_failure', 'sign_in_event', 'case_read', 'idempotency_key', 'setting', 'migration'];

/** Founding an organization is for those who administer the installation. */
const ADMINISTERED: ReadonlySet<string> = new Set(['POST /organizations']);

/** A campaign with a case, and another one with another, which the first sees nothing of. */
export interface Assault {
  readonly api: ApplicationUnderTest;
  readonly routes: readonly RouteDemand[];
  readonly ground: Ground;
  readonly foreign: Ground;
}

export async function givenAssault(api: ApplicationUnderTest): Promise<Assault> {
  const ground = await givenGround(await givenTown(api));
  const foreign = await givenGround(await givenTown(api));
  for (const { owner, incidentId } of [ground, foreign]) {
    // One is there to be amended.
    await owner.post(`/incidents/${incidentId}/comments`, { body: 'A comment.' }).expect(201);
  }
  return { api, routes: await routesOf(api), ground, foreign };
}

export const nameOf = ({ method, path }: RouteDemand): string => `${method} ${path}`;
export const methodOf = (route: string): string => route.split(' ')[0] ?? '';

/** The smallest valid request of a route; the caller is the owner of the organization, or administers the installation. */
export async function validRequest(ground: Ground, route: string): Promise<Sent & { readonly client: Client }> {
  const owner = callerOf(ground, ADMINISTERED.has(route) ? 'administrator' : 'owner');
  const made = await REQUESTS[route]?.(ground, owner);
  if (!made) {
    throw new Error(`${route} has no request.`);
  }
  return { ...made, client: made.client ?? (made.ownSession ? await owner.fresh() : owner.client) };
}

export const ownerOf = (ground: Ground): CallerKind => callerOf(ground, 'owner');

function callerOf({ callers }: Ground, wanted: string): CallerKind {
  const caller = callers.find(({ name }) => name === wanted);
  if (!caller) {
    throw new Error(`The town has no ${wanted}.`);
  }
  return caller;
}

/** What is answered at an address that is sent as it is, from the root. */
export async function answerAt(api: ApplicationUnderTest, path: string): Promise<Bare> {
  const { port } = api.app.getHttpServer().address() as AddressInfo;
  return await new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', path, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    })
      .on('error', reject)
      .end();
  });
}

export interface Bare {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export async function send(client: Client, route: string, { path, body, bytes, version }: Sent): Promise<Response> {
  const matched = version === undefined ? client : client.with({ 'if-match': `"${version}"` });
  switch (methodOf(route)) {
    case 'GET':
      return await matched.get(path);
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

/** How many rows each table holds: a write of any kind leaves one more, in the history at the least. */
export async function rows(api: ApplicationUnderTest): Promise<Record<string, number>> {
  const counted = await api.sql<{ name: string; rows: number }>(
    `SELECT table_name AS name, (xpath('/row/rows/text()', query_to_xml(format('SELECT count(*) AS rows FROM %I', table_name), false, true, '')))[1]::text::int AS rows
     FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND NOT table_name = ANY($1::text[])`,
    [APART],
  );
  return Object.fromEntries(counted.map(({ name, rows: held }) => [name, held]));
}
