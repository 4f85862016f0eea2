import fc from 'fast-check';
import { formatEntryBundle, parseEntryBundle, parseTilePath, tilePath, tilesOf, type Tile } from './tiles.js';

const refused = expect.objectContaining({ name: 'FormatError' });

describe('The path of a tile (C2SP tlog-tiles)', () => {
  // The examples of the specification, and of golang.org/x/mod/sumdb/tlog, tile_test.go (which has its height too).
  it.each<[string, Tile]>([
    ['tile/0/x001/x234/067', { level: 0, index: 1_234_067, width: 256 }],
    ['tile/4/001', { level: 4, index: 1, width: 256 }],
    ['tile/3/x123/x456/078', { level: 3, index: 123_456_078, width: 256 }],
    ['tile/1/000.p/112', { level: 1, index: 0, width: 112 }],
    ['tile/0/x001/000.p/1', { level: 0, index: 1000, width: 1 }],
    ['tile/entries/x001/x234/067.p/8', { level: 'entries', index: 1_234_067, width: 8 }],
    ['tile/entries/999', { level: 'entries', index: 999, width: 256 }],
  ])('is %s', (path, tile) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  it.each([
    'tile/0/0',
    'tile/0/1000',
    'tile/0/x000/000',
    'tile/0/x001',
    'tile/0/001/002',
    'tile/00/001',
    'tile/64/001',
    'tile/-1/001',
    'tile/0/001.p/0',
    'tile/0/001.p/256',
    'tile/0/001.p/01',
    'tile/data/001',
    '/tile/0/001',
    'tile/0/001/',
    'tile/0/x001/x001/x001/x001/x001/x001/001',
  ])('is not %s', (path) => {
    expect(() => parseTilePath(path)).toThrow(refused);
  });

  // The example of the specification: a tree of 70,000 leaves.
  it('is one of few for a tree of 70,000', () => {
    const last = (level: number) => [...tilesOf(70_000, level)].map(tilePath).at(-1);
    expect([0, 1, 2, 3].map(last)).toEqual(['tile/0/273.p/112', 'tile/1/001.p/17', 'tile/2/000.p/1', undefined]);
    expect([...tilesOf(70_000, 0)]).toHaveLength(274);
    expect([...tilesOf(70_000, 'entries')].every(({ level }) => level === 'entries')).toBe(true);
  });
});

describe('A bundle of entries', () => {
  it('gives back what was put in', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 256 }), (entries) => {
        expect(parseEntryBundle(formatEntryBundle(entries))).toEqual(entries);
      }),
    );
    expect(formatEntryBundle([Uint8Array.of(7), new Uint8Array()])).toEqual(Uint8Array.of(0, 1, 7, 0, 0));
    expect(parseEntryBundle(formatEntryBundle([new Uint8Array(65_535)]))[0]).toHaveLength(65_535);
  });

  it('is refused where it is cut, or where an entry is too long', () => {
    for (const cut of [[0], [0, 2, 1], [0, 1, 7, 0], [255, 255]]) {
      expect(() => parseEntryBundle(Uint8Array.from(cut))).toThrow(refused);
    }
    expect(() => formatEntryBundle([new Uint8Array(65_536)])).toThrow(refused);
  });
});
