#!/usr/bin/env node
import { runWitness, WitnessMisused, WitnessRefusal } from './index.js';

/** As the other commands end: 0 done, 1 failed, 2 not understood. */
const FAILED = 1;
const MISUSED = 2;

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());
try {
  await runWitness(process.argv.slice(2), {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    stop: stop.signal,
  });
} catch (error) {
  process.exitCode = error instanceof WitnessMisused ? MISUSED : FAILED;
  const known = error instanceof WitnessMisused || error instanceof WitnessRefusal;
  process.stderr.write(`${known ? error.message : `The witness failed: ${String(error)}`}\n`);
}
