import { Test } from '@nestjs/testing';
import { LedgerModule } from '@app/ledger';
import { Config, Database, PlatformModule, StandingClock, statement } from '@app/platform';
import { freshTestDatabase } from '@app/testing';
import { JobsModule } from './jobs.module.js';
import { Upkeep } from './upkeep.js';

const NOON = new Date('2024-08-10T12:00:00.000Z');
const hoursAgo = (hours: number): Date => new Date(NOON.getTime() - hours * 3_600_000);

it('Upkeep removes what has run out, and nothing else', async () => {
  const { appUrl } = await freshTestDatabase();
  const config = new Config({});
  const worker = await Test.createTestingModule({
    imports: [
      PlatformModule.with(config, appUrl, new StandingClock(NOON)),
      LedgerModule,
      JobsModule.with(config, appUrl),
    ],
  }).compile();
  const database = worker.get(Database);
  const sql = async (text: string, values: readonly unknown[] = []): Promise<object[]> =>
    await database.bare(statement('test', text), values);
  const user = '01913c28-ea00-7115-8ec6-000000000001';
  await sql(`INSERT INTO app_user (id, email, email_key, name, created_at) VALUES ($1, 'a@b', 'a@b', 'A', $2)`, [
    user,
    NOON,
  ]);
  for (const [name, hours] of [
    ['kept', 23],
    ['gone', 25],
  ] as const) {
    await sql(
      `INSERT INTO session (token_hash, id, user_id, csrf_token, created_at, expires_at)
       VALUES (convert_to($1, 'UTF8'), gen_random_uuid(), $2, $1, $3, $3)`,
      [name, user, hoursAgo(hours)],
    );
    await sql(`INSERT INTO sign_in_failure (email_hash, source, at) VALUES ('', $1, $2)`, [name, hoursAgo(hours)]);
    await sql(`INSERT INTO idempotency_key (caller, key, fingerprint, created_at) VALUES ('', $1, '', $2)`, [
      name,
      hoursAgo(hours),
    ]);
  }
  for (const [name, hours] of [
    ['kept', -1],
    ['gone', 0.1],
  ] as const) {
    await sql(
      `INSERT INTO known_device (token_hash, user_id, created_at, expires_at) VALUES (convert_to($1, 'UTF8'), $2, $3, $3)`,
      [name, user, hoursAgo(hours)],
    );
    const other = hours < 0 ? user : '01913c28-ea00-7115-8ec6-000000000002';
    await sql(
      `INSERT INTO app_user (id, email, email_key, name, created_at) VALUES ($1, $2, $2, 'A', $3) ON CONFLICT DO NOTHING`,
      [other, `${name}@b`, NOON],
    );
    await sql(
      `INSERT INTO second_factor_enrollment (user_id, secret, created_at, expires_at) VALUES ($1, convert_to($2, 'UTF8'), $3, $3)`,
      [other, name, hoursAgo(hours)],
    );
  }
  for (const [name, hours] of [
    ['kept', -1],
    ['gone', 1],
  ] as const) {
    await sql(
      `INSERT INTO provider_transaction (state_hash, browser_hash, provider, nonce, verifier, next, source, created_at, expires_at)
       VALUES (convert_to($1, 'UTF8'), '', $1, '', '', '/', '', $2, $2)`,
      [name, hoursAgo(hours)],
    );
  }
  await worker.get(Upkeep).run();
  await worker.get(Upkeep).run();
  expect(await sql('SELECT csrf_token AS name FROM session')).toEqual([{ name: 'kept' }]);
  expect(await sql('SELECT source AS name FROM sign_in_failure')).toEqual([{ name: 'kept' }]);
  expect(await sql('SELECT provider AS name FROM provider_transaction')).toEqual([{ name: 'kept' }]);
  expect(await sql('SELECT key AS name FROM idempotency_key')).toEqual([{ name: 'kept' }]);
  const named = `SELECT convert_from(token_hash, 'UTF8') AS name FROM known_device`;
  expect(await sql(named)).toEqual([{ name: 'kept' }]);
  expect(await sql(`SELECT convert_from(secret, 'UTF8') AS name FROM second_factor_enrollment`)).toEqual([
    { name: 'kept' },
  ]);
  await worker.close();
});
