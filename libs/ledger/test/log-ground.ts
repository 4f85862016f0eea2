import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Test, type TestingModule } from '@nestjs/testing';
import pg from 'pg';
import { parseCheckpoint, parseNote, parseVerifierKey, TreeHasher, verifyNote } from '@app/verify';
import { nodeCrypto } from '@app/verify/node';
import { LedgerModule, NoteSigner, Sequencer } from '@app/ledger';
import {
  Config,
  newId,
  PlatformModule,
  UnitOfWork,
  type OrganizationId,
  type Principal,
  type UserId,
} from '@app/platform';
import { freshTestDatabase, testLogKey, testReceiptKey, type TestDatabase } from '@app/testing';

export class Killed extends Error {}

/** Where a process is killed: before or after it has sent its n-th statement, or written its memory for the n-th time. */
export interface Death {
  readonly at: 'before' | 'after';
  readonly of: 'statement' | 'memory';
  readonly n: number;
}

/** The file beside the key: it outlives every process. */
class Memory {
  note: string | null = null;
  readonly all: string[] = [];

  readonly read = (): string | null => this.note;

  readonly write = (note: string): void => {
    this.note = note;
    this.all.push(note);
  };
}

/** A database whose log is written by processes that may die anywhere, and the writers of its entries. */
export class LogGround {
  readonly signer = NoteSigner.of(testLogKey());
  readonly memory = new Memory();
  readonly organizationId = randomUUID() as OrganizationId;

  private constructor(
    readonly database: TestDatabase,
    readonly program: TestingModule,
    readonly owner: pg.Client,
    /** Who signs the receipts. */
    readonly receipts: NoteSigner,
  ) {}

  static async make(poolMax = 10): Promise<LogGround> {
    const database = await freshTestDatabase();
    const receiptKey = testReceiptKey();
    const config = new Config({ DATABASE_POOL_MAX: String(poolMax), ASCRIBE_RECEIPT_KEY: receiptKey });
    const program = await Test.createTestingModule({
      imports: [PlatformModule.with(config, database.appUrl), LedgerModule],
    }).compile();
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    return new LogGround(database, program, owner, NoteSigner.of(receiptKey));
  }

  async close(): Promise<void> {
    await this.program.close();
    await this.owner.end();
  }

  async sql<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.owner.query<Row>(text, values)).rows;
  }

  readonly principal = (): Principal & { receipts: string[] } => ({
    userId: randomUUID() as UserId,
    organizationIds: [],
    requestId: 'test',
    receipts: [],
  });

  /** One transaction with some entries; gives the receipt. */
  async write(count = 1): Promise<string> {
    const by = this.principal();
    await this.program.get(UnitOfWork).run(by, async (tx) => {
      tx.concerns(this.organizationId);
      for (let entry = 0; entry < count; entry += 1) {
        const id = newId(new Date());
        tx.record({ action: 'note.made', subject: { kind: 'note', id }, before: null, after: { id } });
      }
      await Promise.resolve();
    });
    return by.receipts[0] ?? '';
  }

  /** A process that sequences until it dies as it is told; without that, until nothing waits any more. Its connection dies with it. */
  async live(death: Death | null = null): Promise<'died' | 'done'> {
    const client = new pg.Client({ connectionString: this.database.ledgerUrl });
    client.on('error', () => undefined);
    await client.connect();
    const sequencer = this.doomed(client, death);
    try {
      while (!(await sequencer.lead())) {
        // The one before is dead, and its connection about to end.
        await sleep(2);
      }
      await sequencer.takeUp();
      for (let idle = false; !idle || death;) {
        idle = (await sequencer.round()) === 0;
        idle = !(await sequencer.sign()) && idle;
      }
      return 'done';
    } catch (error) {
      if (error instanceof Killed) {
        return 'died';
      }
      throw error;
    } finally {
      // As a killed process does it: no farewell, and what was open is rolled back.
      (client as unknown as { connection: { stream: { destroy: () => void } } }).connection.stream.destroy();
    }
  }

  /** Whether nothing is lost, nothing doubled, no gap; and every checkpoint that was ever signed is of this one log. */
  async faults(): Promise<string[]> {
    const faults: string[] = [];
    const require = (held: boolean, what: string): void => void (held || faults.push(what));
    const leaves = await this.sql<{ index: string; entry_id: string; leaf_hash: Buffer }>(
      'SELECT * FROM log_leaf ORDER BY index',
    );
    require(leaves.every(({ index }, place) => Number(index) === place), 'There is a gap.');
    const entries = await this.sql<{ id: string }>('SELECT id FROM history_entry ORDER BY id::text');
    const placed = leaves.map((leaf) => leaf.entry_id).toSorted();
    require(JSON.stringify(placed) === JSON.stringify(entries.map(({ id }) => id)), 'An entry has no place, or two.');
    require((await this.sql('SELECT 1 FROM log_pending')).length === 0, 'An entry waits.');
    const signed = this.memory.all.map((note) => parseCheckpoint(parseNote(note).text));
    const tree = new TreeHasher(
      nodeCrypto,
      signed.map(({ size }) => size),
    );
    await tree.append(leaves.map((leaf) => leaf.leaf_hash));
    const ofThisLog = signed.every(({ size, root }) => Buffer.from(root).equals(tree.rootAt(size) ?? Buffer.of()));
    require(ofThisLog, 'A checkpoint is of another log.');
    const published = await this.sql<{ size: string; note: string }>(
      'SELECT size, note FROM log_checkpoint ORDER BY size',
    );
    require(published.at(-1)?.note === this.memory.note, 'The last signed is not the last published.');
    require(published.at(-1)?.size === String(leaves.length), 'The last published is not of all.');
    const key = await parseVerifierKey(nodeCrypto, this.signer.vkey);
    for (const { note } of published) {
      require(this.memory.all.includes(note), 'What was published was not remembered.');
      await verifyNote(nodeCrypto, note, [key]);
    }
    return faults;
  }

  private doomed(client: pg.Client, death: Death | null): Sequencer {
    const counted = { statement: 0, memory: 0 };
    const dies = (at: Death['at'], of: Death['of']): void => {
      counted[of] += at === 'before' ? 1 : 0;
      if (death?.at === at && death.of === of && death.n === counted[of]) {
        throw new Killed();
      }
    };
    const query = async (text: string, values?: unknown[]): Promise<{ rows: unknown[] }> => {
      dies('before', 'statement');
      const answer = await client.query(text, values);
      dies('after', 'statement');
      return answer;
    };
    const write = (note: string): void => {
      dies('before', 'memory');
      this.memory.write(note);
      dies('after', 'memory');
    };
    return new Sequencer(
      { query },
      { signers: [this.signer], memory: { read: this.memory.read, write }, now: () => new Date() },
    );
  }
}
