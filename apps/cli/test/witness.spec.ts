import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../src/run.js';

async function ascribe(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const outcome = { out: '', err: '' };
  const terminal = {
    out: (text: string) => void (outcome.out += text),
    err: (text: string) => void (outcome.err += text),
    askSecret: undefined,
    readInput: async () => await Promise.resolve(''),
  };
  const code = await run(argv, terminal, () => {
    throw new Error('A witness reads no configuration of the product.');
  });
  return { code, ...outcome };
}

describe('ascribe witness', () => {
  it('shows the key of a witness without the product’s configuration', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ascribe-witness-'));
    try {
      const key = ['witness', 'key', '--state', folder];
      const first = await ascribe(...key, '--name', 'counsel.example/witness');
      expect(first).toMatchObject({ code: 0, err: '' });
      expect(first.out).toMatch(/^counsel\.example\/witness\+[0-9a-f]{8}\+B[A-Za-z0-9+/]{43}\n$/);
      expect(await ascribe(...key)).toEqual(first);
      expect(await ascribe(...key, '--name', 'another.example')).toMatchObject({ code: 1, out: '' });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('ends with 2 where it was not understood', async () => {
    expect(await ascribe('witness')).toEqual({
      code: 2,
      out: '',
      err: '--state is missing: the folder of the witness. See `ascribe help`.\n',
    });
  });
});
