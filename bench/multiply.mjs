// Copies whole cases within the database. A copy differs in its ids, its time, its reference and its
// number; its history is committed to anew, so that it holds when it is verified.

const BATCH = 1000;
const SPAN_MS = 2 * 365 * 24 * 60 * 60 * 1000;
const MINUTE_MS = 60_000;

/** Every text, uuid and time of a row is replaced in the row's JSON: no table needs to be known here. */
const REWRITE = `
  CREATE FUNCTION pg_temp.rewrite(given text, old text[], new text[]) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
  BEGIN
    FOR at IN 1 .. cardinality(old) LOOP
      given := replace(given, old[at], new[at]);
    END LOOP;
    RETURN given;
  END $$;
  CREATE TEMP TABLE copy (template uuid, old text[], new text[]);`;

/** Payloads hold bytes and entries their commitment: these two by themselves (ledger, commitment.ts). */
const HISTORY = `
  WITH made AS (
    SELECT r.*, p.salt, convert_to(pg_temp.rewrite(convert_from(p.body, 'UTF8'), c.old, c.new), 'UTF8') AS body
    FROM copy c JOIN history_entry e ON e.incident_id = c.template JOIN history_payload p ON p.entry_id = e.id,
      LATERAL jsonb_populate_record(e, pg_temp.rewrite(to_jsonb(e)::text, c.old, c.new)::jsonb) r),
  entry AS (
    INSERT INTO history_entry (id, leaf, organization_id, incident_id, case_version, ordinal, recorded_at, kind, marking, inside_only, reserved_to)
    SELECT id, convert_to(format('{"commitment":"%s","v":1}',
        replace(encode(sha256(convert_to(E'ascribe-commit/v1\\n', 'UTF8') || salt || body), 'base64'), E'\\n', '')), 'UTF8'),
      organization_id, incident_id, case_version, ordinal, recorded_at, kind, marking, inside_only, reserved_to
    FROM made ORDER BY incident_id, case_version, ordinal)
  INSERT INTO history_payload (entry_id, salt, body) SELECT id, salt, body FROM made`;

export async function multiply(client, templates, incidents, log) {
  await client.query('SET session_replication_role = replica'); // no checks of keys: what is copied was checked
  await client.query('SET synchronous_commit = off');
  await client.query(REWRITE);
  const tables = await tablesOfCases(client);
  const plan = await planOf(client, templates, incidents);
  const rebuild = await dropWordIndexes(client);
  for (let from = 0; from < plan.length; from += BATCH) {
    await copyBatch(client, tables, plan.slice(from, from + BATCH));
    if ((from / BATCH) % 20 === 19) {
      log(`  ${from + BATCH} incidents ...`);
    }
  }
  for (const definition of rebuild) {
    await client.query(definition);
  }
  await client.query(`
    INSERT INTO reference_counter (organization_id, year, last)
    SELECT organization_id, split_part(reference, '-', 2)::int, max(split_part(reference, '-', 3)::int) FROM incident GROUP BY 1, 2
    ON CONFLICT (organization_id, year) DO UPDATE SET last = excluded.last`);
  await client.query('VACUUM (ANALYZE)');
  await client.query('CHECKPOINT');
}

