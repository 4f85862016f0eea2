import { runWitness, WitnessMisused, WitnessRefusal } from '../../witness/src/index.js';
import { Refusal, UsageError } from './refusal.js';
import type { Terminal } from './terminal.js';

/** `ascribe witness`: until Ctrl-C or SIGTERM. It needs no configuration and no database. */
export async function witness(args: string[], terminal: Terminal): Promise<void> {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    await runWitness(args, { out: terminal.out, err: terminal.err, stop: stopping.signal });
  } catch (error) {
    if (error instanceof WitnessMisused) {
      throw new UsageError(error.message);
    }
    throw error instanceof WitnessRefusal ? new Refusal(error.message) : error;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}
