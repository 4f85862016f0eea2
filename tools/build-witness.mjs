// Builds the witness to one file that needs nothing but Node: dist/witness/ascribe-witness.mjs.
//   node tools/build-witness.mjs
import { chmod, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { ROOT } from './root.mjs';

export const WITNESS = 'dist/witness/ascribe-witness.mjs';

/** A program of the project in one file. What it imports besides its own is Node's. */
export async function bundleForNode(entry, result) {
  const build = await rolldown({
    input: join(ROOT, entry),
    platform: 'node',
    external: /^node:/,
    tsconfig: join(ROOT, 'tsconfig.json'),
    logLevel: 'silent',
    onLog: (_level, log) => {
      throw new Error(log.message);
    },
  });
  const { output } = await build.write({ file: result, format: 'esm', codeSplitting: false });
  await build.close();
  const foreign = output.flatMap(({ imports }) => imports).filter((name) => !name.startsWith('node:'));
  if (output.length !== 1 || foreign.length > 0) {
    throw new Error(`${entry} is not one file by itself: ${foreign.join(', ')}`);
  }
}

export async function buildWitness() {
  const result = join(ROOT, WITNESS);
  await mkdir(dirname(result), { recursive: true });
  await bundleForNode('apps/witness/src/main.ts', result);
  await chmod(result, 0o755);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await buildWitness();
  console.log(`Built ${WITNESS}.`);
}
