import { createHash, randomUUID } from 'node:crypto';
import { UnitOfWork } from '@app/platform';
import {
  givenOrganization,
  holding,
  untilWaiting,
  waitingSessions,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
} from '@app/testing';
import { traces } from './bad-input.js';
import { actionsOf, asApplication, entriesOf, FILING, payloadOf } from './history.js';
import { startApi } from './start-api.js';
import { unguarded } from './unguarded.js';

let api: ApplicationUnderTest;
let ours: GivenOrganization;
let owner: Client;

beforeAll(async () => {
  api = await startApi();
  ours = await givenOrganization(api);
  owner = await api.signedIn(ours.owner);
});
afterAll(async () => {
  await api.close();
});

const file = async (body: object = FILING) => (await owner.post('/incidents', body).expect(201)).body;

describe('Every write to a case', () => {
  it('makes the entries that tell of it, and no others', async () => {
    const { id, affectedAccounts, pivots, disclosures, hypotheses, claims } = await file();
    const at = `/incidents/${id}`;
    expect(await actionsOf(api, id, 1)).toEqual([
      'incident.reported',
      'hypothesis.added',
      'account.added',
      'account.added',
      'pivot.added',
      'disclosure.recorded',
      'artifact.recorded',
      'hypothesis.added',
      'claim.recorded',
    ]);
    const other = await file({ title: 'The same' });
    const outside = await givenOrganization(api);
    let version = 1;
    const made: Record<string, string> = {};
    const write = async (method: 'post' | 'patch', path: string, body: object, ...actions: string[]) => {
      const matched = owner.with({ 'if-match': `"${version}"` });
      const { body: answer } = await matched[method](at + path, body).expect(method === 'post' ? 201 : 200);
      version += 1;
      expect({ path, actions: await actionsOf(api, id, version) }).toEqual({ path, actions });
      return answer.id as string;
    };
    await write('patch', '', { title: 'Another title', tags: ['x'] }, 'incident.amended');
    await write('post', '/transitions', { to: 'triage', reason: 'It is real.' }, 'incident.status_changed');
    await write('post', '/accounts', { identifier: 'c@campaign.example', kind: 'email' }, 'account.added');
    await write('patch', `/accounts/${affectedAccounts[0].id}`, { note: 'x' }, 'account.amended');
    const [from, to] = [affectedAccounts[1].id, affectedAccounts[0].id];
    await write('post', '/pivots', { fromAccountId: from, toAccountId: to }, 'pivot.added');
    await write('patch', `/pivots/${pivots[0].id}`, { method: 'x' }, 'pivot.amended');
    const disclosure = { ...FILING.disclosures[0], artifacts: [{ title: 'x', authenticity: 'claimed' }] };
    await write('post', '/disclosures', disclosure, 'disclosure.recorded', 'artifact.recorded');
    await write('patch', `/disclosures/${disclosures[0].id}`, { summary: 'x' }, 'disclosure.amended');
    made['artifact'] = await write('post', '/artifacts', { title: 'x', authenticity: 'claimed' }, 'artifact.recorded');
    await write('patch', `/artifacts/${made['artifact']}`, { title: 'y' }, 'artifact.amended');
    await write('post', '/hypotheses', { kind: 'insider', label: 'x' }, 'hypothesis.added');
    const claim = { stance: 'denies', statement: 'No.', saidAt: '2024-08-10T00:00:00Z' };
    const { claimantId } = claims[0];
    await write('post', '/claims', { ...claim, hypothesisId: hypotheses[0].id, claimantId }, 'claim.recorded');
    made['comment'] = await write('post', '/comments', { body: 'x' }, 'comment.added');
    await write('patch', `/comments/${made['comment']}`, { body: 'y' }, 'comment.amended');
    made['task'] = await write('post', '/tasks', { title: 'x' }, 'task.added');
    await write('patch', `/tasks/${made['task']}`, { title: 'y' }, 'task.amended');
    await write('patch', `/tasks/${made['task']}`, { status: 'done' }, 'task.done');
    const invited = { organizationId: outside.id, capacity: 'observer', maxTlp: 'red' };
    made['participant'] = await write('post', '/participants', invited, 'participant.invited');
    await write('patch', `/participants/${made['participant']}`, { capacity: 'analyst' }, 'participant.amended');
    await write('post', `/participants/${made['participant']}/endings`, { reason: 'x' }, 'participant.ended');
    const merger = { into: other.id, reason: 'The same.' };
    made['merger'] = await write('post', '/mergers', merger, 'incident.merged', 'merger.recorded');
    const reversal = ['merger.reversed', 'incident.merger_reversed'];
    await write('post', `/mergers/${made['merger']}/reversals`, { reason: 'x' }, ...reversal);
  });

  it('is told with who, when, what before and after, why, and in which request', async () => {
    const { id, affectedAccounts } = await file();
    const path = `/incidents/${id}/accounts/${affectedAccounts[0].id}`;
    await owner.patch(path, { status: 'confirmed', reason: 'The log shows it.' }, 1).expect(200);
    const { body } = await owner.get(`/incidents/${id}/history?order=desc&limit=1`).expect(200);
    expect(body.items).toEqual([
      {
        index: 10,
        id: expect.any(String),
        caseVersion: 2,
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/),
        by: { id: ours.owner.id, name: ours.owner.name, purpose: null },
        action: 'account.amended',
        subject: { kind: 'account', id: affectedAccounts[0].id },
        before: { status: 'suspected' },
        after: { status: 'confirmed' },
        reason: 'The log shows it.',
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        redaction: null,
      },
    ]);
  });

  it('leaves none where it fails at the last moment', async () => {
    const { id } = await file();
    const before = await traces(api);
    const sendOutbox = () => {
      throw new Error('At the last moment.');
    };
    await unguarded(api.app.get(UnitOfWork) as unknown as { sendOutbox: unknown }, { sendOutbox }, async () => {
      const answer = await owner
        .with({ 'idempotency-key': randomUUID() })
        .post(`/incidents/${id}/comments`, { body: 'x' });
      expect(answer.status).toBe(500);
      expect(answer.body).toEqual({
        type: 'urn:ascribe:problem:internal_error',
        title: 'Something went wrong on our side. See whether it was written before you repeat it.',
        status: 500,
        detail: 'Something went wrong on our side. See whether it was written before you repeat it.',
        code: 'internal_error',
        requestId: expect.any(String),
      });
      expect((await owner.with({ 'idempotency-key': randomUUID() }).post('/incidents', FILING)).status).toBe(500);
    });
    expect(await traces(api)).toEqual(before);
  });

  it('leaves none where its connection is lost on the way, and the API goes on', async () => {
    const { id, affectedAccounts } = await file();
    const before = await traces(api);
    const lock = { lock: 'SELECT 1 FROM affected_account WHERE id = $1 FOR UPDATE', values: [affectedAccounts[0].id] };
    const [answer] = await holding(api, lock, async () => {
      const path = `/incidents/${id}/accounts/${affectedAccounts[0].id}`;
      const write = owner.patch(path, { note: 'x' }, 1).then((response) => response);
      await untilWaiting(api, 1);
      const [pid] = await waitingSessions(api);
      await asApplication(api, async (client) => {
        await client.query('SELECT pg_terminate_backend($1)', [pid]);
      });
      return [write];
    });
    expect(answer?.status).toBe(503);
    expect(answer?.body).toMatchObject({ code: 'unavailable' });
    expect(answer?.headers['retry-after']).toBe('2');
    expect(await traces(api)).toEqual(before);
    await owner.post(`/incidents/${id}/comments`, { body: 'It goes on.' }).expect(201);
  });
});

