import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { ChangeBell, Clock, Config } from '@app/platform';
import { Halted } from '../log/halted.js';
import { NoteSigner } from '../log/note-signer.js';
import { Sequencer } from '../log/sequencer.js';
import { SignedMemory } from '../log/signed-memory.js';
import { LogWitnesses, type WitnessesAtWork } from '../witnesses/log-witnesses.js';

/** Between two rounds while there is much to do: what comes meanwhile shares a transaction and a checkpoint. */
const PACE_MS = 200;
/** How often it looks by itself, should a bell have been lost. */
const POLL_MS = 1_000;
/** How often a standby asks whether the place is free, and how long a broken connection rests. */
const STANDBY_MS = 1_000;
/** How often a sequencer that stopped looks whether what stopped it is gone, as after a better backup. */
const HALTED_MS = 30_000;
/** As many as a round takes: then there may be more. */
const ROUND_FULL = 10_000;

/** The sequencer at work: one of all processes, by lock; the others stand by. */
@Injectable()
export class Sequencing implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('ledger');
  private readonly stopping = new AbortController();
  private readonly listeners: ((size: number) => void)[] = [];
  private wake: () => void = () => undefined;
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly bell: ChangeBell,
    private readonly witnesses: LogWitnesses,
  ) {}

  /** Calls back after each checkpoint that was signed here. */
  onSigned(listener: (size: number) => void): void {
    this.listeners.push(listener);
  }

  async onApplicationBootstrap(): Promise<void> {
    const [newest, ...older] = this.config.ledgerKeys.map((key) => NoteSigner.of(key.reveal()));
    if (!newest || !this.config.ledgerDatabaseUrl) {
      return;
    }
    await this.bell.listen(() => this.wake());
    this.work = this.run([newest, ...older], this.config.ledgerDatabaseUrl);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.work;
  }

  private async run(signers: readonly [NoteSigner, ...NoteSigner[]], url: string): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const client = new pg.Client({ connectionString: url, application_name: 'ascribe sequencer', keepAlive: true });
      client.on('error', () => undefined);
      try {
        await client.connect();
        await this.lead(
          new Sequencer(client, {
            signers,
            memory: new SignedMemory(this.config.ledgerStateDir),
            now: () => this.clock.now(),
          }),
        );
      } catch (error) {
        this.log.warn(`The sequencer begins again: ${(error as Error).message}`);
      } finally {
        await client.end().catch(() => undefined);
      }
      await this.rest(STANDBY_MS);
    }
  }

  /** Until the connection breaks, the log is inconsistent, or the process ends. */
  private async lead(sequencer: Sequencer): Promise<void> {
    while (!this.stopping.signal.aborted && !(await sequencer.lead())) {
      await this.rest(STANDBY_MS);
    }
    let witnesses: WitnessesAtWork | undefined;
    try {
      if (!this.stopping.signal.aborted) {
        await sequencer.takeUp();
        witnesses = await this.witnesses.begin();
      }
      while (!this.stopping.signal.aborted) {
        await this.turn(sequencer, witnesses);
      }
    } catch (error) {
      if (!(error instanceof Halted)) {
        throw error;
      }
      this.log.error(`The log is not signed any more. ${error.message}`);
      await sequencer.halt(error);
      await this.rest(HALTED_MS);
    } finally {
      await witnesses?.stop();
    }
  }

  private async turn(sequencer: Sequencer, witnesses: WitnessesAtWork | undefined): Promise<void> {
    const rung = this.rung();
    const placed = await sequencer.round();
    if (await sequencer.sign()) {
      witnesses?.wake(sequencer.signedSize);
      this.listeners.forEach((listener) => listener(sequencer.signedSize));
    }
    if (placed === 0) {
      const over = new AbortController();
      await Promise.race([rung, this.rest(POLL_MS, AbortSignal.any([this.stopping.signal, over.signal]))]);
      over.abort();
    } else if (placed < ROUND_FULL) {
      await this.rest(PACE_MS);
    }
  }

  /** When the bell rings next. */
  private async rung(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
  }

  private async rest(ms: number, signal = this.stopping.signal): Promise<void> {
    await sleep(ms, undefined, { signal }).catch(() => undefined);
  }
}
