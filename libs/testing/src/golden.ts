import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FOLDER = join(process.cwd(), 'test', 'golden');

/**
 * What the golden file holds, to be compared with what is now. With `UPDATE_GOLDEN=1` the file
 * is written anew: look at the difference before it is committed.
 */
export function golden(file: string, now: string): string {
  const path = join(FOLDER, file);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, now);
  }
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
