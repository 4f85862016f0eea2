import type { ApplicationUnderTest, Client } from '@app/testing';
import { REQUESTS } from '../access-requests.js';
import { startApi } from '../start-api.js';
import { givenAssault, methodOf, nameOf, ownerOf, rows, send, validRequest, type Assault } from './assault.js';

let api: ApplicationUnderTest;
let assault: Assault;
/** Another session of the same person. */
let otherToken: string;

beforeAll(async () => {
  api = await startApi();
  assault = await givenAssault(api);
  const other = await api.signedIn(assault.ground.campaign.owner);
  otherToken = (await other.get('/auth/me').expect(200)).body.csrfToken as string;
}, 60_000);
afterAll(async () => {
  await api.close();
});

const UNSAFE = Object.keys(REQUESTS).filter((route) => methodOf(route) !== 'GET');
const isPublic = (route: string): boolean =>
  assault.routes.some((found) => nameOf(found) === route && found.demand.of === 'everyone');

/** What a form or a script of another site can make a browser send, which has our cookie and not our token. */
const FORGED: Readonly<Record<string, (client: Client) => Client>> = {
  'no token': (client) => client.with({ 'x-csrf-token': '' }),
  'a made-up token': (client) => client.with({ 'x-csrf-token': 'x'.repeat(43) }),
  "another session's token": (client) => client.with({ 'x-csrf-token': otherToken }),
  'a page of another site': (client) =>
    client.with({ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example', 'sec-fetch-mode': 'cors' }),
  'a page of a neighbour': (client) =>
    client.with({ 'sec-fetch-site': 'same-site', origin: 'https://x.campaign.example' }),
  'a page that says two things': (client) => client.with({ 'sec-fetch-site': 'same-origin, cross-site' }),
};

it.each(UNSAFE)('does nothing for a page of another site: %s', async (route) => {
  const request = await validRequest(assault.ground, route);
  const before = await rows(api);
  for (const [what, forge] of Object.entries(FORGED)) {
    if (isPublic(route) && what.endsWith('token')) {
      // There is no session yet, and so no token.
      continue;
    }
    const answer = await send(forge(request.client), route, request);
    expect({ what, status: answer.status }).toEqual({ what, status: 403 });
    expect(['csrf_token_invalid', 'cross_site_request']).toContain((answer.body as { code: string }).code);
  }
  expect(await rows(api)).toEqual(before);
});

/** Content types that a form can send, or a script without asking first (Fetch, CORS-safelisted request-header). */
const OF_FORMS = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json\u2028',
  null,
];

it.each(UNSAFE)('reads no body that a form could send: %s', async (route) => {
  const request = await validRequest(assault.ground, route);
  const method = methodOf(route).toLowerCase();
  if (method === 'delete' || request.bytes) {
    return;
  }
  const before = await rows(api);
  const matched =
    request.version === undefined ? request.client : request.client.with({ 'if-match': `"${request.version}"` });
  for (const type of OF_FORMS.filter((name) => name === null || /^[\x20-\x7e]*$/.test(name))) {
    const text = JSON.stringify({ ...request.body, x: 1 });
    const { status } = await matched.raw(method as 'post', request.path, text, type);
    expect([400, 415, 422]).toContain(status);
  }
  expect(await rows(api)).toEqual(before);
});

it('takes no other method than the one that was sent', async () => {
  const { client } = ownerOf(assault.ground);
  const path = `/incidents/${assault.ground.incidentId}/comments`;
  const before = await rows(api);
  for (const header of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
    await client
      .with({ [header]: 'POST' })
      .get(path)
      .expect(200);
    await client
      .with({ [header]: 'DELETE', 'x-csrf-token': '' })
      .post(path, { body: 'x' })
      .expect(403);
  }
  await client.get(`${path}?_method=POST`).expect(400);
  expect(await rows(api)).toEqual(before);
});

it('lets its own pages and programs do what they may', async () => {
  const { client } = ownerOf(assault.ground);
  const path = `/incidents/${assault.ground.incidentId}/comments`;
  for (const site of ['same-origin', 'none']) {
    await client.with({ 'sec-fetch-site': site }).post(path, { body: 'Ours.' }).expect(201);
  }
  await client.with({ 'sec-fetch-site': 'cross-site' }).get(path).expect(200);
});
