import { generateKeyPairSync, sign } from 'node:crypto';
import { fromBase64, fromHex, toHex, utf8 } from './bytes.js';
import { cosignatureMessage, formatCosignature } from './cosignature.js';
import { parseCheckpoint } from './checkpoint.js';
import { nodeCrypto } from './node/index.js';
import { COSIGNATURE_V1, formatSignature, parseNote, parseVerifierKey, verifyNote } from './note.js';
import { webCrypto } from './web-crypto.js';
import { TestSigner } from '../test/test-signer.js';

// golang.org/x/mod/sumdb/note, note.go: the example of its documentation.
const NEUMANN = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const NEUMANN_NOTE =
  'If you think cryptography is the answer to your problem,\n' +
  "then you don't know what your problem is.\n" +
  '\n' +
  '\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
// C2SP tlog-cosignature, the example: the key of the log is not published with it, so its form alone is looked at.
const SOFA_NOTE =
  'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n' +
  '\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n' +
  '\u2014 witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n';

const log = TestSigner.make('log.example', 1);
const witness = TestSigner.make('witness.example', COSIGNATURE_V1);
const stranger = TestSigner.make('stranger.example', 1);
const TEXT = 'log.example\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n';
const keys = async (...signers: TestSigner[]) =>
  await Promise.all(signers.map(async (signer) => await parseVerifierKey(nodeCrypto, signer.vkey)));

describe.each([
  ['node:crypto', nodeCrypto],
  ['WebCrypto', webCrypto()],
])('A signed note (C2SP signed-note), by %s', (_, crypto) => {
  it('is believed by the key that signed it: the published example', async () => {
    const key = await parseVerifierKey(crypto, NEUMANN);
    expect([key.name, toHex(key.id), key.type, key.vkey]).toEqual(['PeterNeumann', 'c74f20a3', 1, NEUMANN]);
    const { text, signers, unknown } = await verifyNote(crypto, NEUMANN_NOTE, [key]);
    expect([text, signers.length, unknown.length]).toEqual([NEUMANN_NOTE.split('\n\n')[0] + '\n', 1, 0]);
    await expect(verifyNote(crypto, NEUMANN_NOTE.replace('problem is', 'problem ls'), [key])).rejects.toThrow(
      'A signature is under a known name and is not by its key.',
    );
  });

  it('carries a cosignature with its time, by a witness of its own key type', async () => {
    const note = `${TEXT}\n${log.signatureLine(TEXT)}${witness.cosignatureLine(TEXT, 1_679_315_147)}`;
    const { signers } = await verifyNote(crypto, note, await keys(log, witness));
    expect(signers.map(({ key, time }) => [key.name, time])).toEqual([
      ['log.example', undefined],
      ['witness.example', 1_679_315_147],
    ]);
    const later = `${TEXT}\n${witness.cosignatureLine(TEXT, 2, 3)}`;
    await expect(verifyNote(crypto, later, await keys(witness))).rejects.toMatchObject({ reason: 'wrong_signature' });
  });
});

describe('Signatures of a note', () => {
  it('of strangers are passed over, and count for nothing', async () => {
    const note = `${TEXT}\n${stranger.signatureLine(TEXT)}${log.signatureLine(TEXT)}`;
    const known = await verifyNote(nodeCrypto, note, await keys(log));
    expect(known.unknown.map(({ name }) => name)).toEqual(['stranger.example']);
    await expect(verifyNote(nodeCrypto, note, await keys(witness))).rejects.toMatchObject({
      reason: 'no_known_signature',
    });
  });

  it('share a name or an id with a known key, and are still of strangers', async () => {
    const impostor = TestSigner.make('log.example', 1);
    const note = `${TEXT}\n${impostor.signatureLine(TEXT)}${log.signatureLine(TEXT)}`;
    expect((await verifyNote(nodeCrypto, note, await keys(log))).unknown).toHaveLength(1);
  });

  it('reject the whole note where one under a known name and id does not hold', async () => {
    const forged = log.signatureLine(`${TEXT}x\n`);
    const note = `${TEXT}\n${witness.cosignatureLine(TEXT, 1)}${forged}`;
    await expect(verifyNote(nodeCrypto, note, await keys(log, witness))).rejects.toMatchObject({
      reason: 'wrong_signature',
    });
    // Of the wrong length, too.
    const [key] = await keys(witness);
    const short = formatSignature({ name: 'witness.example', id: key?.id ?? new Uint8Array(), bytes: utf8('short') });
    await expect(verifyNote(nodeCrypto, `${TEXT}\n${short}`, await keys(witness))).rejects.toMatchObject({
      reason: 'wrong_signature',
    });
  });

  it('may be sixteen, and up to a hundred', async () => {
    const lines = (count: number) => stranger.signatureLine(TEXT).repeat(count);
    expect(parseNote(`${TEXT}\n${lines(16)}`).signatures).toHaveLength(16);
    expect(
      (await verifyNote(nodeCrypto, `${TEXT}\n${lines(99)}${log.signatureLine(TEXT)}`, await keys(log))).signers,
    ).toHaveLength(1);
    expect(() => parseNote(`${TEXT}\n${lines(101)}`)).toThrow('at most 100');
  });
});

