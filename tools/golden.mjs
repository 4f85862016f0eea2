// Writes the golden files anew: the OpenAPI document with the client's types, the access table,
// the schema. Review the difference like code before it is committed.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './root.mjs';

const test = join(ROOT, 'tools/test.mjs');
const env = { ...process.env, UPDATE_GOLDEN: '1' };
for (const part of [
  ['system', 'contract'],
  ['e2e', 'golden|access-matrix'],
  ['db', 'golden|schema'],
]) {
  const { status } = spawnSync(process.execPath, [test, ...part], { cwd: ROOT, env, stdio: 'inherit' });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}
