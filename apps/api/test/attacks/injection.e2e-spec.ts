import type { TestingModule } from '@nestjs/testing';
import { SendDeliveries } from '@app/notifications';
import type { ApplicationUnderTest, Client } from '@app/testing';
import { handleAll, workshop } from '../../../../libs/notifications/test/workshop.js';
import { REQUESTS } from '../access-requests.js';
import { startApi } from '../start-api.js';
import {
  answerAt,
  givenAssault,
  methodOf,
  nameOf,
  ownerOf,
  rows,
  send,
  validRequest,
  type Assault,
} from './assault.js';

let api: ApplicationUnderTest;
let assault: Assault;
let owner: Client;

beforeAll(async () => {
  api = await startApi();
  assault = await givenAssault(api);
  owner = ownerOf(assault.ground).client;
}, 60_000);
afterAll(async () => {
  await api.close();
});

const READING = Object.keys(REQUESTS).filter((route) => methodOf(route) === 'GET' && route !== 'GET /events');
const SOMEWHERE = 'evil.example';

describe('Whatever a client sends in its headers', () => {
  it('is no request id of ours', async () => {
    const mark = 'a-mark-of-theirs';
    const { body, headers } = await owner
      .with({ 'x-request-id': mark, 'request-id': mark, traceparent: `00-${mark}` })
      .get('/incidents/none')
      .expect(404);
    expect(body.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.stringify([body, headers])).not.toContain(mark);
  });

  it('is shown as text where a session names its browser', async () => {
    const agent = `<script>alert(1)</script>${'x'.repeat(5000)}`;
    const { email } = assault.ground.campaign.owner;
    const browser = api.anonymous().with({ 'user-agent': agent });
    await browser.post('/auth/login', { email, password: 'correct horse battery staple' }).expect(200);
    const { headers, text } = await owner.get('/auth/sessions').expect(200);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(text).toContain('<script>alert(1)</script>');
    expect(text).not.toContain('x'.repeat(1000));
  });

  it('is in no answer: not the host, not where it says that it comes from', async () => {
    const forged = {
      host: SOMEWHERE,
      'x-forwarded-host': SOMEWHERE,
      forwarded: `host=${SOMEWHERE}`,
      'x-forwarded-for': SOMEWHERE,
      'x-original-url': `//${SOMEWHERE}`,
    };
    for (const route of READING) {
      const { client, path } = await validRequest(assault.ground, route);
      const answer = await client.with(forged).get(path).redirects(0);
      expect({ route, told: JSON.stringify([answer.text, answer.headers]).includes(SOMEWHERE) }).toEqual({
        route,
        told: false,
      });
    }
  }, 60_000);
});

describe('Nobody is sent away', () => {
  it.each(['next', 'redirect', 'redirect_uri', 'returnTo', 'return_to', 'url', 'continue'])(
    'by a parameter named %s',
    async (name) => {
      for (const route of READING.filter((read) => !read.includes(':provider'))) {
        const { client, path } = await validRequest(assault.ground, route);
        const target = encodeURIComponent(`https://${SOMEWHERE}/`);
        const answer = await client.get(`${path}${path.includes('?') ? '&' : '?'}${name}=${target}`).redirects(0);
        expect({ route, away: answer.status >= 300 && answer.status < 400 }).toEqual({ route, away: false });
        expect(answer.headers['location']).toBeUndefined();
      }
    },
    60_000,
  );

  it.each([
    `//${SOMEWHERE}`,
    `/\\${SOMEWHERE}`,
    `//${SOMEWHERE}/%2e%2e`,
    `/%0d%0aLocation:%20https://${SOMEWHERE}`,
    `/api/v1//${SOMEWHERE}/`,
  ])('by the address %s', async (url) => {
    const { status, headers } = await answerAt(api, url);
    expect([400, 404]).toContain(status);
    expect(headers['location']).toBeUndefined();
  });
});

