import pg from 'pg';
import { NoteSigner, Sequencer } from '@app/ledger';
import type { TestDatabase } from './test-database.js';

/** Keys of throw-away logs. */
export const TEST_ORIGIN = 'ascribe.test/log';
export const testLogKey = (): string => NoteSigner.make(TEST_ORIGIN);
export const testReceiptKey = (): string => NoteSigner.make(`${TEST_ORIGIN}/receipts`);

/**
 * The log of a test's database, without a worker: gives everything that waits its place, and signs a checkpoint.
 * What was signed is remembered in `memory`, as the file beside a real key does.
 */
export class TestLog {
  readonly signer: NoteSigner;
  readonly memory: { note: string | null; read: () => string | null; write: (note: string) => void };

  constructor(
    private readonly database: Pick<TestDatabase, 'ledgerUrl'>,
    skey: string = testLogKey(),
  ) {
    this.signer = NoteSigner.of(skey);
    this.memory = {
      note: null,
      read: () => this.memory.note,
      write: (note) => {
        this.memory.note = note;
      },
    };
  }

  /** @returns the log's size. */
  async sequenceAll(): Promise<number> {
    const client = new pg.Client({ connectionString: this.database.ledgerUrl });
    await client.connect();
    try {
      const sequencer = new Sequencer(client, {
        signers: [this.signer],
        memory: this.memory,
        now: () => new Date(),
      });
      while (!(await sequencer.lead())) {
        // The connection of the run before is about to end.
      }
      await sequencer.takeUp();
      while ((await sequencer.round()) > 0) {
        // Until nothing waits.
      }
      await sequencer.sign();
      return sequencer.signedSize;
    } finally {
      await client.end();
    }
  }
}

/** Introduces nothing, signs once: for a test that only needs a log to be there. */
export const sequenceAll = async (database: Pick<TestDatabase, 'ledgerUrl'>): Promise<number> =>
  await new TestLog(database).sequenceAll();
