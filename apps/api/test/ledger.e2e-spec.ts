import { createHash } from 'node:crypto';
import { givenOrganization, type Client, type GivenOrganization } from '@app/testing';
import {
  fromBase64,
  leafHashInput,
  parseCheckpoint,
  parseEntryBundle,
  parsePolicy,
  parseVerifierKey,
  sha256,
  tilePath,
  tilesOf,
  verifyConsistency,
  verifyInclusion,
  verifyNote,
} from '@app/verify';
import { nodeCrypto } from '@app/verify/node';
import { FILING } from './history.js';
import { bytesOf, startLogged, type Logged } from './ledger-ground.js';

let logged: Logged;
let ours: GivenOrganization;
let owner: Client;
let stranger: Client;

beforeAll(async () => {
  logged = await startLogged();
  ours = await givenOrganization(logged.api);
  owner = await logged.api.signedIn(ours.owner);
  stranger = await logged.api.signedIn((await givenOrganization(logged.api)).owner);
});
afterAll(async () => {
  await logged.api.close();
});

const text = async (path: string, client = owner): Promise<string> => (await client.get(path).expect(200)).text;
const file = async (): Promise<string> => (await owner.post('/incidents', FILING).expect(201)).body.id as string;
const newest = async () => parseCheckpoint((await text('/ledger/checkpoint')).split('\n\n')[0] + '\n');

describe('Before anything is sequenced', () => {
  it('has no checkpoint, no entries, and says how much waits', async () => {
    await owner.get('/ledger/checkpoint').expect(404);
    await owner.get('/ledger/tile/entries/000.p/1').expect(404);
    await owner.get('/ledger/proof/inclusion?index=0&size=1').expect(404);
    expect((await owner.get('/ledger/entries').expect(200)).body).toEqual({ items: [], nextCursor: null });
    const { body } = await owner.get('/ledger/status').expect(200);
    expect(body).toEqual({ size: 0, pending: expect.any(Number), checkpoint: null, halted: null, witnesses: [] });
    expect(body.pending).toBeGreaterThan(3);
  });
});

