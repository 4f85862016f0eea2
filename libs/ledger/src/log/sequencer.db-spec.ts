import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { fromBase64, parseNote, parseVerifierKey, verifyNote } from '@app/verify';
import { nodeCrypto } from '@app/verify/node';
import { newId, UnitOfWork } from '@app/platform';
import { LogGround, type Death } from '../../test/log-ground.js';
import { Sequencer } from './sequencer.js';

const WRITERS = 64;
/** Nobody's process lives longer: each dies at one of its first statements. */
const STATEMENTS_MAX = 45;

let ground: LogGround;
beforeEach(async () => {
  ground = await LogGround.make(WRITERS);
});
afterEach(async () => {
  await ground.close();
});

describe('The sequencer', () => {
  it('loses nothing, doubles nothing and keeps every promise, killed at every statement while 64 write', async () => {
    let writing = true;
    const promised: string[] = [];
    const writers = Array.from({ length: WRITERS }, async (_, writer) => {
      while (writing) {
        promised.push(await ground.write(1 + (writer % 3)));
        await sleep(200);
      }
    });
    const deaths = (['before', 'after'] as const).flatMap((at) => [
      ...Array.from({ length: STATEMENTS_MAX }, (_, n): Death => ({ at, of: 'statement', n: n + 1 })),
      ...[1, 2, 3].map((n): Death => ({ at, of: 'memory', n })),
    ]);
    const ends = [];
    for (const death of deaths) {
      ends.push(await ground.live(death));
    }
    writing = false;
    await Promise.all(writers);
    expect(await ground.live()).toBe('done');
    expect(new Set(ends)).toEqual(new Set(['died']));
    expect(await ground.faults()).toEqual([]);
    const placed = new Set(
      (await ground.sql<{ h: string }>(`SELECT encode(leaf_hash, 'base64') AS h FROM log_leaf`)).map(({ h }) => h),
    );
    expect(promised.length).toBeGreaterThan(WRITERS);
    const vkey = await parseVerifierKey(nodeCrypto, ground.receipts.vkey);
    for (const note of promised) {
      const { text } = await verifyNote(nodeCrypto, note, [vkey]);
      const [, , ...rest] = text.trimEnd().split('\n');
      expect(rest.slice(0, -1).every((hash) => placed.has(hash))).toBe(true);
    }
    const stored = await ground.sql<{ note: string }>('SELECT note FROM log_receipt');
    expect(stored.map(({ note }) => note).toSorted()).toEqual(promised.toSorted());
  }, 120_000);

  it('takes what commits late: a lower position after a higher one has its place', async () => {
    const late = new pg.Client({ connectionString: ground.database.ownerUrl });
    await late.connect();
    await late.query('BEGIN');
    const [row] = (
      await late.query<{ id: string }>(
        `INSERT INTO history_entry (id, leaf, organization_id, ordinal, recorded_at, kind) VALUES (gen_random_uuid(), 'late', $1, 1, now(), 'note') RETURNING id`,
        [ground.organizationId],
      )
    ).rows;
    await late.query(
      `INSERT INTO log_pending (entry_id, leaf_hash) SELECT id, sha256('\\x00'::bytea || leaf) FROM history_entry WHERE id = $1`,
      [row?.id],
    );
    await ground.write();
    expect(await ground.live()).toBe('done');
    expect(await ground.sql('SELECT index FROM log_leaf')).toEqual([{ index: '0' }]);
    await late.query('COMMIT');
    await late.end();
    expect(await ground.live()).toBe('done');
    expect(await ground.sql('SELECT entry_id FROM log_leaf WHERE index = 1')).toEqual([{ entry_id: row?.id }]);
    expect(await ground.faults()).toEqual([]);
  });

  it('is one: another one stands by, and takes over when its connection ends', async () => {
    const [one, other] = [new pg.Client(ground.database.ledgerUrl), new pg.Client(ground.database.ledgerUrl)];
    [one, other].forEach((client) => client.on('error', () => undefined));
    await Promise.all([one.connect(), other.connect()]);
    const sequencer = (client: pg.Client): Sequencer =>
      new Sequencer(client, { signers: [ground.signer], memory: ground.memory, now: () => new Date() });
    const [first, second] = [sequencer(one), sequencer(other)];
    expect(await first.lead()).toBe(true);
    expect(await second.lead()).toBe(false);
    await ground.write();
    await first.takeUp();
    await first.round();
    await first.sign();
    await one.end();
    while (!(await second.lead())) {
      // The server notices in its own time.
    }
    await second.takeUp();
    await ground.write();
    await second.round();
    await second.sign();
    expect(second.signedSize).toBe(2);
    await other.end();
    expect(await ground.faults()).toEqual([]);
  });

  it('lets its role write the log and read no case', async () => {
    const client = new pg.Client(ground.database.ledgerUrl);
    await client.connect();
    for (const table of ['incident', 'history_entry', 'history_payload', 'record_state', 'app_user', 'log_receipt']) {
      await expect(client.query(`SELECT 1 FROM ${table}`)).rejects.toThrow('permission denied');
    }
    for (const change of [
      'UPDATE log_leaf SET index = index',
      'DELETE FROM log_checkpoint',
      "INSERT INTO log_pending (entry_id, leaf_hash) VALUES (gen_random_uuid(), sha256(''))",
    ]) {
      await expect(client.query(change)).rejects.toThrow('permission denied');
    }
    await client.end();
  });

  it('promises nothing that a dead transaction would have written', async () => {
    const by = ground.principal();
    const failing = ground.program.get(UnitOfWork).run(by, async (tx) => {
      tx.concerns(ground.organizationId);
      tx.record({ action: 'note.made', subject: { kind: 'note', id: newId(new Date()) }, before: null, after: null });
      await tx.sql({ name: 'broken', text: 'SELECT 1 / 0' } as never, []);
    });
    await expect(failing).rejects.toThrow('division by zero');
    expect(by.receipts).toEqual([]);
    expect(await ground.sql('SELECT 1 FROM log_receipt')).toEqual([]);
  });

  it('answers a receipt that names the leaves of the transaction in their order', async () => {
    const { text } = parseNote(await ground.write(3));
    const [version, origin, ...rest] = text.trimEnd().split('\n');
    expect([version, origin]).toEqual(['ascribe-receipt/v1', ground.signer.name]);
    const hashes = rest.slice(0, -1).map((line) => Buffer.from(fromBase64(line)));
    expect(hashes).toEqual(
      (await ground.sql<{ h: Buffer }>(`SELECT leaf_hash AS h FROM log_pending ORDER BY position`)).map(({ h }) => h),
    );
    expect(Math.abs(Number(rest.at(-1)) - Date.now() / 1000)).toBeLessThan(60);
  });
});
