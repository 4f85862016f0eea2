import { Injectable } from '@nestjs/common';
import type { MessageId } from '../ids.js';
import type { Tx } from '../tx.js';

/** A message as it was put into the outbox. */
export interface OutboxMessage {
  readonly id: MessageId;
  readonly type: string;
  readonly body: object;
  readonly createdAt: Date;
}

/** Does one thing for each message of its types. */
export interface MessageHandler {
  /** Permanent: that a message was handled is kept under this name. */
  readonly name: string;
  readonly types: readonly string[];
  /**
   * The effect, in the transaction that also records the message as handled: so the two
   * happen together or not at all, however often the job runs. No network inside.
   */
  handle(tx: Tx, message: OutboxMessage): Promise<void>;
}

/** Something done again and again, by one worker of all each time. */
export interface ScheduledJob {
  /** Permanent: the schedule is kept under it. */
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<void>;
}

/**
 * Rows that wait to be worked on in batches. A job only wakes a worker; the rows are
 * claimed from the database, so that no number of lost or doubled jobs changes what is done.
 */
export interface Backlog {
  /** Permanent: jobs carry it. */
  readonly name: string;
  /** How many workers could do something now: 0 when nothing is due. */
  wantedWorkers(): Promise<number>;
  /** Works until nothing is due. */
  work(): Promise<void>;
}

// BullMQ separates by colons and refuses them in names and ids.
const NAME = /^[a-z][a-z0-9-]{0,49}$/;

/** What this worker does: who handles which messages, what runs when, which rows wait. Filled while the modules start. */
@Injectable()
export class JobRegistry {
  private readonly handlers = new Map<string, MessageHandler>();
  private readonly schedule = new Map<string, ScheduledJob>();
  private readonly backlogs = new Map<string, Backlog>();

  handles(handler: MessageHandler): void {
    put(this.handlers, handler);
  }

  runs(job: ScheduledJob): void {
    put(this.schedule, job);
  }

  worksOff(backlog: Backlog): void {
    put(this.backlogs, backlog);
  }

  handler(name: string): MessageHandler | undefined {
    return this.handlers.get(name);
  }

  scheduled(name: string): ScheduledJob | undefined {
    return this.schedule.get(name);
  }

  backlog(name: string): Backlog | undefined {
    return this.backlogs.get(name);
  }

  get allHandlers(): readonly MessageHandler[] {
    return [...this.handlers.values()];
  }

  get allScheduled(): readonly ScheduledJob[] {
    return [...this.schedule.values()];
  }

  get allBacklogs(): readonly Backlog[] {
    return [...this.backlogs.values()];
  }
}

function put<Named extends { readonly name: string }>(into: Map<string, Named>, item: Named): void {
  if (!NAME.test(item.name)) {
    throw new Error(`"${item.name}" cannot name a job: lower case letters, digits and hyphens.`);
  }
  if (into.has(item.name)) {
    throw new Error(`Two jobs are named "${item.name}".`);
  }
  into.set(item.name, item);
}
