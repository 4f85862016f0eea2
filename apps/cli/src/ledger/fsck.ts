import { fsck, reportOf, type FsckAnswer } from '@app/audit';
import { readPolicy, SignedMemory } from '@app/ledger';
import type { Config } from '@app/platform';
import { parseVerifierKey, type Policy } from '@app/verify';
import { nodeCrypto } from '@app/verify/node';
import { optionsOf } from '../options.js';
import { requireUrl } from '../program.js';
import { Refusal, sentenceOf, UsageError } from '../refusal.js';
import type { Terminal } from '../terminal.js';

/** Everything is what the log says. */
const SOUND = 0;
/** Something is not. */
const FOUND = 1;
/** Nothing can be said: the database, the folder or the configuration could not be read. 2 is a command line that was not understood. */
const UNREAD = 3;

/** `ascribe ledger fsck`: recomputes the database against the log, and changes nothing. Gives the exit code. */
export async function checkLedger(args: string[], terminal: Terminal, config: () => Config): Promise<number> {
  const json = args.includes('--json');
  const given = optionsOf(
    args.filter((word) => word !== '--json'),
    [],
    ['key', 'state'],
  );
  const vkey = await keyOf(given.key);
  let answer: FsckAnswer;
  try {
    const read = config();
    answer = await fsck({
      ownerUrl: requireUrl(read.databaseOwnerUrl, 'DATABASE_OWNER_URL'),
      remembered: rememberedIn(given.state, read.ledgerStateDir),
      vkey,
      policy: await policyOf(read.ledgerPolicy),
      progress: (words) => terminal.err(`${words}\n`),
    });
  } catch (error) {
    terminal.err(`${sentenceOf(error)}\n`);
    return UNREAD;
  }
  terminal.out(json ? `${JSON.stringify({ v: 1, ...answer })}\n` : reportOf(answer));
  return answer.sound ? SOUND : FOUND;
}

async function keyOf(vkey: string | undefined): Promise<string | null> {
  if (vkey === undefined) {
    return null;
  }
  try {
    await parseVerifierKey(nodeCrypto, vkey);
  } catch {
    throw new UsageError('--key is the key of the log, written <name>+<id>+<Base64>.');
  }
  return vkey;
}

function rememberedIn(named: string | undefined, configured: string): string | null {
  const note = new SignedMemory(named ?? configured).read();
  if (note === null && named !== undefined) {
    throw new Refusal(`There is no checkpoint in ${named}.`);
  }
  return note;
}

async function policyOf(text: string | undefined): Promise<Policy | null> {
  try {
    return await readPolicy(text);
  } catch {
    throw new Refusal('ASCRIBE_LEDGER_POLICY is no policy that can be read (C2SP tlog-policy).');
  }
}
