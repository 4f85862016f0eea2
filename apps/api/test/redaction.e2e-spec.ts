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
    await api.sql(`INSERT INTO history_redaction VALUES ($1, $2, 'x', now())`, [entry?.id, ours.owner.id]);
    const before = await api.count(...TABLES);
    for (const change of TABLES.flatMap(changes)) {
      await expect(api.sql(change)).rejects.toThrow(/append-only/);
    }
    expect(await api.count(...TABLES)).toEqual(before);
  });

  it('the application to erase anything that nobody asked for', async () => {
    await asApplication(api, async (client) => {
      const erase = client.query(`SELECT erase_from_history($1, now(), '[]', '[]', 'comment', '{}', '{}')`, [
        randomUUID(),
      ]);
      await expect(erase).rejects.toThrow(/nobody else approved this erasure/);
    });
  });

  it('the application to open the door that an erasure opens', async () => {
    await asApplication(api, async (client) => {
      await client.query(`SET app.erasing = 'on'`);
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
        await client.query(`SET app.erasing = 'on'`);
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
