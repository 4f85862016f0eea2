import pg from 'pg';
import { freshTestDatabase, golden } from '@app/testing';
import { PRIVILEGES } from './privileges.js';

let owner: pg.Client;
let appRole: string;

beforeAll(async () => {
  const { ownerUrl, appUrl } = await freshTestDatabase();
  appRole = new URL(appUrl).username;
  owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
});

const lines = async (sql: string): Promise<string[]> =>
  (await owner.query<{ line: string }>(sql)).rows.map((row) => row.line);

const TABLES = `SELECT relname AS line FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') ORDER BY relname`;

// Of the catalog, not of pg_dump, which the embedded PostgreSQL does not bring. NOT NULL stands with the
// column: as a constraint of its own only PostgreSQL 18 has it.
const COLUMNS = (table: string) => `
  SELECT format('  %I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN ' NOT NULL' END,
    CASE WHEN a.attidentity <> '' THEN ' GENERATED ALWAYS AS IDENTITY'
      WHEN a.attgenerated <> '' THEN format(' GENERATED ALWAYS AS (%s) STORED', pg_get_expr(d.adbin, d.adrelid)) WHEN d.oid IS NOT NULL THEN ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) END) AS line
  FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attrelid = 'public.${table}'::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`;
const CONSTRAINTS = (table: string) => `
  SELECT format('  CONSTRAINT %I %s', conname, pg_get_constraintdef(oid)) AS line FROM pg_constraint
  WHERE conrelid = 'public.${table}'::regclass AND contype IN ('c', 'f', 'p', 'u', 'x') ORDER BY contype, conname`;
const AFTER = (table: string) => `
  SELECT line FROM (
    SELECT 1 AS part, pg_get_indexdef(i.indexrelid) || ';' AS line FROM pg_index i
    WHERE i.indrelid = 'public.${table}'::regclass AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype <> 'f')
    UNION ALL SELECT 2, pg_get_triggerdef(oid) || ';' FROM pg_trigger WHERE tgrelid = 'public.${table}'::regclass AND NOT tgisinternal
    UNION ALL SELECT 3, format('COMMENT ON %s IS %L;', CASE WHEN objsubid = 0 THEN 'TABLE ${table}' ELSE 'COLUMN ${table}.' || (
        SELECT attname FROM pg_attribute WHERE attrelid = objoid AND attnum = objsubid) END, description)
      FROM pg_description WHERE objoid = 'public.${table}'::regclass AND classoid = 'pg_class'::regclass
    UNION ALL SELECT 4, format('ALTER TABLE ${table} SET (%s);', array_to_string(reloptions, ', ')) FROM pg_class
      WHERE oid = 'public.${table}'::regclass AND reloptions IS NOT NULL
    UNION ALL SELECT 5, format('GRANT %s ON ${table} TO %s;', string_agg(privilege_type, ', ' ORDER BY privilege_type),
        CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE grantee::regrole::text END)
      FROM pg_class, aclexplode(relacl) WHERE oid = 'public.${table}'::regclass AND grantee <> relowner GROUP BY grantee
    UNION ALL SELECT 6, 'ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;' FROM pg_class WHERE oid = 'public.${table}'::regclass AND relrowsecurity
    UNION ALL SELECT 7, format('CREATE POLICY %s ON ${table}%s FOR %s%s%s;', policyname, CASE permissive WHEN 'RESTRICTIVE' THEN ' AS RESTRICTIVE' END, cmd, ' USING (' || qual || ')', ' WITH CHECK (' || with_check || ')')
      FROM pg_policies WHERE schemaname = 'public' AND tablename = '${table}'
    UNION ALL SELECT 8, 'AS' || pg_get_viewdef(oid) FROM pg_class WHERE oid = 'public.${table}'::regclass AND relkind = 'v'
  ) AS parts ORDER BY part, line`;
const FUNCTIONS = `
  SELECT pg_get_functiondef(oid) || ';' || coalesce((SELECT string_agg(format(E'\\nGRANT %s ON FUNCTION %s TO %s;', privilege_type, p.oid::regprocedure,
      CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE grantee::regrole::text END), '' ORDER BY grantee) FROM aclexplode(proacl) WHERE grantee <> proowner), '') AS line
  FROM pg_proc p WHERE pronamespace = 'public'::regnamespace ORDER BY proname`;

