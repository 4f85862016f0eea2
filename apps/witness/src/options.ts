import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { WitnessMisused, WitnessRefusal } from './refusal.js';

export const WITNESS_HELP = `A witness of transparency logs (C2SP tlog-witness).

  ascribe witness --state FOLDER --log KEY [--log KEY ...] [--name NAME]
                  [--listen ADDRESS:PORT] [--new]
      Cosigns what the logs show it, as long as each only grows.
      FOLDER is where it keeps its key and what it cosigned; lose it, and begin with a new one.
      KEY is the key of a log (name+id+base64), or a file with one on each line.
      NAME is what the witness is called, such as counsel.example/witness; needed once, to make its key.
      ADDRESS:PORT is where it listens, 127.0.0.1:7380 unless given.
      --new is for the first start with a further log.

  ascribe witness key --state FOLDER [--name NAME]
      Shows the key of the witness, for the policy of the log; makes it if need be.
`;

export interface WitnessOptions {
  readonly state: string;
  readonly name: string | undefined;
  readonly logs: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly newLogs: boolean;
}

const LISTEN = '127.0.0.1:7380';
const FILE_BYTES_MAX = 64 * 1024;

/** @throws {WitnessMisused} @throws {WitnessRefusal} where a file cannot be read. */
export async function readOptions(args: string[], forKeyOnly: boolean): Promise<WitnessOptions> {
  const { state, name, log = [], listen = LISTEN, new: newLogs = false } = parse(args);
  if (!state) {
    throw new WitnessMisused('--state is missing: the folder of the witness.');
  }
  if (!forKeyOnly && log.length === 0) {
    throw new WitnessMisused('--log is missing: the key of the log that is to be witnessed.');
  }
  const logs = (await Promise.all(log.map(keysIn))).flat();
  return { state, name, logs, ...addressOf(listen), newLogs };
}

function parse(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        state: { type: 'string' },
        name: { type: 'string' },
        log: { type: 'string', multiple: true },
        listen: { type: 'string' },
        new: { type: 'boolean' },
      },
      strict: true,
      allowPositionals: false,
    });
    return values;
  } catch (error) {
    // Node's message goes on to explain parseArgs; its first sentence says what was wrong.
    throw new WitnessMisused(`${(error as Error).message.split(/\. |\n/)[0]?.replace(/\.$/, '')}.`);
  }
}

/** A key has plus signs; the name of a file seldom does. */
async function keysIn(given: string): Promise<string[]> {
  if (/^[^+]+\+[0-9a-f]{8}\+/.test(given)) {
    return [given];
  }
  let text: string;
  try {
    text = await readFile(given, 'utf8');
  } catch {
    throw new WitnessRefusal(`--log is neither a key nor a file that can be read: ${given.slice(0, 80)}`);
  }
  const lines = text.slice(0, FILE_BYTES_MAX).split(/\r?\n/);
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
}

function addressOf(listen: string): { host: string; port: number } {
  const [, host, port] = /^(\[[0-9a-fA-F:.]+\]|[^:]+):([0-9]{1,5})$/.exec(listen) ?? [];
  if (host === undefined || Number(port) > 65_535) {
    throw new WitnessMisused('--listen is an address and a port, such as 127.0.0.1:7380.');
  }
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
}