describe('What is in a mail', () => {
  let worker: TestingModule;
  beforeAll(async () => {
    worker = await workshop({
      url: api.database.appUrl,
      environment: { ASCRIBE_PUBLIC_URL: 'https://ascribe.example' },
    });
  });
  afterAll(async () => {
    await worker.close();
  });

  it('has links to our own address only, whatever the host was said to be, and no line that somebody typed as a header', async () => {
    const { campaign } = assault.ground;
    const forged = owner.with({ host: SOMEWHERE, 'x-forwarded-host': SOMEWHERE, origin: `https://${SOMEWHERE}` });
    const title = 'A title\r\nBcc: everyone@elsewhere.example\r\n\r\nAnd a body';
    const filed = await forged.post('/incidents', { title, tlp: 'green' });
    expect([201, 422]).toContain(filed.status);
    const plainly = await forged.post('/incidents', {
      title: 'A title',
      tlp: 'green',
      leadId: assault.ground.ids['member'],
    });
    expect(plainly.status).toBe(201);
    const incidentId = plainly.body.id as string;
    const at = `/incidents/${incidentId}/transitions`;
    const reason = 'Because.\r\nSubject: another\r\nBcc: everyone@elsewhere.example';
    await forged.with({ 'if-match': '"9"' }).post(at, { to: 'triage', reason });
    const version = plainly.body.version as number;
    await forged
      .with({ 'if-match': `"${version}"` })
      .post(at, { to: 'triage', reason })
      .expect(201);
    const messages = await api.sql<{ id: string }>('SELECT id FROM outbox_message ORDER BY id');
    await handleAll(
      worker,
      messages.map(({ id }) => id),
    );
    await worker.get(SendDeliveries).execute();
    const mails = await api.sql<{
      subject: string;
      headers: Record<string, string>;
      to: string;
      text: string;
      html: string;
    }>(
      `SELECT m.subject, m.headers, m.to_address AS to, m.text, m.html FROM mailbox_message m JOIN delivery d ON d.id = m.delivery_id
       JOIN notification n ON n.id = d.notification_id WHERE n.organization_id = $1 AND n.incident_id = ANY($2::uuid[])`,
      [campaign.id, [incidentId, filed.body.id]],
    );
    expect(mails.length).toBeGreaterThan(0);
    for (const { subject, headers, to, text, html } of mails) {
      expect([subject, to, ...Object.values(headers)].filter((line) => /[\r\n]/.test(line))).toEqual([]);
      expect(`${text}${html}`).not.toContain(SOMEWHERE);
      const links = [...`${text} ${html}`.matchAll(/https?:\/\/[^/"\s]+/g)].map(([link]) => link);
      expect(new Set(links)).toEqual(new Set(['https://ascribe.example']));
    }
  });
});

describe('A file', () => {
  it.each(['a"; filename="b.html', 'a\u202egpj.exe', '../../etc/passwd', '\u0085next', 'ümlaut 😀.txt'])(
    'is kept under a name that can do no harm: %s',
    async (fileName) => {
      const path = `/incidents/${assault.ground.incidentId}/evidence`;
      const { body, status } = await owner.post(path, {
        title: 'A file',
        kind: 'file',
        fileName,
        mediaType: 'text/html',
      });
      if (status === 422) {
        return;
      }
      const inside = owner.with({ 'if-match': `"${body.version as number}"` });
      const at = `${path}/${body.id as string}/content`;
      await inside.raw('put', at, Buffer.from('<script>alert(1)</script>'), 'application/octet-stream').expect(200);
      const { headers } = await owner.get(at).expect(200);
      expect(headers['content-disposition']).toMatch(
        /^attachment; filename="[\x20-\x21\x23-\x5b\x5d-\x7e]*"; filename\*=UTF-8''[\w%.!#$&+^`|~-]*$/,
      );
      expect(headers['content-disposition']).not.toMatch(/\/|\\/);
      expect(headers['content-type']).not.toContain('html');
      expect(headers['x-content-type-options']).toBe('nosniff');
    },
  );
});

describe('A parameter that is given twice', () => {
  it.each([
    'limit=1&limit=2',
    'knownAt=2024-01-01T00:00:00Z&knownAt=2025-01-01T00:00:00Z',
    'caseVersion=1&caseVersion=2',
    'cursor=a&cursor=b',
    'limit[]=1',
    'limit[a]=1',
    'limit=1;limit=2',
  ])('is refused: %s', async (query) => {
    const { status } = await owner.get(`/incidents/${assault.ground.incidentId}/accounts?${query}`);
    expect([400, 422]).toContain(status);
  });

  it('does not choose between two cases', async () => {
    const { ground, foreign } = assault;
    await owner.get(`/incidents/${ground.incidentId}?incidentId=${foreign.incidentId}`).expect(400);
  });
});

describe('A key that is of the language', () => {
  const KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];

  it.each(Object.keys(REQUESTS).filter((route) => ['POST', 'PATCH', 'PUT'].includes(methodOf(route))))(
    'is a field that nobody takes: %s',
    async (route) => {
      const request = await validRequest(assault.ground, route);
      if (request.bytes || !request.body || Object.keys(request.body).length === 0) {
        return;
      }
      const before = await rows(api);
      const matched =
        request.version === undefined ? request.client : request.client.with({ 'if-match': `"${request.version}"` });
      for (const key of KEYS) {
        const text = JSON.stringify(request.body).replace(/\}$/, `,"${key}":{"administrator":true}}`);
        const { status } = await matched.raw(methodOf(route).toLowerCase() as 'post', request.path, text);
        expect({ key, status: [400, 422].includes(status) }).toEqual({ key, status: true });
      }
      expect(({} as { administrator?: boolean }).administrator).toBeUndefined();
      expect(await rows(api)).toEqual(before);
    },
  );

  it('is no parameter either', async () => {
    for (const key of KEYS) {
      await owner.get(`/incidents?${key}=x`).expect(400);
      await owner.get(`/incidents?${key}[administrator]=true`).expect(400);
    }
  });
});

/** The same for everybody who is signed in, and of no case: a browser may keep it, and no cache between. */
const PUBLISHED = new Set(['GET /ledger/checkpoint', 'GET /ledger/key', 'GET /ledger/policy', 'GET /ledger/tile/*']);

it('lets nothing that it answers be kept', async () => {
  const kept: string[] = [];
  for (const route of [...READING, ...Object.keys(REQUESTS).filter((name) => methodOf(name) !== 'GET')]) {
    const request = await validRequest(assault.ground, route);
    const answers = [await send(api.anonymous(), route, request), await send(request.client, route, request)];
    const open = assault.routes.find((found) => nameOf(found) === route);
    for (const { headers, status } of answers) {
      const may = PUBLISHED.has(route) && status === 200 ? /^private, / : /\bno-store\b/;
      if (!may.test(headers['cache-control'] as string) || headers['x-content-type-options'] !== 'nosniff' || !open) {
        kept.push(`${route}: ${status}: ${headers['cache-control'] as string}`);
      }
    }
  }
  expect(kept).toEqual([]);
}, 120_000);
