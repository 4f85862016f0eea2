import { existsSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  FormatError,
  verifyBundle,
  verifyCheckpoint,
  verifyLog,
  wordsOf,
  type Trust,
  type Verification,
} from '../index.js';
import { folderReader, hashedFiles, streamOf, textOf } from './files.js';
import { nodeCrypto } from './node-crypto.js';

export const HELP = `Checks what an Ascribe log shows, offline and without trusting who runs it.

  ascribe-verify bundle FILE           a bundle: a case, or everything that one reader may see
  ascribe-verify log FOLDER            a copy of a log's files
  ascribe-verify checkpoint FILE       one checkpoint, by a key that you have (--key or --policy)
  ascribe-verify receipt FILE          a receipt, with --bundle FILE or --log FOLDER in which its entries should be
  ascribe-verify report FILE           the report of a bundle, made again from what it shows
  ascribe-verify FILE                  as: ascribe-verify bundle FILE

  --key KEY          a key of the log that you have from elsewhere, or a file with keys; may be repeated
  --policy FILE      whose cosignatures you ask for (C2SP tlog-policy)
  --checkpoint FILE  an older checkpoint of your own; may be repeated
  --receipt FILE     a receipt that should be honoured; may be repeated
  --evidence FOLDER  files that you have, to be found among the evidence
  --json             for programs
  --help

Exit code: 0 verified, 1 failed, 2 not asked properly, 3 could not be read.
`;

export const EXIT_CODES = { verified: 0, failed: 1, misused: 2, unreadable: 3 } as const;

const many = () => ({ type: 'string' as const, multiple: true as const, default: [] as string[] });
const OPTIONS = {
  key: many(),
  checkpoint: many(),
  receipt: many(),
  policy: { type: 'string' },
  evidence: { type: 'string' },
  bundle: { type: 'string' },
  log: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;
type Values = ReturnType<typeof parsed>['values'];

/** Where words go. */
export interface Output {
  out(text: string): void;
  error(text: string): void;
}

class Misuse extends Error {}

const parsed = (args: readonly string[]) => parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });

/** @returns the exit code. */
export async function main(args: readonly string[], output: Output): Promise<number> {
  try {
    const { values, positionals } = parsed(args);
    if (values.help || args.length === 0) {
      output.out(HELP);
      return values.help ? EXIT_CODES.verified : EXIT_CODES.misused;
    }
    const [command, path] = commandOf(positionals);
    return say(command, await run(command, path, values), values.json, output);
  } catch (error) {
    return explain(error, output);
  }
}

function explain(error: unknown, output: Output): number {
  const { code, message } = error as { code?: string; message: string };
  if (error instanceof Misuse || code?.startsWith('ERR_PARSE_ARGS')) {
    output.error(`${message}\nascribe-verify --help says how it is asked.\n`);
    return EXIT_CODES.misused;
  }
  if (code === undefined || code.startsWith('ERR_')) {
    throw error;
  }
  output.error(`Could not be read: ${message}\n`);
  return EXIT_CODES.unreadable;
}

const COMMANDS = ['bundle', 'log', 'checkpoint', 'receipt', 'report'] as const;
type Command = (typeof COMMANDS)[number];

function commandOf(positionals: readonly string[]): [Command, string] {
  const [first = '', second, ...more] = positionals;
  const command = COMMANDS.find((one) => one === first);
  if (command && second !== undefined && more.length === 0) {
    return [command, second];
  }
  if (second === undefined && existsSync(first)) {
    return [statSync(first).isDirectory() ? 'log' : 'bundle', first];
  }
  throw new Misuse(command ? `«${command}» wants one file or folder.` : 'There is no such command, and no such file.');
}

async function run(command: Command, path: string, values: Values): Promise<Verification> {
  const trust = await trustOf(values);
  try {
    switch (command) {
      case 'bundle':
      case 'report':
        return await bundle(path, trust, values);
      case 'log':
        return await verifyLog(nodeCrypto, folderReader(path), trust);
      case 'checkpoint':
        return await checkpoint(path, trust);
      case 'receipt':
        return await receipt(path, trust, values);
    }
  } catch (error) {
    // All that is read otherwise ends in findings: this is a key or a policy of the auditor's own.
    throw error instanceof FormatError ? new Misuse(`A key or policy that you gave: ${error.message}`) : error;
  }
}

async function bundle(path: string, trust: Trust, { evidence }: Values): Promise<Verification> {
  const files = evidence === undefined ? [] : await hashedFiles(evidence);
  return await verifyBundle(nodeCrypto, streamOf(path), { ...trust, files });
}

async function checkpoint(path: string, trust: Trust): Promise<Verification> {
  if (trust.keys?.length === 0 && trust.policy === undefined) {
    throw new Misuse('A checkpoint is checked by a key that you have: give --key or --policy.');
  }
  return await verifyCheckpoint(nodeCrypto, await textOf(path), trust);
}

async function receipt(path: string, given: Trust, values: Values): Promise<Verification> {
  const trust = { ...given, receipts: [...(given.receipts ?? []), await textOf(path)] };
  if ((values.bundle === undefined) === (values.log === undefined)) {
    throw new Misuse('A receipt is looked for in --bundle FILE or in --log FOLDER.');
  }
  return values.bundle === undefined
    ? await verifyLog(nodeCrypto, folderReader(values.log ?? ''), trust)
    : await bundle(values.bundle, trust, values);
}

async function trustOf(values: Values): Promise<Trust> {
  const texts = async (paths: readonly string[]) => await Promise.all(paths.map(textOf));
  return {
    keys: (await Promise.all(values.key.map(keysOf))).flat(),
    ...(values.policy !== undefined && { policy: await textOf(values.policy) }),
    checkpoints: await texts(values.checkpoint),
    receipts: await texts(values.receipt),
  };
}

/** A key as it is, or a file with a key a line. */
async function keysOf(given: string): Promise<string[]> {
  return existsSync(given) ? (await textOf(given)).split('\n').filter((line) => line !== '') : [given];
}

function say(command: Command, verification: Verification, json: boolean, output: Output): number {
  const { report, ...rest } = verification;
  if (json) {
    output.out(`${JSON.stringify(command === 'report' ? verification : rest, undefined, 2)}\n`);
  } else if (command === 'report') {
    output.out(report ?? '');
    output.error(wordsOf(verification));
  } else {
    output.out(wordsOf(verification));
  }
  return EXIT_CODES[verification.verdict];
}
