// `npm start`: builds what is not built and runs the whole product in this process.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './root.mjs';

const NODE_MIN = [20, 19];

process.chdir(ROOT); // `.data` is the clone's own
await start();

async function start() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < NODE_MIN[0] || (major === NODE_MIN[0] && minor < NODE_MIN[1])) {
    return giveUp(`Ascribe needs Node ${NODE_MIN.join('.')} or newer, and this is ${process.version}.`);
  }
  if (!existsSync(join(ROOT, 'node_modules'))) {
    return giveUp('The packages are not installed: run `npm ci` first.');
  }
  const { build, isBuilt } = await import('./build.mjs');
  // A production install holds no compiler; there the build comes with the release.
  if (process.env.NODE_ENV === 'production') {
    if (!isBuilt()) {
      return giveUp('Ascribe is not built: run `npm run build` before, without NODE_ENV=production.');
    }
  } else if (!(await build())) {
    return giveUp('The build failed, see above.');
  }
  await import(pathToFileURL(join(ROOT, 'dist/apps/standalone/src/main.js')).href);
}

function giveUp(sentence) {
  console.error(sentence);
  process.exitCode = 1;
}
