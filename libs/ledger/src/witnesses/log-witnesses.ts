import { Injectable, Logger } from '@nestjs/common';
import pg from 'pg';
import { FormatError } from '@app/verify';
import { Clock, Config } from '@app/platform';
import { LogReader } from '../log/log-reader.js';
import { Witnessing } from './witnessing.js';

/** Each witness asks the database for a moment at a time. */
const CONNECTIONS_MAX = 2;

/** The witnesses at work. */
export interface WitnessesAtWork {
  /** Call it after each checkpoint that was published. It returns at once. */
  wake(size: number): void;
  /** Requests that are under way are given up. */
  stop(): Promise<void>;
}

const NOBODY: WitnessesAtWork = { wake: () => undefined, stop: async () => await Promise.resolve() };

/** Shows the checkpoints of this log to the witnesses of the configured policy. */
@Injectable()
export class LogWitnesses {
  private readonly log = new Logger('witnesses');

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly reader: LogReader,
  ) {}

  /**
   * For the one process that holds the sequencer's lock. It never throws: a policy that is none, or a witness that is
   * gone, is told to the operator and holds up no signing.
   */
  async begin(): Promise<WitnessesAtWork> {
    const { ledgerPolicy: policy, ledgerDatabaseUrl: connectionString } = this.config;
    if (connectionString === undefined) {
      return NOBODY;
    }
    const pool = new pg.Pool({ connectionString, max: CONNECTIONS_MAX, application_name: 'ascribe witnesses' });
    // An idle connection that breaks is replaced; one in use fails its statement.
    pool.on('error', () => undefined);
    const witnessing = new Witnessing({
      policy,
      database: pool,
      proofs: { prove: async (from, to) => await this.reader.consistencyProof(from, to) },
      now: () => this.clock.now(),
      tell: (line, level) => this.log[level](line),
    });
    const atWork: WitnessesAtWork = {
      wake: (size) => witnessing.wake(size),
      stop: async () => {
        await witnessing.stop();
        await pool.end();
      },
    };
    try {
      await witnessing.start();
      return atWork;
    } catch (error) {
      const why = error instanceof FormatError ? error.message : (error as Error).name;
      this.log.error(`No witness is shown anything: ASCRIBE_LEDGER_POLICY is not understood. ${why}`);
      await atWork.stop();
      return NOBODY;
    }
  }
}
