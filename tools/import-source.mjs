import { register } from 'node:module';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { ROOT } from './root.mjs';

let registered = false;

/** Imports a TypeScript file of the project without a build. */
export async function importSource(path) {
  if (!registered) {
    register('./typescript-loader.mjs', import.meta.url);
    registered = true;
  }
  return await import(pathToFileURL(join(ROOT, path)).href);
}
