import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** Where a command writes, and whom it may ask. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Undefined where nobody sits at it. What is typed is not shown. */
  readonly askSecret: ((question: string) => Promise<string>) | undefined;
  readInput(): Promise<string>;
}

async function askSecret(question: string): Promise<string> {
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: true });
  // Raw mode keeps Ctrl-C from the process.
  lines.once('SIGINT', () => process.exit(130));
  process.stderr.write(question);
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

export const processTerminal: Terminal = {
  out: (words) => void process.stdout.write(words),
  err: (words) => void process.stderr.write(words),
  askSecret: process.stdin.isTTY ? askSecret : undefined,
  readInput: async () => await text(process.stdin),
};
