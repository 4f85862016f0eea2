import { createReadStream, readFileSync, statSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { HashedFile, ReadFile } from '../index.js';
import { sha256Stream, toHex } from '../index.js';
import { nodeCrypto } from './node-crypto.js';

const CHUNK_BYTES = 256 * 1024;
/** 256 entries of 65,535 bytes, each after its length. */
const TILE_BYTES_MAX = 256 * (2 + 65_535);
/** There is no file of this name, and there cannot be one. */
const ABSENT = ['ENOENT', 'ENOTDIR', 'ELOOP'];

/** Of any size, a piece at a time. */
export const streamOf = (path: string): AsyncIterable<Uint8Array> =>
  createReadStream(path, { highWaterMark: CHUNK_BYTES });

export const textOf = async (path: string): Promise<string> => await readFile(path, 'utf8');

/** The files of a log's folder. */
export const folderReader =
  (folder: string): ReadFile =>
  (path) => {
    const file = join(folder, path);
    try {
      const stat = statSync(file);
      // A pipe would never end, and no tile is greater.
      return stat.isFile() && stat.size <= TILE_BYTES_MAX ? readFileSync(file) : undefined;
    } catch (error) {
      if (ABSENT.includes((error as { code?: string }).code ?? '')) {
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
