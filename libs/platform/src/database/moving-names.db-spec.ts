import pg from 'pg';
import { freshTestDatabase } from '@app/testing';
import { MarkingsAndPseudonyms1764200200000 } from './migrations/1764200200000-markings-and-pseudonyms.js';

let owner: pg.Client;

beforeEach(async () => {
  const { ownerUrl } = await freshTestDatabase();
  owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query(UNDO);
});
afterEach(async () => {
  await owner.end();
});

const MARKED =
  'affected_account pivot disclosure leaked_artifact hypothesis comment task inquiry custody_step dissent finding_account';
/** The schema as it was before; only the owner may, and nobody does so outside of this test. */
const UNDO = `
  ${MARKED.split(' ')
    .map((table) => `ALTER TABLE ${table} DROP COLUMN tlp CASCADE;`)
    .join('\n')}
  ALTER TABLE affected_account DROP CONSTRAINT affected_account_holder_pseudonym_fkey, DROP CONSTRAINT affected_account_name_is_disclosed,
    DROP CONSTRAINT affected_account_name_or_pseudonym, DROP COLUMN holder_pseudonym;
  ALTER TABLE notification DROP COLUMN subject_kind CASCADE, DROP COLUMN subject_id CASCADE;
  DROP TABLE holder_name CASCADE;
  DROP INDEX affected_account_key;
  CREATE UNIQUE INDEX affected_account_key ON affected_account (incident_id, kind, lower(identifier));`;

async function givenCase(): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `WITH o AS (INSERT INTO organization (id, name, kind, created_at) VALUES (gen_random_uuid(), 'Campaign', 'campaign', now()) RETURNING id)
     INSERT INTO incident (id, organization_id, reference, title, tlp, status, reported_at, status_changed_at, case_version, recorded_at, version)
     SELECT gen_random_uuid(), id, 'INC-2024-0001', 'x', 'amber', 'reported', now(), now(), 1, now(), 1 FROM o RETURNING id`,
  );
  return rows[0]?.id ?? '';
}

async function givenAccount(
  incidentId: string,
  at: number,
  name: string | null,
  disclosed: boolean | null,
): Promise<void> {
  await owner.query(
    `INSERT INTO affected_account (id, incident_id, version, created_at, identifier, kind, status, holder_name, holder_disclosed)
     VALUES ($1::uuid, $2, 1, now(), $3, 'email', 'suspected', $4, $5)`,
    [`00000000-0000-7000-8000-${String(at).padStart(12, '0')}`, incidentId, `${at}@campaign.example`, name, disclosed],
  );
}

test('names of undisclosed holders are moved into the map, the same to the same pseudonym', async () => {
  const incidentId = await givenCase();
  const accounts: [string | null, boolean | null][] = [
    ['Ada Example', false],
    ['Known Example', true],
    [null, false],
    [' ADA  example ', false],
    [null, null],
    ['Élodie Example', false],
    ['ÉLODIE EXAMPLE', false],
  ];
  for (const [index, [name, disclosed]] of accounts.entries()) {
    await givenAccount(incidentId, index + 1, name, disclosed);
  }
  const query = async (sql: string): Promise<unknown> => (await owner.query(sql)).rows;
  await new MarkingsAndPseudonyms1764200200000().up({
    query: async (sql: string, values?: unknown[]) => (await owner.query(sql, values)).rows,
  } as never);
  expect(await query('SELECT pseudonym, name FROM holder_name ORDER BY pseudonym')).toEqual([
    { pseudonym: 'Official A', name: 'Ada Example' },
    { pseudonym: 'Official B', name: null },
    { pseudonym: 'Official C', name: 'Élodie Example' },
  ]);
  expect(await query('SELECT holder_pseudonym AS is, holder_name AS name FROM affected_account ORDER BY id')).toEqual([
    { is: 'Official A', name: null },
    { is: null, name: 'Known Example' },
    { is: 'Official B', name: null },
    { is: 'Official A', name: null },
    { is: null, name: null },
    { is: 'Official C', name: null },
    { is: 'Official C', name: null },
  ]);
  // From now on the database holds to it.
  await expect(
    owner.query('UPDATE affected_account SET holder_name = holder_pseudonym WHERE holder_pseudonym IS NOT NULL'),
  ).rejects.toThrow('affected_account_name_is_disclosed');
});
