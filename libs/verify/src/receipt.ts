import { fromBase64, fromDecimal, toBase64 } from './bytes.js';
import { said, type Keyring } from './bundle/keyring.js';
import type { Findings } from './findings.js';
import { FormatError } from './format-error.js';
import { NoteError } from './note.js';
import { instantOf } from './shown.js';

// docs/formats/ledger.md, "Receipt".
const HEADER = 'ascribe-receipt/v1';
const HASH_BYTES = 32;

/** The promise that leaves will be in the log within a minute. */
export interface Receipt {
  readonly origin: string;
  /** Base64, in the order in which the entries were written. */
  readonly leafHashes: readonly string[];
  /** POSIX seconds. */
  readonly time: number;
}

/**
 * Of the text of a note, without its signatures.
 *
 * @throws {FormatError} where it is none.
 */
export function parseReceipt(text: string): Receipt {
  const [header, origin = '', ...rest] = text.split('\n');
  const [end, time = '', ...hashes] = rest.toReversed();
  const leafHashes = hashes.toReversed();
  if (header !== HEADER || origin === '' || end !== '' || leafHashes.length === 0) {
    throw new FormatError('A receipt has lines of its kind, an origin, leaf hashes and a time.');
  }
  if (leafHashes.some((hash) => fromBase64(hash).length !== HASH_BYTES)) {
    throw new FormatError('A leaf hash has 32 bytes.');
  }
  return { origin, leafHashes, time: fromDecimal(time) };
}

/** Looks for what receipts promised among the leaves that come by. */
export class Receipts {
  private readonly wanted = new Map<string, boolean>();
  private readonly receipts: Receipt[] = [];

  constructor(
    private readonly findings: Findings,
    private readonly notes: readonly string[],
  ) {}

  /** @param keyring with all keys of the log. */
  async read(keyring: Keyring, origin: string): Promise<void> {
    for (const note of this.notes) {
      try {
        const { text, signers } = await keyring.verify('receipt', note);
        signers.forEach(({ key }) => keyring.used('receipt', key));
        const receipt = parseReceipt(text);
        if (receipt.origin !== origin) {
          throw new FormatError(`it is of ${receipt.origin}`);
        }
        receipt.leafHashes.forEach((hash) => this.wanted.set(hash, false));
        this.receipts.push(receipt);
      } catch (error) {
        this.findings.add(error instanceof NoteError ? 'receipt_not_signed' : 'receipt_malformed', {}, said(error));
      }
    }
  }

  see(leafHash: Uint8Array): void {
    if (this.wanted.size > 0) {
      const hash = toBase64(leafHash);
      if (this.wanted.has(hash)) {
        this.wanted.set(hash, true);
      }
    }
  }

  /** @param complete whether every leaf came by. */
  conclude(complete: boolean): void {
    for (const { leafHashes, time } of this.receipts) {
      const missing = leafHashes.filter((hash) => this.wanted.get(hash) !== true);
      const of = `of ${instantOf(time)}`;
      if (missing.length === 0) {
        this.findings.add('receipt_honoured', {}, `${of}, ${leafHashes.length} entries`);
      } else {
        this.findings.add(complete ? 'receipt_not_honoured' : 'receipt_not_shown', {}, `${of}: ${missing.join(', ')}`);
      }
    }
  }
}
