import { fromBase64, fromDecimal, verifyNote, type PlatformCrypto, type VerifierKey } from '@app/verify';
import { Alarm } from './log-check';

/** Within how many seconds what a receipt promises is in the log (docs/formats/ledger.md, "Receipt"). */
export const MERGE_DELAY_SECONDS = 60;

export interface Receipt {
  readonly origin: string;
  /** b64, in the order in which they were written. */
  readonly leafHashes: readonly string[];
  readonly issuedAt: string;
}

/** @throws {Alarm} where it is not signed by a key for receipts, or promises nothing that can be read. */
export async function checkReceipt(
  crypto: PlatformCrypto,
  note: string,
  keys: readonly VerifierKey[],
): Promise<Receipt> {
  try {
    const { text, signers } = await verifyNote(crypto, note, keys);
    const [kind, origin = '', ...rest] = text.split('\n');
    const [seconds = '', end] = rest.slice(-2);
    const leafHashes = rest.slice(0, -2);
    leafHashes.forEach(fromBase64);
    const named = signers.every(({ key }) => key.name === `${origin}/receipts`);
    if (kind !== 'ascribe-receipt/v1' || end !== '' || leafHashes.length === 0 || !named) {
      throw new Alarm('This is not a receipt.');
    }
    return { origin, leafHashes, issuedAt: new Date(fromDecimal(seconds) * 1000).toISOString() };
  } catch (error) {
    throw error instanceof Alarm ? error : new Alarm('The signature of this receipt does not hold.');
  }
}

/** Whether the time that a receipt gives has run out. */
export const isDue = ({ issuedAt }: Receipt, now: number): boolean =>
  now - Date.parse(issuedAt) > MERGE_DELAY_SECONDS * 1000;
