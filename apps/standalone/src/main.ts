import 'reflect-metadata';
import { sentenceOf } from './refusal.js';
import { startStandalone } from './standalone.js';
import { onStopSignal, Running } from './stopping.js';

// What our dependencies are to stop doing concerns whoever works on Ascribe (--trace-deprecation
// shows it), not whoever starts it.
process.noDeprecation = !process.traceDeprecation;

const running = new Running();

onStopSignal(() => {
  process.stdout.write('\nStopping ...\n');
  void end(0);
});

try {
  const { died } = await startStandalone(running);
  void died.then(async (sentence) => await refuse(sentence));
} catch (error) {
  await refuse(sentenceOf(error) ?? (error instanceof Error ? (error.stack ?? error.message) : String(error)));
}

async function refuse(sentence: string): Promise<void> {
  process.stderr.write(`${sentence}\n`);
  await end(1);
}

/** The first reason to end decides the exit code. */
async function end(code: number): Promise<void> {
  process.exitCode ??= code;
  await running.stop();
  process.exit();
}