describe('The log that is served', () => {
  beforeAll(async () => {
    await file();
    await logged.log.sequenceAll();
    for (let n = 0; n < 30; n += 1) {
      await file();
    }
    await logged.log.sequenceAll();
  });

  it('gives the signed checkpoint, its key and a policy to anybody who is signed in', async () => {
    const [note, vkeys, policy] = await Promise.all(
      ['checkpoint', 'key', 'policy'].map(async (path) => await text(`/ledger/${path}`, stranger)),
    );
    const key = await parseVerifierKey(nodeCrypto, (vkeys ?? '').trim());
    const { text: signed } = await verifyNote(nodeCrypto, note ?? '', [key]);
    expect(parseCheckpoint(signed).origin).toBe(key.name);
    const { logs, quorum } = await parsePolicy(nodeCrypto, policy ?? '');
    expect([logs.map((one) => one.key.vkey), quorum]).toEqual([[key.vkey], 'none']);
    const receipts = await text('/ledger/key?role=receipt');
    expect((await parseVerifierKey(nodeCrypto, receipts.trim())).name).toBe(`${key.name}/receipts`);
    const { body } = await owner.get('/ledger/keys').expect(200);
    expect(body.items.map((one: { role: string; index: number }) => [one.role, one.index])).toEqual(
      expect.arrayContaining([
        ['log', expect.any(Number)],
        ['receipt', expect.any(Number)],
      ]),
    );
    await logged.api.anonymous().get('/ledger/checkpoint').expect(401);
  });

  it('lists its checkpoints, and gives each by its size', async () => {
    const { body } = await owner.get('/ledger/checkpoints?limit=1').expect(200);
    const next = await owner.get(`/ledger/checkpoints?limit=1&cursor=${body.nextCursor}`).expect(200);
    const [last, first] = [body.items[0], next.body.items[0]];
    expect(last.size).toBeGreaterThan(first.size);
    expect(next.body.nextCursor).toBeNull();
    expect(await text(`/ledger/checkpoint?size=${first.size}`)).toBe(first.note);
    await owner.get(`/ledger/checkpoint?size=${last.size - 1}`).expect(404);
  });

  it('has tiles from which the root follows, and older partial ones', async () => {
    const { size, root } = await newest();
    const leaves: Uint8Array[] = [];
    for (const tile of tilesOf(size, 'entries')) {
      leaves.push(...parseEntryBundle(await bytesOf(owner.get(`/ledger/${tilePath(tile)}`))));
    }
    expect(leaves).toHaveLength(size);
    const hashes: Uint8Array[] = [];
    for (const tile of tilesOf(size, 0)) {
      hashes.push(...chunks(await bytesOf(owner.get(`/ledger/${tilePath(tile)}`))));
    }
    for (const [index, leaf] of leaves.entries()) {
      expect(Buffer.from(await sha256(nodeCrypto, leafHashInput(leaf)))).toEqual(Buffer.from(hashes[index] ?? []));
    }
    expect(await bytesOf(owner.get('/ledger/tile/1/000.p/1'))).toHaveLength(32);
    expect(chunks(await bytesOf(owner.get('/ledger/tile/0/000.p/3')))).toEqual(hashes.slice(0, 3));
    expect(Buffer.from(rootOf(hashes))).toEqual(Buffer.from(root));
  });

  it('has tiles that are kept for ever, and a checkpoint that is asked for again', async () => {
    const tile = await owner.get('/ledger/tile/0/000').expect(200);
    expect(tile.headers).toMatchObject({
      'cache-control': 'private, max-age=31536000, immutable',
      'content-type': 'application/octet-stream',
    });
    const checkpoint = await owner.get('/ledger/checkpoint').expect(200);
    expect(checkpoint.headers).toMatchObject({
      'cache-control': 'private, no-cache',
      'content-type': 'text/plain; charset=utf-8',
    });
    const again = owner.with({ 'if-none-match': String(checkpoint.headers['etag']) });
    expect((await again.get('/ledger/checkpoint').expect(304)).text).toBe('');
  });

  it.each([
    '0/0',
    '0/00',
    '0/x000/000',
    '0/000.p/0',
    '0/000.p/256',
    '0/000.p/03',
    '00/000',
    '8/000',
    '64/000',
    '0/999',
    '0/x999/999',
    'entries/000.p/257',
    'entry/000',
    '0/000/',
    '-1/000',
    '0/000%2e%2e',
    '../checkpoint',
  ])('has nothing at the path tile/%s', async (path) => {
    await owner.get(`/ledger/tile/${path}`).expect(404);
  });

  it('proves inclusion and consistency up to the newest checkpoint, and not beyond', async () => {
    const { size, root } = await newest();
    const leaves = parseEntryBundle(await bytesOf(owner.get('/ledger/tile/entries/000')));
    for (const index of [0, 1, 100, 255]) {
      const { body } = await stranger.get(`/ledger/proof/inclusion?index=${index}&size=${size}`).expect(200);
      const leafHash = await sha256(nodeCrypto, leafHashInput(leaves[index] as Uint8Array));
      const proof = (body.proof as string[]).map(fromBase64);
      expect(await verifyInclusion(nodeCrypto, { index, size, leafHash, proof, root })).toBe(true);
    }
    const checkpoints = (await owner.get('/ledger/checkpoints').expect(200)).body.items;
    const first = checkpoints.at(-1);
    const { body } = await stranger.get(`/ledger/proof/consistency?from=${first.size}&to=${size}`).expect(200);
    const roots = { firstRoot: fromBase64(first.root), secondRoot: root };
    const proof = (body.proof as string[]).map(fromBase64);
    expect(await verifyConsistency(nodeCrypto, { first: first.size, second: size, ...roots, proof })).toBe(true);
    await owner.get(`/ledger/proof/inclusion?index=0&size=${size + 1}`).expect(404);
    await owner.get(`/ledger/proof/consistency?from=0&to=${size + 1}`).expect(404);
    await owner.get(`/ledger/proof/inclusion?index=${size}&size=${size}`).expect(422);
    await owner.get(`/ledger/proof/consistency?from=${size}&to=${size - 1}`).expect(422);
    for (const query of [
      'inclusion?index=-1&size=2',
      'inclusion?index=1.5&size=2',
      'inclusion?size=2',
      'consistency',
    ]) {
      await owner.get(`/ledger/proof/${query}`).expect(422);
    }
  });

  it('shows nothing beyond its newest checkpoint', async () => {
    const { size } = await newest();
    const id = await file();
    expect((await newest()).size).toBe(size);
    const { body } = await owner.get(`/ledger/entries?from=${size}`).expect(200);
    expect(body.items).toEqual([]);
    const waiting = await owner.get(`/incidents/${id}/ledger`).expect(200);
    expect(waiting.body).toMatchObject({ caseVersion: null, knownAt: null });
    for (const item of waiting.body.items) {
      expect(item).toMatchObject({ index: null, pending: true, proof: null });
    }
    expect((await owner.get('/ledger/status').expect(200)).body.pending).toBeGreaterThanOrEqual(9);
  });

  it('says by which witnesses it is cosigned, and which of them are silent', async () => {
    const { size } = await newest();
    const at = new Date('2024-08-10T08:00:00.000Z');
    const witness = `INSERT INTO log_witness (witness, name, place, status, why, since) VALUES ($1, $2, $3, $4, $5, $6)`;
    await logged.api.sql(witness, ['firm.example/w+0a0b0c0d', 'counsel', 0, 'cosigned', null, at]);
    await logged.api.sql(witness, ['press.example+01020304', 'press', 1, 'failing', 'it does not answer', at]);
    const cosignature = 'INSERT INTO log_cosignature (size, witness, line, cosigned_at) VALUES ($1, $2, $3, $4)';
    await logged.api.sql(cosignature, [size, 'firm.example/w+0a0b0c0d', '\u2014 firm.example/w AAAA\n', at]);
    const { body } = await stranger.get('/ledger/status').expect(200);
    const since = at.toISOString();
    expect(body.witnesses).toEqual([
      { name: 'counsel', status: 'cosigned', why: null, since, size, cosignedAt: since },
      { name: 'press', status: 'failing', why: 'it does not answer', since, size: null, cosignedAt: null },
    ]);
    expect(body.checkpoint.witnesses).toEqual([{ name: 'firm.example/w', at: since }]);
  });

  it('gives writers their receipts again, and those of nobody else', async () => {
    const { headers } = await owner.post('/incidents', FILING).expect(201);
    const note = Buffer.from(String(headers['ascribe-receipt']), 'base64').toString('utf8');
    const { body } = await owner.get('/ledger/receipts?limit=1').expect(200);
    expect(body.items).toEqual([{ id: expect.any(String), issuedAt: expect.any(String), note }]);
    const older = await owner.get(`/ledger/receipts?limit=1&cursor=${body.nextCursor}`).expect(200);
    expect(older.body.items[0].note).not.toBe(note);
    expect((await stranger.get('/ledger/receipts').expect(200)).body.items).toEqual([]);
    await owner.get('/ledger/receipts?cursor=x').expect(400);
  });
});

const chunks = (bytes: Buffer): Buffer[] =>
  Array.from({ length: bytes.length / 32 }, (_, index) => bytes.subarray(index * 32, index * 32 + 32));

/** MTH(D[n]) of RFC 9162, section 2.1.1. */
function rootOf(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 1) {
    return hashes[0] as Uint8Array;
  }
  let split = 1;
  while (split * 2 < hashes.length) {
    split *= 2;
  }
  const [left, right] = [rootOf(hashes.slice(0, split)), rootOf(hashes.slice(split))];
  return createHash('sha256')
    .update(Buffer.concat([Buffer.of(1), left, right]))
    .digest();
}
