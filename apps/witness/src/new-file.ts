import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Files } from './files.js';

/** What a writer that died has left; it never counted. */
export const isLeftover = (name: string): boolean => name.endsWith('.tmp');

/**
 * Makes a file appear under its name whole and for good, or not at all: written and fsynced under another name, then
 * linked, then the folder fsynced.
 *
 * @returns false where the name was taken; nothing was changed then.
 */
export async function makeFile(files: Files, folder: string, name: string, text: string): Promise<boolean> {
  const draft = join(folder, `${randomBytes(8).toString('hex')}.tmp`);
  try {
    const file = await files.create(draft);
    try {
      await file.write(text);
      await file.sync();
    } finally {
      await file.close();
    }
    const made = await files.link(draft, join(folder, name));
    if (made) {
      await files.syncFolder(folder);
    }
    return made;
  } finally {
    await files.remove(draft);
  }
}