describe('The form of a note', () => {
  it('is split at its last empty line', () => {
    const [signature = ''] = NEUMANN_NOTE.split('\n\n').slice(1);
    expect(parseNote(`a\n\nb\n\n${signature}`).text).toBe('a\n\nb\n');
  });

  it('gives the parts of the example of tlog-cosignature', () => {
    const { text, signatures } = parseNote(SOFA_NOTE);
    expect(signatures.map(({ name, id, bytes }) => [name, toHex(id), bytes.length])).toEqual([
      ['example.com/behind-the-sofa', '033de0ae', 64],
      ['witness.example.com/w1', '8d66cf3f', 72],
    ]);
    expect(signatures.map(formatSignature).join('')).toBe(SOFA_NOTE.split('\n\n')[1]);
    const checkpoint = parseCheckpoint(text);
    expect([checkpoint.origin, checkpoint.size]).toEqual(['example.com/behind-the-sofa', 20_852_163]);
    expect(Buffer.from(cosignatureMessage(1_679_315_147, text)).toString()).toBe(
      `cosignature/v1\ntime 1679315147\n${text}`,
    );
    expect(formatCosignature({ time: 1_679_315_147, signature: new Uint8Array(64) }).slice(0, 8)).toEqual(
      fromHex('000000006418504b').map((byte, i) => (i === 7 ? 0xcb : byte)),
    );
  });

  const [head = '', signature = ''] = NEUMANN_NOTE.split('\n\n');
  it.each([
    ['no signature', `${head}\n`],
    ['no signature after the empty line', `${head}\n\n`],
    ['no line feed at the end', NEUMANN_NOTE.slice(0, -1)],
    ['a control character', NEUMANN_NOTE.replace('think', 'th\tink')],
    ['a return', NEUMANN_NOTE.replaceAll('\n', '\r\n')],
    ['half of a surrogate pair', NEUMANN_NOTE.replace('think', 'th\ud800ink')],
    ['a hyphen for the dash', NEUMANN_NOTE.replace('\u2014', '-')],
    ['two spaces', NEUMANN_NOTE.replace('PeterNeumann ', 'PeterNeumann  ')],
    ['a name with a plus sign', NEUMANN_NOTE.replace('PeterNeumann ', 'Peter+Neumann ')],
    ['a name with a space of its own', NEUMANN_NOTE.replace('PeterNeumann ', 'Peter\u2003Neumann ')],
    ['Base64 with bits left over', NEUMANN_NOTE.replace('wJnAM=', 'wJnAN=')],
    ['Base64 without padding', NEUMANN_NOTE.replace('wJnAM=', 'wJnAM')],
    ['an id without a signature', `${head}\n\n\u2014 PeterNeumann x08gow==\n`],
    ['an empty line among signatures', `${head}\n\n${signature}\n`],
  ])('refuses %s', (_, note) => {
    expect(() => parseNote(note)).toThrow(expect.objectContaining({ name: 'FormatError' }));
  });

  it('refuses a key whose id does not follow from it, or of a kind that we cannot check', async () => {
    for (const vkey of [
      '',
      'PeterNeumann',
      NEUMANN.replace('c74f20a3', 'c74f20a4'),
      NEUMANN.replace('c74f20a3', 'C74F20A3'),
      NEUMANN.replace('Peter', 'Poter'),
      NEUMANN.replace('Peter', 'Pe ter'),
      NEUMANN.replace('+AR', '+AS'),
      NEUMANN.slice(0, -4),
    ]) {
      await expect(parseVerifierKey(nodeCrypto, vkey)).rejects.toMatchObject({ name: 'FormatError' });
    }
  });
});

describe('The form of a checkpoint', () => {
  const rootText = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';
  it('has an origin, a size to 2^53 - 1 and a root', () => {
    expect(parseCheckpoint(`o\n9007199254740991\n${rootText}\n`)).toEqual({
      origin: 'o',
      size: 2 ** 53 - 1,
      root: fromBase64(rootText),
      extensions: [],
    });
    expect(parseCheckpoint(`o\n0\n${rootText}\nmore\n`).extensions).toEqual(['more']);
  });

  it.each([
    `o\n01\n${rootText}\n`,
    `o\n-1\n${rootText}\n`,
    `o\n1.0\n${rootText}\n`,
    `o\n9007199254740992\n${rootText}\n`,
    `o\n 1\n${rootText}\n`,
    `o\n\n${rootText}\n`,
    `\n1\n${rootText}\n`,
    `o\n1\n${rootText}`,
    `o\n1\n${rootText}\n\n`,
    `o\n1\nCsUYapGGPo4=\n`,
    `o\n1\n${rootText.slice(0, -1)}\n`,
    'o\n1\n',
  ])('refuses %j', (text) => {
    expect(() => parseCheckpoint(text)).toThrow(expect.objectContaining({ name: 'FormatError' }));
  });
});

describe('Ed25519', () => {
  // RFC 8032, section 7.1, tests 1 and 2.
  it.each([
    [
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
  ])('is that of RFC 8032: key %s', async (key, message, signature) => {
    for (const crypto of [nodeCrypto, webCrypto()]) {
      expect(await crypto.ed25519Verify(fromHex(key), fromHex(message), fromHex(signature))).toBe(true);
      expect(await crypto.ed25519Verify(fromHex(key), fromHex(`${message}00`), fromHex(signature))).toBe(false);
      expect(await crypto.ed25519Verify(fromHex(key).slice(1), fromHex(message), fromHex(signature))).toBe(false);
      expect(await crypto.ed25519Verify(fromHex(key), fromHex(message), fromHex(signature).slice(1))).toBe(false);
    }
  });

  it('agrees between both runtimes', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const raw = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
    const signature = new Uint8Array(sign(null, utf8('x'), privateKey));
    expect(await webCrypto().ed25519Verify(raw, utf8('x'), signature)).toBe(true);
    expect(nodeCrypto.ed25519Verify(raw, utf8('x'), signature)).toBe(true);
  });
});
