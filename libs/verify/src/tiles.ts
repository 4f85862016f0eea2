import { FormatError } from './format-error.js';

/** Hashes or entries of a full tile (C2SP tlog-tiles: tiles of height 8). */
export const TILE_WIDTH = 256;
/** Rows of tiles of the greatest tree (2^53 leaves). */
const LEVEL_MAX = 63;

export interface Tile {
  readonly level: number | 'entries';
  readonly index: number;
  /** 1 to 256. */
  readonly width: number;
}

/** `tile/<level>/<index>[.p/<width>]`; 1234067 is written `x001/x234/067`. */
export function tilePath({ level, index, width }: Tile): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) ?? [];
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${path}${width < TILE_WIDTH ? `.p/${width}` : ''}`;
}

/** @throws {FormatError} where it is not exactly what `tilePath` would write. */
export function parseTilePath(path: string): Tile {
  const match = /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/.exec(path);
  const [, row = '', groups = '', width = String(TILE_WIDTH)] = match ?? [];
  const level = row === 'entries' ? row : Number(row);
  const tile: Tile = { level, index: Number(groups.replace(/[x/]/g, '')), width: Number(width) };
  const isInRange = (level === 'entries' || level <= LEVEL_MAX) && Number.isSafeInteger(tile.index) && tile.width > 0;
  // What could be written shorter is another name of the same tile.
  if (!match || !isInRange || tilePath(tile) !== path) {
    throw new FormatError('This is not the path of a tile.');
  }
  return tile;
}

/** All tiles of a row of a tree, in order, the last one partial where need be. Row 0 is as the entries are. */
export function* tilesOf(size: number, level: number | 'entries'): Generator<Tile> {
  const hashes = level === 'entries' ? size : Math.floor(size / TILE_WIDTH ** level);
  for (let index = 0; index * TILE_WIDTH < hashes; index++) {
    yield { level, index, width: Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH) };
  }
}

/**
 * The entries of a bundle: each after its length in two bytes, the higher first.
 *
 * @throws {FormatError} where the last one is cut.
 */
export function parseEntryBundle(bytes: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const begin = at + 2;
    const end = begin + (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0));
    if (begin > bytes.length || end > bytes.length) {
      throw new FormatError('This bundle of entries is cut.');
    }
    entries.push(bytes.subarray(begin, end));
    at = end;
  }
  return entries;
}

/** @throws {FormatError} where an entry has more than 65,535 bytes. */
export function formatEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(entries.reduce((sum, entry) => sum + 2 + entry.length, 0));
  let at = 0;
  for (const entry of entries) {
    if (entry.length > 0xffff) {
      throw new FormatError('An entry has at most 65,535 bytes.');
    }
    bytes[at] = entry.length >> 8;
    bytes[at + 1] = entry.length & 0xff;
    bytes.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bytes;
}
