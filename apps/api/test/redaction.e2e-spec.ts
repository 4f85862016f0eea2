import { randomUUID } from 'node:crypto';
import { givenOrganization, type ApplicationUnderTest, type Client, type GivenOrganization } from '@app/testing';
import { asApplication, entriesOf, FILING } from './history.js';
import { startApi } from './start-api.js';

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

const file = async () => (await owner.post('/incidents', FILING).expect(201)).body;

describe('A redaction', () => {
  it('takes the content, and leaves the entry, who took it and why', async () => {
    const { id } = await file();
    const { body: comment } = await owner
      .post(`/incidents/${id}/comments`, { body: 'A name that must go' })
      .expect(201);
    const [entry] = (await entriesOf(api, id)).filter(({ version }) => version === 2);
    await asApplication(api, async (client) => {
      const redact = async (why: string | null) =>
        await client.query('SELECT redact_history_payload($1, $2, $3, now())', [entry?.id, ours.owner.id, why]);
      await expect(redact('')).rejects.toThrow(/history_redaction_reason_check/);
      await expect(redact(null)).rejects.toThrow(/null value/);
      expect(await entriesOf(api, id)).toHaveLength(10);
      await redact('The court ordered it.');
      await expect(redact('Again.')).rejects.toThrow(/duplicate key/);
    });
    expect(await entriesOf(api, id)).toHaveLength(9);
    const { body } = await owner.get(`/incidents/${id}/history?order=desc&limit=1`).expect(200);
    expect(body.items).toEqual([
      {
        index: 10,
        id: entry?.id,
        caseVersion: 2,
        at: expect.any(String),
        by: null,
        action: null,
        subject: null,
        before: null,
        after: null,
        reason: null,
        requestId: null,
        redaction: {
          at: expect.any(String),
          byId: ours.owner.id,
          byName: ours.owner.name,
          reason: 'The court ordered it.',
        },
      },
    ]);
    const kept = await api.sql('SELECT leaf FROM history_entry WHERE id = $1', [entry?.id]);
    expect(kept).toEqual([{ leaf: entry?.leaf }]);
    const { body: comments } = await owner.get(`/incidents/${id}/comments`).expect(200);
    expect(comments.items).not.toContainEqual(expect.objectContaining({ id: comment.id }));
  });
});

describe('The database refuses', () => {
  const TABLES = ['history_entry', 'history_payload', 'record_state', 'history_redaction'];
  const changes = (table: string) => [
    `UPDATE ${table} SET ${table === 'history_redaction' ? 'reason = reason' : table === 'history_payload' ? 'salt = salt' : table === 'record_state' ? 'kind = kind' : 'leaf = leaf'}`,
    `DELETE FROM ${table}`,
    `TRUNCATE ${table} CASCADE`,
  ];

  it('the application to change, delete or empty any of the history', async () => {
    await file();
    const before = await api.count(...TABLES);
    await asApplication(api, async (client) => {
      for (const change of TABLES.flatMap(changes)) {
        await expect(client.query(change)).rejects.toThrow(/permission denied/);
      }
      await expect(
        client.query(`INSERT INTO history_redaction VALUES ($1, $1, 'x', now())`, [randomUUID()]),
      ).rejects.toThrow(/permission denied/);
    });
    expect(await api.count(...TABLES)).toEqual(before);
  });

  it('even the owner to do so', async () => {
    const { id } = await file();
    const [entry] = await entriesOf(api, id);
    await asApplication(api, async (client) => {
      await client.query(`SELECT redact_history_payload($1, $2, 'x', now())`, [entry?.id, ours.owner.id]);
    });
    const before = await api.count(...TABLES);
    for (const change of TABLES.flatMap(changes)) {
      await expect(api.sql(change)).rejects.toThrow(/append-only/);
    }
    expect(await api.count(...TABLES)).toEqual(before);
  });

  it('the application to open the door that the redaction opens', async () => {
    await asApplication(api, async (client) => {
      await client.query(`SET app.redacting = 'on'`);
      for (const table of ['history_payload', 'record_state']) {
        await expect(client.query(`DELETE FROM ${table}`)).rejects.toThrow(/permission denied/);
      }
    });
  });

  it('the door that was opened by the flag alone, were the right to delete given by mistake', async () => {
    const role = new URL(api.database.appUrl).username;
    const before = await api.count(...TABLES);
    await api.sql(`GRANT DELETE ON history_payload, record_state TO ${role}`);
    try {
      await asApplication(api, async (client) => {
        await client.query(`SET app.redacting = 'on'`);
        for (const table of ['history_payload', 'record_state']) {
          // No policy lets it reach a row; and if one did, the triggers would refuse.
          expect((await client.query(`DELETE FROM ${table}`)).rowCount).toBe(0);
        }
      });
    } finally {
      await api.sql(`REVOKE DELETE ON history_payload, record_state FROM ${role}`);
    }
    expect(await api.count(...TABLES)).toEqual(before);
  });
});
