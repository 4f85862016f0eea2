import { Injectable } from '@nestjs/common';
import { Clock, Config, newId, statement, type Tx } from '@app/platform';
import { NoteSigner, signedNote } from './note-signer.js';

/** Within how many seconds what a receipt promises is in the log. */
export const MERGE_DELAY_SECONDS = 60;

const KEEP = statement(
  'keep_receipt',
  'INSERT INTO log_receipt (id, user_id, issued_at, note) VALUES ($1, $2, $3, $4)',
);

/** Signed promises that entries will be in the log: by a key of their own, so that nobody who answers writers can sign the log. */
@Injectable()
export class Receipts {
  private readonly signers: readonly NoteSigner[];

  constructor(
    config: Config,
    private readonly clock: Clock,
  ) {
    this.signers = config.receiptKeys.map((key) => NoteSigner.of(key.reveal()));
  }

  /** Writes and gives the receipt for what the transaction has written; null where there is no key, or nothing to promise. */
  promise(tx: Tx): string | null {
    const [newest] = this.signers;
    if (!newest || tx.leafHashes.length === 0) {
      return null;
    }
    const at = this.clock.now();
    const note = signedNote(receiptText(originOf(newest), tx.leafHashes, at), [newest]);
    tx.write(KEEP, [newId(at), tx.principal.userId, at, note]);
    return note;
  }

  /** Whether there is a key to seal with. */
  get canSeal(): boolean {
    return this.signers.length > 0;
  }

  /** Signs that a text is of this service, such as the end of a bundle; null where there is no key. */
  seal(text: string): string | null {
    const [newest] = this.signers;
    return newest ? signedNote(text, [newest]) : null;
  }
}

/** The receipt key's name is the log's with `/receipts` behind it. */
export const originOf = (signer: Pick<NoteSigner, 'name'>): string => signer.name.replace(/\/receipts$/, '');

export const receiptText = (origin: string, leafHashes: readonly Uint8Array[], at: Date): string =>
  [
    'ascribe-receipt/v1',
    origin,
    ...leafHashes.map((hash) => Buffer.from(hash).toString('base64')),
    String(Math.floor(at.getTime() / 1000)),
    '',
  ].join('\n');
