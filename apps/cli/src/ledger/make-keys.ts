import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NoteSigner } from '@app/ledger';
import { optionsOf } from '../options.js';
import { Refusal, UsageError } from '../refusal.js';
import type { Terminal } from '../terminal.js';

/** A URL without its scheme, at most 190 characters: it is the first line of every checkpoint, for ever (C2SP tlog-checkpoint). */
const ORIGIN = /^[a-z0-9.-]+(?::\d+)?(?:\/[A-Za-z0-9._~-]+)*$/;
const ORIGIN_LENGTH_MAX = 190;

/** `ascribe ledger keys`: the key that signs the log and the one that signs receipts, each in a file of its own. */
export async function makeLedgerKeys(args: string[], terminal: Terminal): Promise<void> {
  const { origin = '', folder = '', replace } = optionsOf(args, ['origin', 'folder'], ['replace']);
  if (!ORIGIN.test(origin) || origin.length > ORIGIN_LENGTH_MAX) {
    throw new UsageError('--origin is a host and a path of your own, such as ascribe.example.org/log.');
  }
  if (replace !== undefined && replace !== 'log' && replace !== 'receipt') {
    throw new UsageError('--replace is log or receipt.');
  }
  const keys = { log: origin, receipt: `${origin}/receipts` } as const;
  const wanted = replace ? ([replace] as const) : (['log', 'receipt'] as const);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const role of wanted) {
    const file = join(folder, `${role}-key`);
    const skey = NoteSigner.make(keys[role]);
    write(file, replace ? [skey, ...kept(file)] : [skey], replace !== undefined);
    terminal.out(`${role === 'log' ? 'The log is signed by' : 'Receipts are signed by'} ${NoteSigner.of(skey).vkey}\n`);
  }
  terminal.out(
    `The keys are in ${folder}: ASCRIBE_LEDGER_KEY_FILE for the worker alone, ASCRIBE_RECEIPT_KEY_FILE for api and worker.\n`,
  );
  await Promise.resolve();
}

function kept(file: string): string[] {
  if (!existsSync(file)) {
    throw new Refusal(`${file} is not there: there is no key to replace.`);
  }
  return readFileSync(file, 'utf8').split(/\s+/).filter(Boolean);
}

function write(file: string, keys: readonly string[], over: boolean): void {
  if (!over && existsSync(file)) {
    throw new Refusal(`${file} is there already. To put a new key before it: --replace log, or --replace receipt.`);
  }
  writeFileSync(`${file}.new`, `${keys.join('\n')}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}
