import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { StandingClock, UnitOfWork, type Tx } from '@app/platform';
import {
  givenMember,
  givenOrganization,
  whileLocked,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
} from '@app/testing';
import { expectProblem, traces } from './bad-input.js';
import { startApi } from './start-api.js';
import { statuses } from './statuses.js';
import { unguarded } from './unguarded.js';

const HOUR_MS = 3_600_000;
// Today: a browser would drop the cookie of another day.
const begin = new Date();
const clock = new StandingClock(begin);

let api: ApplicationUnderTest;
let ours: GivenOrganization;
let owner: Client;
let key: string;

beforeAll(async () => {
  api = await startApi({ clock });
});
beforeEach(async () => {
  clock.set(begin);
  ours = await givenOrganization(api);
  owner = await api.signedIn(ours.owner);
  key = randomUUID();
});
afterAll(async () => {
  await api.close();
});

const filing = { title: 'A mailbox was read', affectedAccounts: [{ identifier: 'a@b.example', kind: 'email' }] };
const file = (caller: Client, body: object = filing) =>
  caller.with({ 'idempotency-key': key }).post('/incidents', body);
const filed = async () => (await api.sql('SELECT 1 FROM incident WHERE organization_id = $1', [ours.id])).length;
const bytes = (answer: Response) => ({ status: answer.status, text: answer.text, etag: answer.headers['etag'] });

describe('The same request by the same caller', () => {
  it('is answered as the first time, byte for byte, and done once', async () => {
    const first = await file(owner).expect(201);
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    await owner.patch(`/incidents/${first.body.id}`, { title: 'Changed since' }, 1).expect(200);
    const before = await traces(api);
    const second = await file(owner);
    expect(bytes(second)).toEqual(bytes(first));
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(await traces(api)).toEqual(before);
  });

  it('is done once for every kind of write', async () => {
    const { body } = await owner.post('/incidents', filing).expect(201);
    const at = `/incidents/${body.id}`;
    const hypothesisId = body.hypotheses[0].id;
    const { body: party } = await owner.post('/parties', { name: `Party ${key}`, kind: 'media' }).expect(201);
    const posts: [string, object][] = [
      [`${at}/transitions`, { to: 'triage', reason: 'x' }],
      [`${at}/accounts`, { identifier: 'c@d.example', kind: 'email' }],
      [`${at}/disclosures`, { sourceDescription: 'x', anonymous: true, channel: 'press', summary: 'x' }],
      [`${at}/artifacts`, { title: 'x', authenticity: 'claimed' }],
      [`${at}/hypotheses`, { kind: 'insider', label: 'x' }],
      [
        `${at}/claims`,
        { hypothesisId, claimantId: party.id, stance: 'denies', statement: 'x', saidAt: '2024-08-10T00:00:00Z' },
      ],
      [`${at}/comments`, { body: 'x' }],
      [`${at}/tasks`, { title: 'x' }],
      ['/parties', { name: `Other ${key}`, kind: 'media' }],
    ];
    for (const [path, post] of posts) {
      const caller = owner.with({ 'idempotency-key': randomUUID(), 'if-match': '"99"' });
      const { body: now } = await owner.get(at);
      const matched = caller.with({ 'if-match': `"${now.version}"` });
      const first = await matched.post(path, post).expect(201);
      const before = await traces(api);
      expect(bytes(await matched.post(path, post))).toEqual(bytes(first));
      expect(await traces(api)).toEqual(before);
    }
  });

  const both = async () =>
    await whileLocked(
      api,
      { lock: 'SELECT 1 FROM reference_counter WHERE organization_id = $1 FOR UPDATE', values: [ours.id], waiting: 2 },
      () => [file(owner), file(owner)],
    );

  it('is done once when it arrives twice at once, and both are answered alike', async () => {
    await owner.post('/incidents', filing).expect(201);
    const [one, other] = await both();
    expect(bytes(one as Response)).toEqual(bytes(other as Response));
    expect(one?.status).toBe(201);
    expect([one, other].filter((answer) => answer?.headers['idempotency-replayed'] === 'true')).toHaveLength(1);
    expect(await filed()).toBe(2);
  });

  it('would be done twice if nobody held the key', async () => {
    await owner.post('/incidents', filing).expect(201);
    const answers = await unguarded(
      api.app.get(UnitOfWork) as unknown as { reserve: unknown },
      { reserve: async () => undefined },
      both,
    );
    expect(statuses(answers)).toEqual([201, 201]);
    expect(await filed()).toBe(3);
  });

  it('would be refused if the key were looked for before it is taken', async () => {
    await owner.post('/incidents', filing).expect(201);
    const reserve = async (tx: Tx) => {
      const {
        caller,
        key: held,
        fingerprint,
      } = tx.principal.idempotency ?? { caller: '', key: '', fingerprint: Buffer.alloc(0) };
      const found = await tx.sql(LOOK, [caller, held]);
      if (found.length === 0) {
        tx.write(TAKE, [caller, held, fingerprint, tx.at]);
      }
    };
    const answers = await unguarded(api.app.get(UnitOfWork) as unknown as { reserve: unknown }, { reserve }, both);
    expect(statuses(answers)).toEqual([201, 409]);
  });

  it('is done by the second where the first rolled back', async () => {
    await file(owner, { title: 'x', leadId: randomUUID() }).expect(422);
    const { headers } = await file(owner).expect(201);
    expect(headers).not.toHaveProperty('idempotency-replayed');
  });

  it('is done again after 24 hours', async () => {
    const secret = (await owner.post('/api-keys', { name: 'k', scopes: ['read', 'write'] }).expect(201)).body.secret;
    const program = api.withKey(secret);
    const first = await file(program).expect(201);
    clock.set(new Date(begin.getTime() + 24 * HOUR_MS));
    expect((await file(program)).body.id).toBe(first.body.id);
    clock.set(new Date(begin.getTime() + 24 * HOUR_MS + 1));
    const later = await file(program).expect(201);
    expect(later.body.id).not.toBe(first.body.id);
    expect(bytes(await file(program))).toEqual(bytes(later));
  });
});