async function dump(): Promise<string> {
  const parts = [
    '-- What the migrations make. Made by libs/platform/src/database/schema.db-spec.ts from the catalog, to be read and compared.',
  ];
  for (const table of await lines(TABLES)) {
    const columns = [...(await lines(COLUMNS(table))), ...(await lines(CONSTRAINTS(table)))];
    parts.push([`CREATE TABLE ${table} (`, columns.join(',\n'), ');', ...(await lines(AFTER(table)))].join('\n'));
  }
  parts.push(...(await lines(FUNCTIONS)));
  return `${parts.join('\n\n')}\n`;
}

test('the migrations make the schema that was agreed', async () => {
  const made = await dump();
  expect(made).toBe(golden('schema.sql', made));
});

test('every table has a row in PRIVILEGES, and no other has', async () => {
  expect(Object.keys(PRIVILEGES).toSorted()).toEqual(await lines(TABLES));
});

test.each(Object.entries(PRIVILEGES))('the application may do with %s exactly this: %j', async (table, rights) => {
  const asked = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'];
  const { rows } = await owner.query<{ right: string }>(
    'SELECT r AS right FROM unnest($1::text[]) r WHERE has_table_privilege($2, $3, r) OR has_any_column_privilege($2, $3, CASE WHEN r IN ($4, $5, $6, $7) THEN r ELSE $4 END) AND r IN ($4, $5, $6, $7)',
    [asked, appRole, `public.${table}`, 'SELECT', 'INSERT', 'UPDATE', 'REFERENCES'],
  );
  expect(rows.map((row) => row.right).toSorted()).toEqual([...rights].toSorted());
});

/** Tables without a row of any case or register: each says why it needs no policy. */
const OPEN_TABLES: Readonly<Record<string, string>> = {
  app_user: 'people: their names stand beside what they did; e-mails are asked for by scoped statements only',
  organization: 'their names stand beside what they did',
  membership: 'who is of which organization: the access rule itself is made from it',
  session: 'found by the hash of its secret only',
  known_device: 'found by the hash of its secret only',
  provider_transaction: 'found by the hash of its state only',
  sign_in_failure: 'counts by hashes',
  sign_in_event: 'what changed in how one person signs in',
  second_factor: 'of one person, and sealed',
  second_factor_enrollment: 'of one person, and sealed',
  recovery_code: 'of one person, and hashed',
  user_identity: 'of one person',
  provided_seat: 'which memberships a provider gave',
  outbox_message: 'ids and types; written by everyone, read by the relay',
  outbox_handling: 'what is owed of them',
  reminder: 'what tracking has told: ids and times',
  setting: 'of the installation',
  log_pending: 'ids and hashes that will be public',
  log_head: 'public: size and root of the log',
  log_leaf: 'public: hashes; and which entry has which place, by an id that says nothing',
  log_node: 'public: hashes',
  log_checkpoint: 'public',
  log_cosignature: 'public',
  log_witness: 'names in the policy, which is public, and how it stands with each',
  log_key: 'public',
  migration: 'of the installation',
  seat_in_case: 'a view: the participations of whoever acts, and of nobody else',
};

test('every table is behind row-level security, or says why not', async () => {
  const without = await lines(
    `SELECT relname AS line FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') AND NOT relrowsecurity ORDER BY relname`,
  );
  expect(without).toEqual(Object.keys(OPEN_TABLES).toSorted());
});

test('the application owns nothing, and is above nothing', async () => {
  const { rows } = await owner.query(
    `SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, rolreplication,
       (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS owns,
       (SELECT count(*)::int FROM pg_auth_members WHERE member = r.oid) AS roles,
       has_schema_privilege(rolname, 'public', 'CREATE') AS creates
     FROM pg_roles r WHERE rolname = $1`,
    [appRole],
  );
  expect(rows).toEqual([
    {
      rolsuper: false,
      rolcreatedb: false,
      rolcreaterole: false,
      rolbypassrls: false,
      rolreplication: false,
      owns: 0,
      roles: 0,
      creates: false,
    },
  ]);
});

test('everybody may call no function of ours', async () => {
  const open = await lines(
    `SELECT proname AS line FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prorettype <> 'trigger'::regtype
     AND has_function_privilege('public', oid, 'EXECUTE') ORDER BY 1`,
  );
  expect(open).toEqual([]);
});
