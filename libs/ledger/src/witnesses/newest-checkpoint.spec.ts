import { parseNote } from '@app/verify';
import type { LogReader } from '../log/log-reader.js';
import { NewestCheckpoint, shortened } from './newest-checkpoint.js';

const line = (name: string): string => `\u2014 ${name} ${'A'.repeat(100)}\n`;
const note = (cosignatures: number): string =>
  `log.example\n7\n${'A'.repeat(43)}=\n\n${line('log.example')}` +
  Array.from({ length: cosignatures }, (_, number) => line(`witness${number}`)).join('');

function reader(answers: (() => Promise<{ note: string } | null>)[]): { log: LogReader; asked: () => number } {
  let asked = 0;
  const checkpoint = async (): Promise<{ note: string } | null> => {
    asked += 1;
    return await (answers[asked - 1] ?? (async () => await Promise.resolve(null)))();
  };
  return { log: { checkpoint } as unknown as LogReader, asked: () => asked };
}

describe('The newest checkpoint', () => {
  it('is read once for many mails', async () => {
    const { log, asked } = reader([async () => await Promise.resolve({ note: note(1) })]);
    const newest = new NewestCheckpoint(log);
    const notes = await Promise.all(Array.from({ length: 50 }, async () => await newest.note()));
    expect(new Set(notes)).toEqual(new Set([note(1)]));
    expect(asked()).toBe(1);
  });

  it('is nothing where nothing was signed', async () => {
    expect(await new NewestCheckpoint(reader([]).log).note()).toBeNull();
  });

  it('is read again after it could not be read', async () => {
    const { log } = reader([
      async () => await Promise.reject(new Error('gone')),
      async () => await Promise.resolve({ note: note(0) }),
    ]);
    const newest = new NewestCheckpoint(log);
    await expect(newest.note()).rejects.toThrow('gone');
    expect(await newest.note()).toBe(note(0));
  });

  it('stays a note when it is cut to the length that fits a mail', () => {
    expect(shortened(note(3))).toBe(note(3));
    const cut = shortened(note(200));
    expect(cut.length).toBeLessThanOrEqual(8_000);
    expect(note(200).startsWith(cut)).toBe(true);
    expect(parseNote(cut).signatures.length).toBeGreaterThan(60);
  });
});
