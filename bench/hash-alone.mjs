// What verifying a folder of a log costs at the least: its entries are read and hashed, and the tree above them.
//   node bench/hash-alone.mjs <folder> <size>
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../tools/root.mjs';

const [folder, size] = [process.argv[2], Number(process.argv[3])];
const { tilePath, tilesOf } = await import(pathToFileURL(join(ROOT, 'dist/libs/verify/src/tiles.js')).href);
const pair = Buffer.alloc(65, 1);
/** Roots of perfect trees that wait for their right neighbours, the largest first. */
const waiting = [];

function add(leafHash) {
  let node = leafHash;
  let height = 0;
  while (waiting.at(-1)?.height === height) {
    node = join2(waiting.pop().node, node);
    height += 1;
  }
  waiting.push({ node, height });
}

function join2(left, right) {
  pair.set(left, 1);
  pair.set(right, 33);
  return hash('sha256', pair, 'buffer');
}

for (const tile of tilesOf(size, 'entries')) {
  const bytes = readFileSync(join(folder, tilePath(tile)));
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt16BE(at);
    const input = Buffer.alloc(length + 1);
    bytes.copy(input, 1, at + 2, at + 2 + length);
    add(hash('sha256', input, 'buffer'));
    at += 2 + length;
  }
}
let root = waiting.pop().node;
while (waiting.length > 0) {
  root = join2(waiting.pop().node, root);
}
console.log(root.toString('base64'));
