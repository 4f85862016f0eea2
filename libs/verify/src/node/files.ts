import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { HashedFile, ReadFile } from '../index.js';
import { sha256Stream, toHex } from '../index.js';
import { nodeCrypto } from './node-crypto.js';

const CHUNK_BYTES = 256 * 1024;

/** Of any size, a piece at a time. */
export const streamOf = (path: string): AsyncIterable<Uint8Array> =>
  createReadStream(path, { highWaterMark: CHUNK_BYTES });

export const textOf = async (path: string): Promise<string> => await readFile(path, 'utf8');

/** The files of a log's folder. */
export const folderReader =
  (folder: string): ReadFile =>
  (path) => {
    try {
      return readFileSync(join(folder, path));
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') {
        return undefined;
      }
      throw error;
    }
  };

/** Every file at or below a folder with its hash. */
export async function hashedFiles(folder: string): Promise<HashedFile[]> {
  const files: HashedFile[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) {
      const digest = sha256Stream(nodeCrypto);
      for await (const chunk of streamOf(join(entry.parentPath, entry.name))) {
        digest.update(chunk);
      }
      files.push({ name: basename(entry.name), sha256: toHex(digest.digest()) });
    }
  }
  return files;
}
