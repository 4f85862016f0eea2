import { equal, fromBase64, toBase64Url, utf8 } from '../bytes.js';
import * as commitment from '../commitment.js';
import type { FindingCode, Findings, Where } from '../findings.js';
import { leafHashInput, verifyInclusions, type Inclusion } from '../merkle.js';
import { FormatError } from '../format-error.js';
import type { PlatformCrypto } from '../platform-crypto.js';
import type { Checkpoint } from '../checkpoint.js';
import { said } from './keyring.js';
import type { EntryLine } from './lines.js';
import { payloadOfLine, untold, type Payload } from './payload.js';

/** An entry, as far as it is told and held against its commitment. */
export interface ToldEntry {
  readonly index: number;
  readonly where: Where;
  readonly leafHash: Uint8Array;
  /** Nothing of it is told where this is missing. */
  readonly payload?: Payload;
  /** Names of fields that every entry has and that are not told. */
  readonly untold: readonly string[];
}

/** What an entry tells, and what has to be hashed to believe it. */
interface Told {
  /** The commitment's first, then each disclosure's. */
  readonly inputs: readonly Uint8Array[];
  readonly payload: Payload;
  /** Digests that the disclosures may have. */
  readonly digests: readonly string[];
}
interface Prepared {
  readonly line: EntryLine;
  readonly where: Where;
  readonly leaf?: commitment.Leaf;
  readonly told?: Told;
  readonly inputs: readonly Uint8Array[];
}

/** Holds entries against their commitments and the tree, many at a time. */
export class EntryReader {
  constructor(
    private readonly crypto: PlatformCrypto,
    private readonly findings: Findings,
    private readonly checkpoint: Checkpoint | undefined,
    private readonly complete: boolean,
  ) {}

  /** In order. What is not what was committed to counts as not told. */
  async read(lines: readonly { line: EntryLine; where: Where }[]): Promise<ToldEntry[]> {
    const prepared = lines.map(({ line, where }) => this.prepare(line, where));
    const hashes = await this.crypto.sha256All(prepared.flatMap(({ inputs }) => inputs));
    let at = 0;
    const entries = prepared.map((one) => this.believe(one, hashes.slice(at, (at += one.inputs.length))));
    if (!this.complete && this.checkpoint) {
      await this.checkProofs(entries, prepared, this.checkpoint);
    }
    return entries;
  }

  private prepare(line: EntryLine, where: Where): Prepared {
    const leaf = this.attempt('leaf_malformed', where, () => commitment.parseLeaf(line.leaf));
    const told = leaf && this.attempt('payload_malformed', where, () => toldBy(line, leaf.version));
    const inputs = [leafHashInput(utf8(line.leaf)), ...(told?.inputs ?? [])];
    return { line, where, inputs, ...(leaf && { leaf }), ...(told && { told }) };
  }

  private attempt<T>(code: FindingCode, where: Where, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      this.findings.add(code, where, said(error));
      return undefined;
    }
  }

  private believe({ line, where, leaf, told }: Prepared, hashes: readonly Uint8Array[]): ToldEntry {
    const [leafHash = new Uint8Array(), digest, ...fields] = hashes;
    const entry = { index: line.index, where, leafHash };
    if (!leaf || !told || !digest) {
      return { ...entry, untold: ['*'] };
    }
    const fault = !equal(digest, leaf.commitment)
      ? 'commitment_differs'
      : fields.some((field) => !told.digests.includes(toBase64Url(field)))
        ? 'disclosure_differs'
        : undefined;
    if (fault) {
      this.findings.add(fault, where);
      return { ...entry, untold: ['*'] };
    }
    return { ...entry, payload: told.payload, untold: untold(leaf.version, told.payload) };
  }

  private async checkProofs(entries: readonly ToldEntry[], prepared: readonly Prepared[], { size, root }: Checkpoint) {
    const inclusions = entries.map(({ index, leafHash }, i): Inclusion => {
      const proof = (prepared[i]?.line.proof ?? []).map(fromBase64);
      return { index, size, leafHash, proof, root };
    });
    const held = await verifyInclusions(this.crypto, inclusions);
    entries.forEach(({ where }, i) => {
      if (!held[i]) {
        this.findings.add('not_included', where);
      }
    });
  }
}

/** @throws {FormatError} where what is told is not of the form that the version of the leaf demands. */
function toldBy(line: EntryLine, version: 1 | 2): Told | undefined {
  const payload = payloadOfLine(line);
  if (payload === undefined || line.salt === undefined) {
    return undefined;
  }
  if ((version === 1) !== (line.body !== undefined)) {
    throw new FormatError('it is told in the manner of another version');
  }
  const { body, digests = [], disclosures = [] } = line;
  if (body === undefined) {
    commitment.checkDigests(digests);
  }
  const committed = utf8(body ?? commitment.digestsBody(digests));
  const inputs = [
    commitment.commitmentInput(fromBase64(line.salt), committed),
    ...disclosures.map(commitment.digestInput),
  ];
  return { inputs, payload, digests };
}
