// The sequencer by itself, at the pace at which the worker runs it.
//   node bench/sequencer.mjs <url of the ledger's role> <signing key> <folder>
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { ROOT } from '../tools/root.mjs';

const PACE_MS = 200;
const [url, key, folder] = process.argv.slice(2);
const { NoteSigner, Sequencer, SignedMemory } = await import(
  pathToFileURL(join(ROOT, 'dist/libs/ledger/src/index.js')).href
);
const client = new pg.Client({ connectionString: url });
await client.connect();
const sequencer = new Sequencer(client, {
  signers: [NoteSigner.of(key)],
  memory: new SignedMemory(folder),
  now: () => new Date(),
});
if (!(await sequencer.lead())) {
  throw new Error('Another sequencer is at work.');
}
await sequencer.takeUp();
process.send?.({ ready: true });
for (;;) {
  await sequencer.round();
  await sequencer.sign();
  await sleep(PACE_MS);
}