const LOOK = { name: 'test_look_for_key', text: 'SELECT 1 FROM idempotency_key WHERE caller = $1 AND key = $2' };
const TAKE = {
  name: 'test_take_key',
  text: 'INSERT INTO idempotency_key (caller, key, fingerprint, created_at) VALUES ($1, $2, $3, $4)',
};

describe('A key that was used', () => {
  it('is refused for another body, another case and another route, and nothing is written', async () => {
    const { body } = await file(owner).expect(201);
    const before = await traces(api);
    const again = owner.with({ 'idempotency-key': key });
    const reused = { status: 422, code: 'idempotency_key_reused' };
    expectProblem(await file(owner, { ...filing, title: 'Another' }), reused);
    expectProblem(await again.raw('post', '/incidents', `${JSON.stringify(filing)} `), reused);
    expectProblem(await again.post(`/incidents/${body.id}/comments`, { body: 'x' }), reused);
    expect(await traces(api)).toEqual(before);
  });

  it('is free for every other caller, and for a program of the same person', async () => {
    const colleague = await api.signedIn(await givenMember(api, ours, 'responder'));
    const stranger = await api.signedIn((await givenOrganization(api)).owner);
    const secret = (await owner.post('/api-keys', { name: 'k', scopes: ['write'] }).expect(201)).body.secret;
    const answers = [await file(owner), await file(colleague), await file(stranger), await file(api.withKey(secret))];
    expect(statuses(answers)).toEqual([201, 201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(4);
    expect(answers.filter(({ headers }) => 'idempotency-replayed' in headers)).toEqual([]);
  });

  it('does not open a case to one who no longer sees it', async () => {
    const colleague = await givenMember(api, ours, 'responder');
    const client = await api.signedIn(colleague);
    const { body } = await owner.post('/incidents', filing).expect(201);
    const comment = () => client.with({ 'idempotency-key': key }).post(`/incidents/${body.id}/comments`, { body: 'x' });
    await comment().expect(201);
    await api.sql('UPDATE membership SET ended_at = now() WHERE user_id = $1', [colleague.id]);
    expectProblem(await comment(), { status: 404, code: 'not_found' });
  });
});
