import type pg from 'pg';
import type { EntityManager } from 'typeorm';
import type { Statement } from './database/statement.js';
import { together } from './database/together.js';
import type { IncidentId, OrganizationId } from './ids.js';
import type { Change } from './change.js';
import type { Principal, Purpose } from './principal.js';
import { statement } from './database/statement.js';

const ACT_FOR = statement('act_for', `SELECT set_config('app.purpose', $1, true)`);
const ABOUT = statement('about_case', `SELECT set_config('app.case', $1, true)`);
const JOIN = statement('join', `SELECT set_config('app.orgs', $1, true)`);

/** The case that a transaction writes to: locked, with the version that this write makes. */
export interface OpenCase {
  readonly incidentId: IncidentId;
  readonly organizationId: OrganizationId;
  readonly caseVersion: number;
  readonly recordedAt: Date;
  /** Leaf hash of the entry before this write's in the case; null where it makes the case. */
  readonly previousLeaf: Buffer | null;
}

export interface Message {
  readonly type: string;
  readonly body: object;
}

/** Entities on the transaction's connection. `save` and `remove` are not offered: they open transactions of their own. */
export type TxManager = Pick<
  EntityManager,
  'insert' | 'update' | 'find' | 'findOne' | 'findOneBy' | 'existsBy' | 'createQueryBuilder'
>;

/**
 * An open transaction. Only `UnitOfWork.run` makes one, so a write outside a
 * transaction does not compile.
 */
export class Tx {
  readonly changes: Change[] = [];
  readonly messages: Message[] = [];
  readonly sent: Promise<unknown>[] = [];
  /** What a repeat of the request is answered, where it is not what the action returned (secrets). */
  answerToRepeat: unknown;
  /** How many changes the ledger has written already. */
  appended = 0;
  /** Leaf hash of the last entry of the open case, this transaction's included. */
  lastLeaf: Buffer | null = null;
  /** Leaf hashes of the entries that whoever writes knows to have made: what the receipt promises. */
  readonly leafHashes: Buffer[] = [];
  private entities: TxManager | undefined;
  private openCase: OpenCase | undefined;
  private concerned: OrganizationId | undefined;

  constructor(
    readonly principal: Principal,
    private readonly client: pg.PoolClient,
    private readonly from: { makeManager: () => TxManager; append: (tx: Tx) => void },
    /** The clock's instant at the beginning. In a case, prefer {@link recordedAt}. */
    readonly at: Date,
  ) {}

  /** Made when first asked for: hot writes are statements and need none. */
  get manager(): TxManager {
    this.entities ??= this.from.makeManager();
    return this.entities;
  }

  /** Runs a named statement and waits for its rows. */
  async sql<Row extends object = object>(query: Statement, values: readonly unknown[]): Promise<Row[]> {
    together(this.client);
    const { rows } = await this.client.query<Row>({ ...query, values: [...values] });
    return rows;
  }

  /**
   * The same for a named purpose: what must be known of records that the caller is not shown, such as whom to tell
   * that something of theirs has lost its ground. What it gives must not reach the caller.
   */
  async sqlForPurpose<Row extends object = object>(
    purpose: Purpose,
    query: Statement,
    values: readonly unknown[],
  ): Promise<Row[]> {
    this.write(ACT_FOR, [purpose]);
    const rows = this.sql<Row>(query, values);
    this.write(ACT_FOR, [this.principal.purpose ?? '']);
    return await rows;
  }

  /** Sends the writes that `work` makes for a named purpose: to rows that the caller is not shown. */
  forPurpose(purpose: Purpose, work: () => void): void {
    this.write(ACT_FOR, [purpose]);
    work();
    this.write(ACT_FOR, [this.principal.purpose ?? '']);
  }

  /** From here on the transaction acts for this organization too: it is being founded in it. */
  joins(organizationId: OrganizationId): void {
    this.write(JOIN, [`{${[...this.principal.organizationIds, organizationId].join(',')}}`]);
  }

  /** Sends a write and does not wait: what fails, fails the commit. Order is kept. */
  write(query: Statement, values: readonly unknown[]): void {
    together(this.client);
    const pending = this.client.query({ ...query, values: [...values] });
    // Whoever commits awaits it; until then a failure must not count as unhandled.
    pending.catch(() => undefined);
    this.sent.push(pending);
  }

  /** Puts a change into the history. It is written with the change or not at all. */
  record(change: Change): void {
    this.changes.push(change);
  }

  /** Writes the history of what was recorded so far, so that a read in this transaction finds it. */
  settle(): void {
    this.from.append(this);
  }

  /** Puts a message into the outbox. The relay hands it to the queue after the commit. */
  emit(type: string, body: object): void {
    this.messages.push({ type, body });
  }

  /** Called by the ledger once it has locked the case and taken its next version. */
  opened(openCase: OpenCase): void {
    if (this.openCase) {
      throw new Error('A transaction writes to one case.');
    }
    this.openCase = openCase;
    this.lastLeaf = openCase.previousLeaf;
    // From here on the transaction is about this case: row policies decide it once a statement.
    this.write(ABOUT, [openCase.incidentId]);
  }

  /** What is recorded concerns the log itself, and no organization. */
  ofNobody = false;

  /** The organization that a change outside any case concerns. */
  concerns(organizationId: OrganizationId): void {
    this.concerned = organizationId;
  }

  get case(): OpenCase {
    if (!this.openCase) {
      throw new Error('No case was opened in this transaction.');
    }
    return this.openCase;
  }

  get inCase(): OpenCase | undefined {
    return this.openCase;
  }

  get organizationId(): OrganizationId {
    const id = this.openCase?.organizationId ?? this.concerned;
    if (!id) {
      throw new Error('The transaction records a change and says of which organization in no way.');
    }
    return id;
  }

  get recordedAt(): Date {
    return this.openCase?.recordedAt ?? this.at;
  }
}
