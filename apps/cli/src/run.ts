import type { Config } from '@app/platform';
import { createAdministrator } from './create-administrator.js';
import { HELP } from './help.js';
import { checkLedger } from './ledger/fsck.js';
import { makeLedgerKeys } from './ledger/make-keys.js';
import { migrateDatabase } from './migrate-database.js';
import { sentenceOf, UsageError } from './refusal.js';
import { resetSecondFactor } from './reset-second-factor.js';
import { witness } from './run-witness.js';
import type { Terminal } from './terminal.js';

/** Done. */
const DONE = 0;
/** It could not be done; a sentence says why. */
const FAILED = 1;
/** The command line was not understood. */
const MISUSED = 2;

type Command = (args: string[], terminal: Terminal, config: () => Config) => Promise<number | void>;

const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['migrate', migrateDatabase],
  ['admin create', createAdministrator],
  ['second-factor reset', resetSecondFactor],
  ['ledger keys', makeLedgerKeys],
  ['ledger fsck', checkLedger],
  ['witness', witness],
]);

/** Runs one command and gives the exit code. The configuration is read only where a command needs it. */
export async function run(argv: string[], terminal: Terminal, config: () => Config): Promise<number> {
  if (argv.length === 0 || argv[0] === 'help' || argv.includes('--help') || argv.includes('-h')) {
    terminal.out(HELP);
    return argv.length === 0 ? MISUSED : DONE;
  }
  try {
    const [name, command] = commandOf(argv);
    return (await command(argv.slice(name.split(' ').length), terminal, config)) ?? DONE;
  } catch (error) {
    const misused = error instanceof UsageError;
    terminal.err(`${sentenceOf(error)}${misused ? ' See `ascribe help`.' : ''}\n`);
    return misused ? MISUSED : FAILED;
  }
}

function commandOf(argv: readonly string[]): [string, Command] {
  for (const words of [2, 1]) {
    const name = argv.slice(0, words).join(' ');
    const command = COMMANDS.get(name);
    if (command) {
      return [name, command];
    }
  }
  throw new UsageError(
    `There is no command "${argv
      .filter((word) => !word.startsWith('-'))
      .slice(0, 2)
      .join(' ')}".`,
  );
}
