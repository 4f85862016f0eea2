// The data of a run: a few whole cases filed through the product itself, then multiplied row by row in the
// database. So every row is as the product writes it, whatever tables and fields a case gets.
import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { fileLargeCase } from './large-case.mjs';
import { multiply } from './multiply.mjs';
import { call } from './scenarios.mjs';

/** Organizations with their share of the cases; the caller belongs to the first. */
const ORGANIZATIONS = [
  ['Bench Campaign', 'campaign', 0.5],
  ['Bench Committee', 'committee', 0.2],
  ['Bench Vendor', 'vendor', 0.2],
  ['Bench Agency', 'agency', 0.06],
];
/** Small ones beside them, so that there are 50 in all. */
const SMALL = Array.from({ length: 46 }, (_, index) => [`Bench Campaign ${index + 2}`, 'campaign', 0.04 / 46]);
/** Cases of others in which the guest takes part, half of them in person and half by their organization. */
export const PARTICIPATIONS = 200;
const CASES_EACH = 6;

/**
 * @returns {Promise<{ caller: object, incidentIds: string[], large: object, rows: Record<string, number> }>} the caller,
 *   the ids of the cases of their organization, and the large case
 */
export async function makeWorld({ database, port, platform, incidents, log }) {
  const client = new pg.Client({ connectionString: database.wholeUrl });
  await client.connect();
  try {
    const founded = [];
    for (const [name, kind, share] of [...ORGANIZATIONS, ...SMALL]) {
      const caller = await makeCaller(client, platform, name);
      const { id } = await call(port, caller, ['POST', '/organizations', JSON.stringify({ name, kind })]);
      founded.push({ id, caller, share });
    }
    await awaitYoungMinute();
    const templates = [];
    for (const { caller, share, id } of founded) {
      const cases = share > 0.01 ? CASES_EACH : 1;
      for (let index = 0; index < cases; index += 1) {
        templates.push({ id: await fileCase(port, caller, index), organizationId: id, share: share / cases });
      }
    }
    const begun = performance.now();
    await multiply(client, templates, incidents, log);
    log(`  ${incidents.toLocaleString('en')} incidents loaded in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
    const { rows } = await client.query('SELECT id FROM incident WHERE organization_id = $1', [founded[0].id]);
    const { caller, id: organizationId } = founded[0];
    const large = await fileLargeCase({ client, port, caller, platform, organizationId });
    const last = founded.at(-1);
    return {
      guest: { caller: last.caller, incidentIds: await takesPart(client, platform, last) },
      caller: founded[0].caller,
      large,
      organizationId: founded[0].id,
      incidentIds: rows.map((row) => row.id),
      rows: await countRows(client),
    };
  } finally {
    await client.end();
  }
}

/** Someone with a session, by SQL: signing in is not what is measured. They may found an organization. */
async function makeCaller(client, { newId }, name) {
  const id = newId(new Date());
  const secret = randomBytes(32).toString('base64url');
  const csrfToken = randomBytes(24).toString('base64url');
  const email = `${id}@bench.example`;
  await client.query(
    'INSERT INTO app_user (id, email, email_key, name, administrator, created_at) VALUES ($1, $2, $2, $3, true, now())',
    [id, email, `Owner of ${name}`],
  );
  await client.query(
    `INSERT INTO session (token_hash, id, user_id, csrf_token, created_at, expires_at) VALUES ($1, $2, $3, $4, now(), now() + interval '7 days')`,
    [createHash('sha256').update(secret).digest(), newId(new Date()), id, csrfToken],
  );
  return { id, secret, csrfToken };
}

/** A case is copied by replacing the minute in which it was written: all of it must fall into one. */
async function awaitYoungMinute() {
  const seconds = new Date().getUTCSeconds();
  if (seconds > 40) {
    await sleep((61 - seconds) * 1000);
  }
}

/** `n000n` becomes another number in each copy. */
async function fileCase(port, caller, index) {
  const report = {
    title: `Case n000n: sign-in pages that look like ours, wave ${index + 1}`,
    summary:
      'Two members of staff were sent a shortened link to a page that asks for their password. One of them answered; the mailbox was read for some days before the provider warned us.',
    severity: ['low', 'moderate', 'high', 'critical'][index % 4],
    category: 'fraud',
    occurredAt: { at: '2016-03-19T00:00:00Z', precision: 'day' },
    tags: ['phishing', index % 2 === 0 ? 'mail' : 'social'],
    affectedAccounts: [
      {
        key: 'mail',
        identifier: `n000n-press@campaign.example`,
        kind: 'email',
        provider: 'Example Mail',
        status: 'confirmed',
        holder: { name: 'Press desk', role: 'Spokesperson', disclosed: index % 2 === 0 },
      },
      { key: 'social', identifier: `@campaign-n000n`, kind: 'social', provider: 'Example Social' },
      ...(index % 3 === 0 ? [{ key: 'cloud', identifier: `n000n.files.example`, kind: 'cloud' }] : []),
    ],
    pivots: [{ fromKey: 'mail', toKey: 'social', method: 'password reset by mail' }],
    disclosures: [
      {
        key: 'notice',
        channel: 'vendor_notice',
        anonymous: false,
        sourceDescription: 'The mail provider',
        summary: 'The provider warned of an attempt that it takes to be sponsored by a government.',
        receivedAt: { at: '2016-03-22T00:00:00Z', precision: 'day' },
      },
    ],
    allegedActor: { name: 'Group n000n' },
    claims: [
      {
        stance: 'attributes',
        basis: 'technical',
        statement:
          'The pages were hosted where the same group has hosted before, and asked for the same fields in the same order.',
        saidAt: { at: '2016-06-14T00:00:00Z', precision: 'day' },
        claimant: { name: 'Example Security', kind: 'vendor' },
        restsOn: [{ kind: 'disclosure', key: 'notice' }],
      },
      ...(index % 2 === 0
        ? [
            {
              stance: 'denies',
              basis: 'political',
              statement: 'We have nothing to do with this.',
              saidAt: { at: '2016-06-16T00:00:00Z', precision: 'day' },
              claimant: { name: 'Example Government', kind: 'government' },
            },
          ]
        : []),
    ],
  };
  const { id } = await call(port, caller, ['POST', '/incidents', JSON.stringify(report)]);
  for (let comment = 0; comment <= index % 4; comment += 1) {
    const body = `Note ${comment + 1} on n000n: the sessions are ended, the password is changed, and the provider has been asked for its log.`;
    await call(port, caller, ['POST', `/incidents/${id}/comments`, JSON.stringify({ body })]);
  }
  return id;
}

/** The guest takes part in the newest cases of all others. @returns {Promise<string[]>} the ids of those cases */
async function takesPart(client, { newId }, { id, caller }) {
  const { rows } = await client.query(
    `SELECT id FROM incident WHERE organization_id <> $1 AND tlp = 'amber' ORDER BY reported_at DESC LIMIT $2`,
    [id, PARTICIPATIONS],
  );
  for (const [index, row] of rows.entries()) {
    const byPerson = index % 2 === 0;
    await client.query(
      `INSERT INTO participant (id, incident_id, version, created_at, organization_id, user_id, capacity, max_tlp)
       VALUES ($1, $2, 1, now(), $3, $4, $5, 'amber')`,
      [
        newId(new Date()),
        row.id,
        byPerson ? null : id,
        byPerson ? caller.id : null,
        byPerson ? 'contributor' : 'analyst',
      ],
    );
  }
  await client.query('ANALYZE participant');
  return rows.map((row) => row.id);
}

async function countRows(client) {
  const { rows } = await client.query(
    `SELECT relname, n_live_tup::int AS rows FROM pg_stat_user_tables WHERE schemaname = 'public' AND n_live_tup > 0 ORDER BY 2 DESC`,
  );
  return Object.fromEntries(rows.map((row) => [row.relname, row.rows]));
}
