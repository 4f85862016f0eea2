import pg from 'pg';
import { fsckWithin, type FsckAnswer, type FsckAsked } from '@app/audit';
import { Sequencer, TILE_WIDTH } from '@app/ledger';
import { testLogKey, TestLog, testReceiptKey, type ApplicationUnderTest } from '@app/testing';
import { COSIGNATURE_V1, parsePolicy } from '@app/verify';
import { nodeCrypto } from '@app/verify/node';
import { TestSigner } from '../../../../libs/verify/test/test-signer.js';
import { startApi } from '../start-api.js';
import { givenCast } from '../two-worlds/cast.js';
import { STEPS } from '../two-worlds/steps.js';
import { World } from '../two-worlds/world.js';

/** What factories write past the commands, and so without an entry. */
const WITHOUT_ENTRIES = `
  DELETE FROM membership m WHERE NOT EXISTS (SELECT 1 FROM history_payload p JOIN history_entry e ON e.id = p.entry_id
    WHERE e.organization_id = m.organization_id AND convert_from(p.body, 'UTF8') LIKE '%"subject":{"id":"' || m.user_id || '","kind":"member"}%');`;
const CHECKS = `
  SELECT format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I CASCADE', conrelid::regclass, conname) AS text
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'u')
  UNION ALL SELECT format('DROP INDEX IF EXISTS %s', indexrelid::regclass) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
  WHERE indisunique AND NOT indisprimary AND c.relnamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)`;

const HALF_WAY = Math.floor(STEPS.length / 2);

/**
 * A database with everything that people do in the product, its log, and a witness of it; in the hands of somebody whom
 * nothing in the database holds back: a superuser, without triggers and constraints.
 */
export class CheckedDatabase {
  readonly witness = TestSigner.make('witness.example/counsel', COSIGNATURE_V1);
  readonly log: TestLog;
  private told: FsckAnswer | undefined;

  private constructor(
    private readonly world: World,
    readonly superuser: pg.Client,
    key: string,
    readonly receiptKey: string,
  ) {
    this.log = new TestLog(world.api.database, key);
  }

  static async open(): Promise<CheckedDatabase> {
    const [key, receiptKey] = [testLogKey(), testReceiptKey()];
    const keys = { ASCRIBE_LEDGER_KEY: key, ASCRIBE_RECEIPT_KEY: receiptKey };
    const world = await World.start(
      async (options) => await startApi({ ...options, environment: { ...options.environment, ...keys } }),
      '',
    );
    const superuser = new pg.Client({ connectionString: world.api.database.superuserUrl });
    await superuser.connect();
    const database = new CheckedDatabase(world, superuser, key, receiptKey);
    await database.fill();
    return database;
  }

  async close(): Promise<void> {
    await this.superuser.end();
    await this.world.close();
  }

  /** As cosignatures are kept under it. */
  get witnessName(): string {
    return this.witness.vkey.split('+').slice(0, 2).join('+');
  }

  /** What fsck says after `tamper`, of which nothing stays. */
  async after(
    tamper: (client: pg.Client) => Promise<unknown> = async () => await Promise.resolve(),
    asked: Partial<FsckAsked> = {},
  ): Promise<FsckAnswer> {
    await this.superuser.query('SAVEPOINT honest');
    try {
      await tamper(this.superuser);
      return await fsckWithin(this.superuser, { ...(await this.asked()), ...asked });
    } finally {
      await this.superuser.query('ROLLBACK TO honest');
    }
  }

  /** What it says of an older state of the database, as a backup has it. */
  get ofBackup(): FsckAnswer | undefined {
    return this.told;
  }

  async rows<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.superuser.query<Row>(text, values)).rows;
  }

  /** Empties the log and lets everything wait again, in another order; and sequences it, with the key. */
  async fork(client: pg.Client): Promise<void> {
    await client.query(`
      CREATE TEMP TABLE was ON COMMIT DROP AS SELECT index, entry_id, leaf_hash FROM log_leaf;
      TRUNCATE log_leaf, log_node, log_checkpoint, log_cosignature;
      UPDATE log_head SET size = 0, root = sha256('');
      INSERT INTO log_pending (entry_id, leaf_hash)
        SELECT entry_id, leaf_hash FROM was ORDER BY CASE index WHEN 0 THEN 1 WHEN 1 THEN 0 ELSE index END`);
    const within: Record<string, string> = {
      BEGIN: 'SAVEPOINT round',
      COMMIT: 'RELEASE round',
      ROLLBACK: 'ROLLBACK TO round',
    };
    const sequencer = new Sequencer(
      { query: async (text, values) => await client.query(within[text] ?? text, values) },
      { signers: [this.log.signer], memory: { read: () => null, write: () => undefined }, now: () => new Date() },
    );
    await sequencer.takeUp();
    await sequencer.round();
    await sequencer.sign();
  }

  private async asked(): Promise<FsckAsked> {
    return {
      remembered: this.log.memory.note,
      vkey: this.log.signer.vkey,
      policy: await parsePolicy(nodeCrypto, `witness counsel ${this.witness.vkey}\nquorum counsel\n`),
      progress: () => undefined,
      toldMax: 1_000,
    };
  }

  private async fill(): Promise<void> {
    const { world } = this;
    const earlier = new pg.Client({ connectionString: world.api.database.ownerUrl });
    await earlier.connect();
    world.stand(0);
    await givenCast(world);
    for (const [index, step] of STEPS.entries()) {
      world.stand(index + 1);
      await step.run(world);
      if (index === HALF_WAY) {
        await this.log.sequenceAll();
        await earlier.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
        await earlier.query('SELECT 1');
        world.sizes.set('earlier size', 1);
      }
    }
    await this.fillTiles();
    await this.log.sequenceAll();
    this.told = await fsckWithin(earlier, await this.asked());
    await earlier.end();
    await this.superuser.query('BEGIN');
    await this.superuser.query('SET LOCAL session_replication_role = replica');
    for (const { text } of await this.rows<{ text: string }>(CHECKS)) {
      await this.superuser.query(text);
    }
    await this.superuser.query(WITHOUT_ENTRIES);
    await this.cosign();
  }

  /** So that there are hashes above the leaves. */
  private async fillTiles(): Promise<void> {
    const { api } = this.world;
    await this.world.caller('Auditors owner').get(this.world.at('/incidents/{case}/claims')).expect(200);
    for (let count = await entriesIn(api); count < TILE_WIDTH + 4; count += 1) {
      await this.world.send('Campaign owner', '/incidents/{case}/comments', { body: 'It was noted.' });
    }
  }

  private async cosign(): Promise<void> {
    const [newest] = await this.rows<{ size: string; note: string }>(
      'SELECT size, note FROM log_checkpoint ORDER BY size DESC LIMIT 1',
    );
    const text = `${newest?.note.split('\n\n')[0]}\n`;
    await this.superuser.query('INSERT INTO log_cosignature VALUES ($1, $2, $3, to_timestamp($4))', [
      newest?.size,
      this.witnessName,
      this.witness.cosignatureLine(text, 1_700_000_000),
      1_700_000_000,
    ]);
  }
}

const entriesIn = async (api: ApplicationUnderTest): Promise<number> =>
  (await api.count('history_entry'))['history_entry'] ?? 0;
