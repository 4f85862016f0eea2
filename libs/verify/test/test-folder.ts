import { createHash } from 'node:crypto';
import type { TestLog } from './test-log.js';

/** A log as static files (C2SP tlog-tiles), by path. */
export function folderOf(log: TestLog): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const put = (path: string, bytes: Uint8Array | string): void => void files.set(path, Buffer.from(bytes));
  const size = log.entries.length;
  put('checkpoint', log.checkpoint());
  put('key', [...log.logKeys.map(({ signer }) => signer), ...log.receiptKeys].map(({ vkey }) => `${vkey}\n`).join(''));
  const entries = log.entries.map(({ leaf }) => Buffer.concat([Buffer.of(0, leaf.length), Buffer.from(leaf)]));
  putTiles(put, 'entries', entries);
  let row: Buffer[] = Array.from({ length: size }, (_, i) => Buffer.from(log.tree.leafHashAt(i)));
  for (let level = 0; row.length > 0; level++) {
    putTiles(put, level, row);
    row = Array.from({ length: Math.floor(row.length / 256) }, (_, i) => rootOf(row.slice(256 * i, 256 * (i + 1))));
  }
  return files;
}

function putTiles(put: (path: string, bytes: Uint8Array) => void, level: number | string, items: Buffer[]): void {
  for (let n = 0; n * 256 < items.length; n++) {
    const tile = items.slice(256 * n, 256 * (n + 1));
    const name =
      n < 1000 ? String(n).padStart(3, '0') : `x${String(n).slice(0, -3).padStart(3, '0')}/${String(n).slice(-3)}`;
    put(`tile/${level}/${name}${tile.length < 256 ? `.p/${tile.length}` : ''}`, Buffer.concat(tile));
  }
}

const rootOf = (nodes: Buffer[]): Buffer =>
  nodes.length === 1
    ? (nodes[0] as Buffer)
    : createHash('sha256')
        .update(Buffer.of(1))
        .update(rootOf(nodes.slice(0, nodes.length / 2)))
        .update(rootOf(nodes.slice(nodes.length / 2)))
        .digest();
