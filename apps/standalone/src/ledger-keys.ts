import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { NoteSigner } from '@app/ledger';
import type { Config } from '@app/platform';
import { keptSecret } from './kept-secret.js';

/** What the jobs are told and the API is not: whoever answers people cannot sign the log. */
const OF_THE_JOBS = {
  ASCRIBE_LEDGER_KEY: '',
  ASCRIBE_LEDGER_KEY_FILE: '',
  LEDGER_DATABASE_URL: '',
  LEDGER_DATABASE_URL_FILE: '',
};

type Values = Readonly<Record<string, string>>;

/**
 * What the configuration lacks of keys for the log and for receipts. Beside the embedded database they are made once
 * and kept in the data folder; on a database of the operator's, other processes need the same ones, so that they choose.
 */
export function ledgerKeys(
  { dataDir, ledgerKeys: given, receiptKeys, publicUrl }: Config,
  { embedded, ledgerUrl }: { embedded: boolean; ledgerUrl: string | undefined },
): { readonly api: Values; readonly worker: Values } {
  if (!embedded || !ledgerUrl) {
    return { api: OF_THE_JOBS, worker: {} };
  }
  const folder = join(dataDir, 'ledger');
  const origin = keptSecret(join(folder, 'origin'), () => newOrigin(publicUrl));
  const key = (file: string, name: string): string => keptSecret(join(folder, file), () => NoteSigner.make(name));
  const receipts: Values =
    receiptKeys.length > 0 ? {} : { ASCRIBE_RECEIPT_KEY: key('receipt-key', `${origin}/receipts`) };
  const log: Values = given.length > 0 ? {} : { ASCRIBE_LEDGER_KEY: key('log-key', origin) };
  return { api: { ...receipts, ...OF_THE_JOBS }, worker: { ...receipts, ...log, LEDGER_DATABASE_URL: ledgerUrl } };
}

/** A name for this log that no other has: a URL without its scheme (C2SP tlog-checkpoint). */
const newOrigin = (publicUrl: string | undefined): string =>
  `${publicUrl === undefined ? 'ascribe.localhost' : new URL(publicUrl).host}/${randomBytes(4).toString('hex')}`;
