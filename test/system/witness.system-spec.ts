import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseVerifierKey, verifyNote, type VerifierKey } from '@app/verify';
import { nodeCrypto } from '@app/verify/node';
import { TestLog } from '../../apps/witness/test/test-log.js';

const BUILT = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'dist/witness/ascribe-witness.mjs');
const LEAVES = 400;
const FORK = 10;
const PATIENCE_MS = 120_000;

const log = TestLog.make('log.example/campaign', LEAVES);
const other = log.branch(FORK, LEAVES);

let folder: string;
const children = new Set<ChildProcess>();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ascribe-witness-'));
  // Alone, as whoever was sent it has it.
  copyFileSync(BUILT, join(folder, 'ascribe-witness.mjs'));
});
afterEach(() => {
  children.forEach((child) => child.kill('SIGKILL'));
  children.clear();
  rmSync(folder, { recursive: true, force: true });
});

function run(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [join(folder, 'ascribe-witness.mjs'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  return child;
}

async function outcomeOf(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  let [out, err] = ['', ''];
  child.stdout?.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr?.on('data', (text: Buffer) => (err += text.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
  readonly key: VerifierKey;
}

async function started(state = 'state'): Promise<Running> {
  const named = ['--name', 'counsel.example/witness', '--state', join(folder, state)];
  const child = run(...named, '--log', log.signer.vkey, '--listen', '127.0.0.1:0');
  let said = '';
  for await (const text of child.stdout as AsyncIterable<Buffer>) {
    said += text.toString();
    const [, url] = /It listens at (http:\S+)/.exec(said) ?? [];
    if (url !== undefined) {
      const [, vkey = ''] = /^witness \S+ (\S+)$/m.exec(said) ?? [];
      return { child, url, key: await parseVerifierKey(nodeCrypto, vkey) };
    }
  }
  throw new Error(`It did not start: ${said}`);
}

/** The largest cosigned sizes of either future; what left the witnesses and holds. */
class Outside {
  one = 0;
  other = 0;
  cosigned = 0;

  /** Undefined where the witness is gone. */
  async ask({ url, key }: Running, future: 'one' | 'other', old: number, size: number): Promise<number | undefined> {
    const asked = future === 'one' ? log : other;
    try {
      const answer = await fetch(`${url}/add-checkpoint`, {
        method: 'POST',
        body: asked.request({ old, size }) as never,
      });
      const body = await answer.text();
      if (answer.status === 200) {
        await verifyNote(nodeCrypto, asked.note({ size }) + body, [key]);
        this[future] = Math.max(this[future], size);
        this.cosigned += 1;
        return size;
      }
      return answer.status === 409 ? Number(body) : old;
    } catch (error) {
      if ((error as Error).name === 'TypeError') {
        return undefined;
      }
      throw error;
    }
  }

  get isConsistent(): boolean {
    return this.one <= FORK || this.other <= FORK;
  }
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

describe('The witness as a program', () => {
  it(
    'makes its key for itself alone, says it, and ends in peace',
    async () => {
      const shown = await outcomeOf(run('key', '--state', join(folder, 'state'), '--name', 'counsel.example/witness'));
      expect(shown).toMatchObject({ code: 0, err: '' });
      const running = await started();
      expect(shown.out).toBe(`${running.key.vkey}\n`);
      const state = join(folder, 'state');
      expect(statSync(state).mode & 0o777).toBe(0o700);
      expect(readdirSync(state).map((name) => statSync(join(state, name)).mode & 0o777)).not.toContain(0o644);
      expect(statSync(join(state, 'witness.key')).mode & 0o777).toBe(0o600);
      expect(await new Outside().ask(running, 'one', 0, 7)).toBe(7);
      const ended = outcomeOf(running.child);
      running.child.kill('SIGTERM');
      expect((await ended).code).toBe(0);
      expect(readFileSync(join(state, 'witness.key'), 'utf8')).not.toContain(running.key.vkey);
    },
    PATIENCE_MS,
  );

  it(
    'says what it did not understand, and why it does not start',
    async () => {
      expect(await outcomeOf(run())).toMatchObject({
        code: 2,
        err: '--state is missing: the folder of the witness.\n',
      });
      expect(await outcomeOf(run('--state', 'state', '--colour', 'red'))).toMatchObject({ code: 2 });
      const listening = ['--state', 'state', '--name', 'w.example', '--log', log.signer.vkey];
      expect(await outcomeOf(run(...listening, '--listen', 'here'))).toMatchObject({ code: 2 });
      expect((await outcomeOf(run('--state', 'state', '--log', log.signer.vkey))).err).toContain('--name');
      expect((await outcomeOf(run('--state', 'state', '--log', 'nowhere'))).err).toContain('neither a key nor a file');
      expect((await outcomeOf(run('key', '--state', 'state', '--name', 'w.example'))).code).toBe(0);
      chmodSync(join(folder, 'state/witness.key'), 0o644);
      expect(await outcomeOf(run(...listening))).toMatchObject({ code: 1, err: expect.stringContaining('chmod 600') });
    },
    PATIENCE_MS,
  );

  it(
    'killed again and again in the middle of its work, cosigns one future and forgets nothing',
    async () => {
      const outside = new Outside();
      let held = 0;
      for (let life = 0; life < 25; life++) {
        const running = await started();
        const kill = setTimeout(() => running.child.kill('SIGKILL'), 5 + ((life * 7) % 60));
        const gone = once(running.child, 'exit');
        for (let alive = true; alive;) {
          const next = Math.min(Math.max(held, outside.one) + 1, LEAVES);
          const [honest, lying] = await Promise.all([
            outside.ask(running, 'one', held, next),
            outside.ask(running, 'other', Math.min(held, FORK), Math.max(next, FORK + 1)),
          ]);
          alive = honest !== undefined && lying !== undefined;
          held = honest ?? held;
        }
        clearTimeout(kill);
        await gone;
        expect(outside.isConsistent).toBe(true);
      }
      const last = await started();
      const known = (await outside.ask(last, 'one', 0, LEAVES)) ?? 0;
      expect(known).toBeGreaterThanOrEqual(Math.max(outside.one, outside.other));
      expect(outside.cosigned).toBeGreaterThan(10);
      await killed(last.child);
    },
    PATIENCE_MS,
  );

  it(
    'run twice on one folder, cosigns one future',
    async () => {
      const [a, b] = [await started(), await started()];
      expect(a.key.vkey).toBe(b.key.vkey);
      const outside = new Outside();
      expect(await outside.ask(a, 'one', 0, FORK)).toBe(FORK);
      let held = { one: FORK, other: FORK };
      for (let size = FORK + 1; size < FORK + 100; size++) {
        const [one, two] = await Promise.all([
          outside.ask(a, 'one', held.one, size),
          outside.ask(b, 'other', held.other, size),
        ]);
        held = { one: Math.min(one ?? 0, size), other: Math.min(two ?? 0, size) };
        expect(outside.isConsistent).toBe(true);
      }
      expect(outside.cosigned).toBeGreaterThan(90);
    },
    PATIENCE_MS,
  );
});
