import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Witnessing, type Pace, type WitnessState } from '@app/ledger';
import { freshTestDatabase, type TestDatabase } from '@app/testing';
import { TestSigner } from '../../../libs/verify/test/test-signer.js';
import type { Cosigner } from '../src/cosigner.js';
import { witnessServer } from '../src/server.js';
import { MemoryDisk } from './memory-files.js';
import { opened } from './opened.js';
import { TestLog } from './test-log.js';

export const log = TestLog.make('log.example/campaign', 400);
export const COSIGNATURE_V1 = 4;
export const QUICK: Partial<Pace> = { timeoutMs: 2_000, betweenMs: 5, backoffMs: 20, backoffMsMax: 50, pollMs: 60_000 };

/** A log's database, and witnesses on this machine. */
export class Workbench {
  /** What was said to the operator. */
  readonly told: string[] = [];
  private readonly closing: (() => Promise<void>)[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly pool: pg.Pool,
    readonly owner: pg.Client,
  ) {}

  static async open(): Promise<Workbench> {
    const database = await freshTestDatabase();
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    return new Workbench(database, new pg.Pool({ connectionString: database.ledgerUrl, max: 4 }), owner);
  }

  async close(): Promise<void> {
    for (const close of this.closing.toReversed()) {
      await close();
    }
    await this.owner.end();
    await this.pool.end();
  }

  later(close: () => Promise<void>): void {
    this.closing.push(close);
  }

  /** The log signs a checkpoint of this size, as the sequencer does. */
  async signed(size: number, of = log): Promise<void> {
    await this.pool.query('INSERT INTO log_checkpoint (size, root, note, signed_at) VALUES ($1, $2, $3, now())', [
      size,
      Buffer.from(of.tree.root(size)),
      of.note({ size }),
    ]);
  }

  /** As only somebody above the application can. */
  async forgetEverything(): Promise<void> {
    await this.owner.query(`
      ALTER TABLE log_checkpoint DISABLE TRIGGER USER; ALTER TABLE log_cosignature DISABLE TRIGGER USER;
      DELETE FROM log_cosignature; DELETE FROM log_checkpoint`);
  }

  async cosignatures(): Promise<{ size: number; witness: string; note: string }[]> {
    const { rows } = await this.owner.query<{ size: number; witness: string; note: string }>(
      `SELECT s.size::int AS size, s.witness, c.note || s.line AS note
       FROM log_cosignature s JOIN log_checkpoint c USING (size) ORDER BY s.size, s.witness`,
    );
    return rows;
  }

  async listening(server: Server): Promise<string> {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.later(async () => {
      server.closeAllConnections();
      if (server.listening) {
        server.close();
        await once(server, 'close');
      }
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async serving(cosigner: Cosigner): Promise<string> {
    return await this.listening(witnessServer(cosigner, () => {}));
  }

  async realWitness(name: string, disk = new MemoryDisk()): Promise<{ line: string; disk: MemoryDisk }> {
    const { cosigner, key } = await opened(disk.process(), [log]);
    return { line: `witness ${name} ${key.verifier.vkey} ${await this.serving(cosigner)}`, disk };
  }

  /** A witness that answers as it likes. */
  async badWitness(name: string, listener: RequestListener): Promise<{ line: string; signer: TestSigner }> {
    const signer = TestSigner.make('hostile.example/witness', COSIGNATURE_V1);
    return { line: `witness ${name} ${signer.vkey} ${await this.listening(createServer(listener))}/`, signer };
  }

  async witnessing(lines: readonly string[], tree = log.tree, pace = QUICK): Promise<Witnessing> {
    const one = new Witnessing({
      policy: [`log ${log.signer.vkey}`, ...lines, 'quorum none'].join('\n'),
      database: this.pool,
      proofs: { prove: async (from, to) => await Promise.resolve(tree.consistency(from, to)) },
      now: () => new Date(),
      tell: (line, level) => this.told.push(`${level} ${line}`),
      pace,
    });
    await one.start();
    this.later(async () => await one.stop());
    return one;
  }
}

export async function until(one: Witnessing, isSo: (states: readonly WitnessState[]) => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!isSo(one.state())) {
    if (Date.now() > end) {
      throw new Error(`It did not come about: ${JSON.stringify(one.state())}`);
    }
    await sleep(5);
  }
}
