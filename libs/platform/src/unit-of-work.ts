import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { ChangeBell } from './change-bell.js';
import { Clock } from './clock.js';
import { Database, IDENTIFY, identity } from './database/database.js';
import { statement } from './database/statement.js';
import { newId } from './ids.js';
import { LedgerPort } from './ledger.port.js';
import { OutboxBell } from './outbox-bell.js';
import type { Idempotency, Principal } from './principal.js';
import { Problem } from './problem.js';
import { Tx, type TxManager } from './tx.js';

/** How often an action is run again after a serialization failure or a deadlock. */
const ATTEMPTS_MAX = 4;
const RETRIABLE = new Set(['40001', '40P01']);

// A key of a day ago is free again. The insert waits for a transaction in flight that holds the
// same key: that is how two requests at once become one.
const RESERVE_KEY = statement(
  'reserve_key',
  `INSERT INTO idempotency_key AS held (caller, key, fingerprint, created_at) VALUES ($1, $2, $3, $4)
   ON CONFLICT (caller, key) DO UPDATE SET fingerprint = excluded.fingerprint, created_at = excluded.created_at, answer = NULL, receipt = NULL
   WHERE held.created_at < excluded.created_at - interval '24 hours'
   RETURNING true AS reserved`,
);
const READ_KEY = statement(
  'read_key',
  'SELECT fingerprint, answer, receipt FROM idempotency_key WHERE caller = $1 AND key = $2',
);
const KEEP_ANSWER = statement(
  'keep_answer',
  'UPDATE idempotency_key SET answer = $3, receipt = $4 WHERE caller = $1 AND key = $2',
);
const BEGIN = statement('begin', 'BEGIN');
const COMMIT = statement('commit', 'COMMIT');
const EMIT = statement(
  'emit',
  `INSERT INTO outbox_message (id, type, body, created_at)
   SELECT * FROM unnest($1::uuid[], $2::text[], $3::jsonb[], $4::timestamptz[])`,
);

/** Thrown inside to leave the transaction: the request was answered before. The edge sends the same answer again. */
export class Repeated extends Error {
  constructor(
    readonly answer: unknown,
    readonly receipt: string | null = null,
  ) {
    super('This request was answered before.');
  }
}

/** Thrown inside to leave without a write: nothing differs from what is there. `run` returns the answer. */
export class NothingChanged extends Error {
  constructor(readonly answer: unknown) {
    super('Nothing differs.');
  }
}

/**
 * What `work` returns where its answer is a read that it has sent and not waited for: COMMIT
 * then follows in the same round trip, and locks are held for less. If the read fails, the
 * commit has failed with it.
 */
export class Following<Answer> {
  constructor(readonly answer: Promise<Answer>) {
    // Whoever runs the transaction awaits it; until then a failure must not count as unhandled.
    answer.catch(() => undefined);
  }
}

