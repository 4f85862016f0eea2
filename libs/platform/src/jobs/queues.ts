import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Queue, Worker, type ConnectionOptions, type IQueueBackend, type JobProgress } from 'bullmq';
import { REDIS_PREFIX, type QueueStore } from './queue-store.js';

/** The queues. Their names are permanent: jobs that wait are found under them. */
export const QUEUES = ['outbox', 'backlog', 'schedule'] as const;
export type QueueName = (typeof QUEUES)[number];

export interface NewJob {
  readonly name: string;
  /** Ours, always: BullMQ would make itself a sequence for ids of its own, which the application's role may not. */
  readonly id: string;
  readonly data?: Readonly<Record<string, string>>;
}

export interface DueJob {
  readonly name: string;
  readonly data: Readonly<Record<string, string>>;
}

// A job only wakes: what was done is in rows, so a finished one is of no more use. Of those that
// failed some are kept for whoever looks for the reason.
const KEEP = { removeOnComplete: true, removeOnFail: { count: 100, age: 7 * 24 * 3600 } } as const;

/** How long jobs that run may take to come to their end when the process stops. */
const PATIENCE_MS = 20_000;
/** How long BullMQ may take to close where no job of ours runs: a worker that is stopped as it starts can wait for a job first. */
const IDLE_PATIENCE_MS = 1_000;
const LOOK_AGAIN_MS = 50;

type Data = Readonly<Record<string, string>>;
type AnyQueue = Queue<Data, unknown, string, Data, unknown, string, IQueueBackend, ConnectionOptions>;
type AnyWorker = Worker<unknown, void, string, IQueueBackend, JobProgress, ConnectionOptions>;

/** All that the product asks of BullMQ, on Redis or on PostgreSQL. */
export class Queues {
  private readonly log = new Logger('queues');
  private readonly queues = new Map<QueueName, AnyQueue>();
  private readonly workers: AnyWorker[] = [];
  private running = 0;

  constructor(private readonly store: QueueStore) {}

  /** A job whose id is already there is left as it is. */
  async add(queue: QueueName, jobs: readonly NewJob[]): Promise<void> {
    const to = this.queue(queue);
    await Promise.all(
      jobs.map(async ({ name, id, data }) => await to.add(name, data ?? {}, { ...KEEP, jobId: withoutColon(id) })),
    );
  }

  /** Sets the schedule, or leaves it as it is where it was set before: by this worker, another one, or before a restart. */
  async every(queue: QueueName, name: string, everyMs: number): Promise<void> {
    const to = this.queue(queue);
    await this.store.alone(async () => {
      const found = await to.getJobScheduler(withoutColon(name));
      if (found?.every !== everyMs) {
        await to.upsertJobScheduler(name, { every: everyMs }, { name, data: {}, opts: KEEP });
      }
    });
  }

  work(queue: QueueName, concurrency: number, process: (job: DueJob) => Promise<void>): void {
    const worker: AnyWorker = new Worker(
      queue,
      async (job) => {
        this.running += 1;
        try {
          await process({ name: job.name, data: job.data as Record<string, string> });
        } finally {
          this.running -= 1;
        }
      },
      // Only schedules can be found stalled more than once by a fault of ours; everything else is queued again from its row.
      { connection: this.store.connection, prefix: REDIS_PREFIX, concurrency, maxStalledCount: 10 },
      this.store.backend,
    );
    worker.on('failed', (job, error) => this.log.error(`${queue} ${job?.name ?? ''}: ${error.stack ?? error.message}`));
    worker.on('error', (error) => this.complain(error));
    this.workers.push(worker);
  }

  /** Waits for the jobs that run, but not for ever, and lets go of every connection: what was cut short is still owed. */
  async close(): Promise<void> {
    const closing = Promise.all([...this.workers, ...this.queues.values()].map(async (each) => await each.close()));
    if (this.store.reachable()) {
      await withPatience(closing, IDLE_PATIENCE_MS);
      await withPatience(this.idle(), PATIENCE_MS);
    } else {
      await withPatience(closing, 0);
    }
    await this.store.close();
  }

  /** Once no job of ours runs; none begins any more when the workers are closing. */
  private async idle(): Promise<void> {
    while (this.running > 0) {
      await sleep(LOOK_AGAIN_MS);
    }
  }

  private queue(name: QueueName): AnyQueue {
    let queue = this.queues.get(name);
    if (!queue) {
      queue = new Queue(
        name,
        // Nobody follows the events of jobs.
        { connection: this.store.connection, prefix: REDIS_PREFIX, streams: { events: { maxLen: 100 } } },
        this.store.backend,
      );
      queue.on('error', (error) => this.complain(error));
      this.queues.set(name, queue);
    }
    return queue;
  }

  private complain(error: Error): void {
    this.log.warn(`The queue cannot be reached: ${error.message}`);
  }
}

function withoutColon(text: string): string {
  if (text.includes(':')) {
    throw new Error(`A job cannot have a colon in its id: ${text}`);
  }
  return text;
}

/** Waits for the promise, but not longer than that. */
export async function withPatience(promise: Promise<unknown>, ms: number): Promise<void> {
  const ended = promise.then(
    () => undefined,
    () => undefined,
  );
  const enough = new AbortController();
  const patience = sleep(ms, undefined, { signal: enough.signal }).catch(() => undefined);
  await Promise.race([ended, patience]);
  enough.abort();
}
