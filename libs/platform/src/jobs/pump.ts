import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { BellListener } from '../bell-listener.js';
import { JobRegistry } from './job-registry.js';
import { OutboxRelay } from './outbox-relay.js';
import { Queues } from './queues.js';

/** The net under the bell: how long a message waits at the most when no ring was heard. */
const POLL_MS = 1_000;
/** What is poked for within this time makes one pass. */
const GATHER_MS = 10;
/** Within this time a backlog is woken once. */
const WAKE_AT_MOST_EVERY_MS = 250;

/**
 * Turns rows that are owed into jobs, whenever the bell rings and every second: outbox
 * messages, handlings whose job was lost, backlogs with something due. Every worker
 * process has one; they do not disturb each other.
 */
@Injectable()
export class Pump {
  private readonly log = new Logger('pump');
  private running: Promise<void> | undefined;
  private stopping = false;
  private poked = false;
  private wake: (() => void) | undefined;
  private failing = false;

  constructor(
    private readonly bell: BellListener,
    private readonly relay: OutboxRelay,
    private readonly registry: JobRegistry,
    private readonly queues: Queues,
  ) {}

  async start(): Promise<void> {
    await this.bell.listen(() => this.poke());
    this.running = this.loop();
  }

  /** There may be something to do. */
  poke(): void {
    this.poked = true;
    this.wake?.();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.wake?.();
    await this.bell.close();
    await this.running;
  }

  private async loop(): Promise<void> {
    while (!this.stopping) {
      this.poked = false;
      const more = await this.passOrComplain();
      if (!more && !this.stopping) {
        await this.rest();
      }
    }
  }

  /** One look at everything. Says whether another one would find more. */
  private async pass(): Promise<boolean> {
    const relayed = await this.relay.relay();
    const requeued = await this.relay.requeue();
    await this.wakeBacklogs();
    return relayed || requeued;
  }

  private async passOrComplain(): Promise<boolean> {
    try {
      const more = await this.pass();
      this.failing = false;
      return more;
    } catch (error) {
      if (!this.failing) {
        this.log.error(`The outbox cannot be worked off; trying again every second: ${(error as Error).stack}`);
      }
      this.failing = true;
      return false;
    }
  }

  private async rest(): Promise<void> {
    if (!this.poked) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MS);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.wake = undefined;
    }
    if (!this.stopping) {
      await sleep(GATHER_MS);
    }
  }

  private async wakeBacklogs(): Promise<void> {
    for (const backlog of this.registry.allBacklogs) {
      const workers = await backlog.wantedWorkers();
      const slot = Math.floor(Date.now() / WAKE_AT_MOST_EVERY_MS);
      const jobs = Array.from({ length: workers }, (_, lane) => ({
        name: backlog.name,
        id: `${backlog.name}.${lane}.${slot}`,
      }));
      await this.queues.add('backlog', jobs);
    }
  }
}