const hashed = (...parts: (string | Buffer)[]): Buffer =>
  createHash('sha256')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part as string))))
    .digest();

/** The commitment of version 2, as docs/formats/ledger.md words it. */
function committedTo(seed: Buffer, { v: _, before, after, ...rest }: Record<string, unknown>): string {
  const members = (side: string, of: unknown): [string, unknown][] =>
    of === null || Object.keys(of as object).length === 0
      ? [[side, of]]
      : Object.entries(of as object).map(([name, value]) => [`${side}.${name}`, value]);
  const fields = [...Object.entries(rest), ...members('before', before), ...members('after', after)];
  const digests = fields.map(([name, value]) => {
    const salt = hashed('ascribe-field-salt/v1\n', seed, name).subarray(0, 16).toString('base64url');
    return hashed(Buffer.from(sorted([salt, name, value])).toString('base64url')).toString('base64url');
  });
  for (let decoy = 0; digests.length < 16 || digests.length % 8 > 0; decoy += 1) {
    digests.push(hashed('ascribe-decoy/v1\n', seed, String(decoy)).toString('base64url'));
  }
  const body = sorted({ _sd: digests.toSorted(), _sd_alg: 'sha-256', v: 2 });
  return hashed('ascribe-commit/v1\n', hashed('ascribe-salt/v1\n', seed), body).toString('base64');
}