/** An index over words is built at once in a fraction of the time that it takes to grow. */
async function dropWordIndexes(client) {
  const { rows } = await client.query(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '% USING gin %'`,
  );
  for (const { name } of rows) {
    await client.query(`DROP INDEX ${name}`);
  }
  return rows.map(({ definition }) => definition);
}

/** Tables whose rows belong to a case, with the columns that are not computed. The outbox is none: what was told is told. */
async function tablesOfCases(client) {
  const { rows } = await client.query(
    `SELECT table_name AS name, string_agg(column_name, ', ') FILTER (WHERE is_generated = 'NEVER') AS columns,
       CASE table_name WHEN 'incident' THEN 'id' ELSE 'incident_id' END AS of
     FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'history_entry'
     GROUP BY table_name HAVING table_name = 'incident' OR bool_or(column_name = 'incident_id')
     ORDER BY table_name <> 'incident'`,
  );
  return rows;
}

async function copyBatch(client, tables, copies) {
  await client.query('TRUNCATE copy');
  await client.query(
    `INSERT INTO copy SELECT c.template, ARRAY(SELECT jsonb_array_elements_text(c.old)), ARRAY(SELECT jsonb_array_elements_text(c.new))
     FROM jsonb_to_recordset($1) AS c (template uuid, old jsonb, new jsonb)`,
    [JSON.stringify(copies)],
  );
  await client.query('BEGIN');
  for (const { name: table, columns, of } of tables) {
    await client.query(
      `INSERT INTO ${table} (${columns}) OVERRIDING USER VALUE
       SELECT ${columns.replaceAll(/\w+/g, 'r.$&')} FROM copy c JOIN ${table} t ON t.${of} = c.template,
         LATERAL jsonb_populate_record(t, pg_temp.rewrite(to_jsonb(t)::text, c.old, c.new)::jsonb) r`,
    );
  }
  await client.query(HISTORY);
  await client.query('COMMIT');
}

/** Each copy in a minute of its own, the newest before the templates, numbered in the order of time. */
async function planOf(client, templates, incidents) {
  const parts = [];
  for (const template of templates) {
    parts.push({ ...template, ...(await partsOf(client, template.id)) });
  }
  const last = Math.min(...parts.map((part) => part.minute)) - 60 * MINUTE_MS;
  const step = Math.floor(SPAN_MS / incidents / MINUTE_MS) * MINUTE_MS;
  const counters = new Map();
  const thisYear = new Date().getUTCFullYear();
  for (const { organizationId } of templates) {
    const key = `${organizationId} ${thisYear}`;
    counters.set(key, (counters.get(key) ?? 0) + 1);
  }
  const owed = parts.map(() => 0);
  return Array.from({ length: incidents - templates.length }, (_, index) => {
    const chosen = next(parts, owed);
    const minute = last - step * (incidents - index);
    const year = new Date(minute).getUTCFullYear();
    const key = `${parts[chosen].organizationId} ${year}`;
    counters.set(key, (counters.get(key) ?? 0) + 1);
    return copyOf(parts[chosen], {
      minute,
      number: index,
      reference: `INC-${year}-${String(counters.get(key)).padStart(4, '0')}`,
    });
  });
}

/** Whoever is owed most by its share. */
function next(parts, owed) {
  let chosen = 0;
  for (const [index, { share }] of parts.entries()) {
    owed[index] += share;
    if (owed[index] > owed[chosen]) {
      chosen = index;
    }
  }
  owed[chosen] -= 1;
  return chosen;
}

/** What of a case is its own: the minute, the beginnings of its ids (their time, RFC 9562 5.7), its reference. */
async function partsOf(client, id) {
  const { rows } = await client.query(
    `SELECT i.reference, i.reported_at, array_agg(DISTINCT left(x.id::text, 14)) AS beginnings
     FROM incident i, LATERAL (
       SELECT record_id AS id FROM record_state WHERE incident_id = i.id UNION SELECT id FROM history_entry WHERE incident_id = i.id) x
     WHERE i.id = $1 GROUP BY i.id`,
    [id],
  );
  const [{ reference, reported_at: reportedAt, beginnings }] = rows;
  return { reference, beginnings, minute: Math.floor(reportedAt.getTime() / MINUTE_MS) * MINUTE_MS };
}

function copyOf(part, { minute, number, reference }) {
  const moved = part.beginnings.map((beginning) =>
    hexOf(Number.parseInt(beginning.replaceAll('-', ''), 16) - part.minute + minute),
  );
  return {
    template: part.id,
    old: [...part.beginnings, textOf(part.minute), part.reference, 'n000n'],
    new: [...moved, textOf(minute), reference, `n${number.toString(36).padStart(3, '0')}n`],
  };
}

const textOf = (minute) => new Date(minute).toISOString().slice(0, 17);
const hexOf = (ms) =>
  ms
    .toString(16)
    .padStart(12, '0')
    .replace(/^(.{8})(.{4})$/, '$1-$2-');