@Injectable()
export class UnitOfWork {
  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerPort,
    private readonly clock: Clock,
    private readonly bell: OutboxBell,
    private readonly changeBell: ChangeBell,
  ) {}

  /**
   * Runs `work` in one transaction, and commits its history entries, record states and
   * outbox messages with it. What it returns is kept as the answer to a repeat, where the
   * request came with an idempotency key: so return what the client is sent.
   *
   * `work` may run more than once: no network and nothing that outlives it inside.
   *
   * @throws {Repeated} the request was answered before.
   * @throws {Problem} 422 `idempotency_key_reused`, and what `work` throws.
   */
  async run<Result>(principal: Principal, work: (tx: Tx) => Promise<Result | Following<Result>>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(principal, work);
      } catch (error) {
        if (error instanceof NothingChanged) {
          return error.answer as Result;
        }
        if (attempt >= ATTEMPTS_MAX || !RETRIABLE.has((error as { code?: string }).code ?? '')) {
          throw error;
        }
      }
    }
  }

  private async once<Result>(
    principal: Principal,
    work: (tx: Tx) => Promise<Result | Following<Result>>,
  ): Promise<Result> {
    const client = await this.database.connect();
    const tx = this.open(client, principal);
    let broken: Error | undefined;
    try {
      await this.reserve(tx);
      const result = await work(tx);
      if (result instanceof Following && !principal.idempotency) {
        await this.commit(client, tx, undefined);
        return await result.answer;
      }
      const answer = result instanceof Following ? await result.answer : result;
      await this.commit(client, tx, answer);
      return answer;
    } catch (error) {
      await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
      throw (await firstFailure(tx.sent)) ?? error;
    } finally {
      client.release(broken);
    }
  }

  private open(client: pg.PoolClient, principal: Principal): Tx {
    const from = { makeManager: () => this.manager(client), append: (tx: Tx) => this.append(tx) };
    const tx = new Tx(principal, client, from, this.clock.now());
    // Not awaited: what follows is sent behind them, in the same round trip, and fails if they fail.
    tx.write(BEGIN, []);
    tx.write(IDENTIFY, identity(principal, this.clock));
    return tx;
  }

  private async reserve(tx: Tx): Promise<void> {
    const { idempotency } = tx.principal;
    if (idempotency) {
      const reserved = await tx.sql(RESERVE_KEY, [idempotency.caller, idempotency.key, idempotency.fingerprint, tx.at]);
      if (reserved.length === 0) {
        await this.repeat(tx, idempotency);
      }
    }
  }

  /** Entities on our connection and in our transaction, so that they commit together with the statements. */
  private manager(client: pg.PoolClient): TxManager {
    const runner = this.database.source.createQueryRunner();
    Object.assign(runner, { databaseConnection: client, isTransactionActive: true, transactionDepth: 1 });
    return runner.manager;
  }

  private async repeat(tx: Tx, { caller, key, fingerprint }: Idempotency): Promise<never> {
    const [held] = await tx.sql<{ fingerprint: Buffer; answer: string | null; receipt: string | null }>(READ_KEY, [
      caller,
      key,
    ]);
    if (!held || !held.fingerprint.equals(fingerprint)) {
      throw new Problem(
        422,
        'idempotency_key_reused',
        'This Idempotency-Key was used for another request. Choose a new one.',
      );
    }
    throw new Repeated(held.answer === null ? null : (JSON.parse(held.answer) as unknown), held.receipt);
  }

  /** History, outbox, answer and COMMIT leave together: one round trip. */
  private async commit(client: pg.PoolClient, tx: Tx, result: unknown): Promise<void> {
    this.append(tx);
    requireRecorded(tx);
    this.sendOutbox(tx);
    const receipt = this.ledger.promise(tx);
    const { idempotency } = tx.principal;
    if (idempotency) {
      const answer = JSON.stringify(tx.answerToRepeat ?? result ?? null);
      tx.write(KEEP_ANSWER, [idempotency.caller, idempotency.key, answer, receipt]);
    }
    const committed = client.query({ ...COMMIT });
    committed.catch(() => undefined);
    await Promise.all(tx.sent);
    // PostgreSQL answers COMMIT of a broken transaction with ROLLBACK, and with no error: whoever
    // swallowed a statement's failure must not be told that the change is there.
    if ((await committed).command !== 'COMMIT') {
      throw new Error('A statement failed, its failure was swallowed, and nothing was written.');
    }
    if (receipt !== null) {
      tx.principal.receipts?.push(receipt);
    }
    if (tx.messages.length > 0) {
      this.bell.ring();
    }
    this.changeBell.ring();
  }

  private append(tx: Tx): void {
    const changes = tx.changes.splice(0);
    if (changes.length > 0) {
      this.ledger.append(tx, changes);
      tx.appended += changes.length;
    }
  }

  private sendOutbox(tx: Tx): void {
    if (tx.messages.length === 0) {
      return;
    }
    tx.write(EMIT, [
      tx.messages.map(() => newId(tx.recordedAt)),
      tx.messages.map((message) => message.type),
      tx.messages.map((message) => JSON.stringify(message.body)),
      tx.messages.map(() => tx.recordedAt),
    ]);
  }
}

/** What failed first of what was sent: later statements fail only because the transaction is broken (25P02). */
async function firstFailure(sent: readonly Promise<unknown>[]): Promise<unknown> {
  const outcomes = await Promise.allSettled(sent);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  return failed?.reason;
}

/** Nothing is announced, and no case written, without a change that says what was done. */
function requireRecorded(tx: Tx): void {
  // A job may announce without a change: what it tells of is that time has gone by (a reminder's own row is its record).
  if (tx.messages.length > 0 && tx.appended === 0 && tx.principal.userId !== null) {
    throw new Error('A transaction that announces something must record what was done.');
  }
  if (tx.inCase && tx.appended === 0) {
    throw new Error('A write to a case must record what was done: its version has to name a change.');
  }
}