describe('The history', () => {
  it('names in each entry of a case the one before it', async () => {
    const { id } = await file();
    await owner.post(`/incidents/${id}/comments`, { body: 'It goes on.' }).expect(201);
    const entries = await entriesOf(api, id);
    const hashes = entries.map(({ leaf }) => hashed(Buffer.of(0), leaf).toString('base64'));
    const told = entries.map((entry) => JSON.parse(entry.body.toString('utf8')) as Record<string, unknown>);
    expect(told.map(({ previous }) => previous)).toEqual([null, ...hashes.slice(0, -1)]);
    expect(told.map(({ ordinal }) => ordinal)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 1]);
  });

  it('commits to the exact bytes of each entry', async () => {
    const { id } = await file();
    const entries = await entriesOf(api, id);
    expect(entries).toHaveLength(9);
    for (const { id: entryId, leaf, salt, body, version, recordedAt } of entries) {
      const payload = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
      expect(leaf.toString('utf8')).toBe(`{"commitment":"${committedTo(salt, payload)}","v":2}`);
      expect(salt).toHaveLength(32);
      expect(payload).toMatchObject({
        v: 2,
        id: entryId,
        at: recordedAt.toISOString(),
        caseVersion: version,
        incidentId: id,
      });
      expect(body.toString('utf8')).toBe(sorted(payload));
    }
  });

  it('gives every state of every record again when it is replayed', async () => {
    const { id, affectedAccounts, disclosures } = await file();
    const at = `/incidents/${id}`;
    await owner
      .patch(at, { title: 'Y', tags: ['x', 'y'], occurredAt: { at: '2024-06-01T00:00:00Z', precision: 'month' } }, 1)
      .expect(200);
    await owner.patch(at, { summary: 'Z', occurredAt: null }, 2).expect(200);
    await owner
      .patch(`${at}/accounts/${affectedAccounts[0].id}`, { holder: { role: 'aide', disclosed: true } }, 3)
      .expect(200);
    await owner.patch(`${at}/accounts/${affectedAccounts[0].id}`, { holder: null, note: 'x' }, 4).expect(200);
    await owner.patch(`${at}/disclosures/${disclosures[0].id}`, { credibility: 2, reliability: 'B' }, 5).expect(200);
    const states = await api.sql<{ kind: string; id: string; version: number; state: Record<string, unknown> }>(
      'SELECT kind, record_id AS id, case_version AS version, state FROM record_state WHERE incident_id = $1',
      [id],
    );
    const entries = (await entriesOf(api, id)).map((entry) => ({ ...payloadOf(entry), version: entry.version }));
    expect(entries).toHaveLength(states.length);
    for (const { kind, id: recordId, version, state } of states) {
      const replayed = entries
        .filter((entry) => entry.subject.kind === kind && entry.subject.id === recordId && entry.version <= version)
        .reduce<object>((so, { after }) => ({ ...so, ...after }), {});
      expect({ ...replayed, version }).toEqual(state);
    }
  });

  it('lists every change in order, page by page, both ways', async () => {
    const { id } = await file();
    for (let index = 0; index < 4; index += 1) {
      await owner.post(`/incidents/${id}/comments`, { body: `${index}` }).expect(201);
    }
    for (const order of ['asc', 'desc']) {
      const indexes: number[] = [];
      let cursor = '';
      do {
        const { body } = await owner.get(`/incidents/${id}/history?order=${order}&limit=3${cursor}`).expect(200);
        indexes.push(...body.items.map((item: { index: number }) => item.index));
        cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : '';
      } while (cursor);
      const all = Array.from({ length: 13 }, (_, index) => index + 1);
      expect(indexes).toEqual(order === 'asc' ? all : all.toReversed());
    }
  });
});

/** RFC 8785 once more, and by other means than the product's: what parses to the same and is sorted is the same bytes. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
