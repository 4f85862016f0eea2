import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { NoteSigner, signedNote } from '@app/ledger';
import { report, tilePath, tilesOf, type ToldLine } from '@app/verify';
import fc from 'fast-check';
import { linesOfText, tampersOf, type Bundles, type Forger } from './tampers.js';
import { jcs, type State } from '../../libs/verify/test/test-log.js';
import { codesOf, verify } from '../../libs/verify/test/verifying.js';
import { SignedIn } from './client.js';
import { Folders, PATIENCE_MS, type Product } from './product.js';

const DIST = join(import.meta.dirname, '../../dist');
const FLIPS = Number(process.env['ASCRIBE_TAMPER_RUNS'] ?? 100);
const ORIGIN = 'log.example/system';

const folders = new Folders();
const folder = mkdtempSync(join(tmpdir(), 'ascribe-verify-'));
const at = (name: string): string => join(folder, name);
const put = (name: string, content: string): string => {
  writeFileSync(at(name), content);
  return at(name);
};
const keys = { log: NoteSigner.make(ORIGIN), receipt: NoteSigner.make(`${ORIGIN}/receipts`) };
const signers = { log: NoteSigner.of(keys.log), receipt: NoteSigner.of(keys.receipt) };

let witness: ChildProcess;
let policy: string;
let product: Product;
let bundles: Bundles;

/** The command as whoever installed the package has it: alone in a folder, and with nothing else. */
function command(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [at('package/ascribe-verify.mjs'), ...args], {
    cwd: folder,
    env: {},
    encoding: 'utf8',
  });
  return { code: status, out: stdout, error: stderr };
}

/** A witness that knows the log before the log begins, and the policy that names it. */
async function startWitness(): Promise<void> {
  const args = ['--name', 'counsel.example/w', '--state', at('witness'), '--log', signers.log.vkey];
  const program = join(DIST, 'witness/ascribe-witness.mjs');
  witness = spawn(process.execPath, [program, ...args, '--listen', '127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for await (const text of witness.stdout as AsyncIterable<Buffer>) {
    said += text.toString();
    const [, url] = /It listens at (http:\S+)/.exec(said) ?? [];
    if (url !== undefined) {
      const [, vkey] = /^witness \S+ (\S+)$/m.exec(said) ?? [];
      policy = `log ${signers.log.vkey}\nwitness counsel ${vkey} ${url}\nquorum counsel\n`;
      return;
    }
  }
  throw new Error(`The witness did not start: ${said}`);
}

beforeAll(async () => {
  execFileSync('npm', ['pack', '--silent', '--offline', '--pack-destination', folder, join(DIST, 'verify')]);
  execFileSync('tar', ['-xzf', at(`ascribe-verify-${version()}.tgz`), '-C', folder]);
  await startWitness();
  const dataDir = folders.make();
  mkdirSync(join(dataDir, 'ledger'), { recursive: true, mode: 0o700 });
  for (const [name, secret] of [
    ['origin', ORIGIN],
    ['log-key', keys.log],
    ['receipt-key', keys.receipt],
  ] as const) {
    writeFileSync(join(dataDir, 'ledger', name), `${secret}\n`, { mode: 0o600 });
  }
  product = await folders.start(dataDir, { ASCRIBE_DEMO: 'on', ASCRIBE_LEDGER_POLICY: policy });
  const lead = await SignedIn.as(product, 'lead@demo.example', 'ascribe-demo');
  const { body } = await lead.get<{ items: { id: string; reference: string }[] }>('/incidents?limit=200');
  const [other = '', the = ''] = [false, true].map(
    (isThe) => body.items.find(({ reference }) => (reference === 'INC-2024-0001') === isThe)?.id,
  );
  const older = await cosigned(lead, 1);
  const size = sizeOf(older);
  const ofCase = async (id: string, query: string): Promise<string> =>
    await lead.text(`/incidents/${id}/bundle?${query}`);
  // The first one is of before the others: that it was taken away is in the log.
  const before = await ofCase(the, `size=${size}`);
  const newer = await cosigned(lead, size + 1);
  bundles = {
    older,
    newer,
    before,
    whole: await ofCase(the, `size=${sizeOf(newer)}&from=${size}&names=included`),
    other: await ofCase(other, `size=${sizeOf(newer)}`),
    all: await lead.text(`/ledger/bundle?size=${sizeOf(newer)}&from=${size}`),
  };
  put('case.ascribe.jsonl', bundles.whole);
  put('all.ascribe.jsonl', bundles.all);
  put('older', older);
  put('policy', policy);
  put('keys', `${await lead.text('/ledger/key')}${await lead.text('/ledger/key?role=receipt')}`);
}, PATIENCE_MS);

afterAll(() => {
  witness?.kill('SIGKILL');
  folders.clear();
  rmSync(folder, { recursive: true, force: true });
});

const version = (): string =>
  (JSON.parse(readFileSync(join(DIST, 'verify/package.json'), 'utf8')) as { version: string }).version;
const sizeOf = (checkpoint: string): number => Number(checkpoint.split('\n')[1]);

/** The newest checkpoint once the witness has cosigned it. */
async function cosigned(reader: SignedIn, leastSize: number): Promise<string> {
  let note = '';
  await product.until('a cosigned checkpoint', async () => {
    // None is there until the first entries are sequenced.
    note = await reader.text('/ledger/checkpoint').catch(() => '');
    return note.includes('counsel.example/w') && sizeOf(note) >= leastSize;
  });
  return note;
}

const trust = () => ({ keys: [signers.log.vkey, signers.receipt.vkey], policy, checkpoints: [bundles.older] });

describe('A bundle of the running product', () => {
  it(
    'is verified by the packed command, for whoever has keys, policy and an older checkpoint',
    () => {
      const given = ['--key', at('keys'), '--policy', at('policy'), '--checkpoint', at('older')];
      for (const name of ['case', 'all']) {
        const { code, out, error } = command('bundle', at(`${name}.ascribe.jsonl`), ...given);
        // The demo's people wrote in 2024, and the log was there only now: which is what it says.
        const warned = new Set([...out.matchAll(/Warning.*\[(\w+)\]$/gm)].map(([, named]) => named));
        expect({ name, code, error, warned: [...warned] }).toEqual({
          name,
          code: 0,
          error: '',
          warned: ['time_against_log'],
        });
        expect(out.includes('[not_whole]')).toBe(name === 'all');
        expect(out).toContain('Cosigned by counsel');
        expect(out).toContain('[own_checkpoint_held]');
      }
      const cut = put('cut.jsonl', bundles.whole.slice(0, -2000));
      expect(command('bundle', cut, '--json')).toMatchObject({ code: 1, out: expect.stringContaining('seal_missing') });
      expect(command('bundle')).toMatchObject({ code: 2 });
      expect(command('bundle', put('else', 'x'))).toMatchObject({ code: 3 });
    },
    PATIENCE_MS,
  );

  it('is of a log whose files the command verifies, with receipts honoured', async () => {
    const lead = await SignedIn.as(product, 'lead@demo.example', 'ascribe-demo');
    const paths = [...tilesOf(sizeOf(bundles.newer), 'entries')].map(tilePath);
    const files = ['checkpoint', 'key', ...paths].map((path) => `log/${path}`);
    files.forEach((path) => mkdirSync(dirname(at(path)), { recursive: true }));
    put('log/checkpoint', bundles.newer);
    put('log/key', readFileSync(at('keys'), 'utf8'));
    for (const path of paths) {
      put(`log/${path}`, await lead.text(`/ledger/${path}`));
    }
    const { body } = await lead.get<{ items: { note: string }[] }>('/ledger/receipts');
    const receipts = body.items.slice(0, 5).flatMap(({ note }, i) => ['--receipt', put(`receipt-${i}`, note)]);
    expect(receipts.length).toBeGreaterThan(0);
    const trusted = ['--policy', at('policy'), '--key', at('keys'), '--checkpoint', at('older')];
    const { code, out } = command('log', at('log'), ...trusted, ...receipts);
    expect([code, out]).toEqual([0, expect.stringContaining('[receipt_honoured]')]);
    const last = files.at(-1) ?? '';
    put(last, readFileSync(at(last), 'utf8').replace('A', 'B'));
    expect(command('log', at('log'), ...trusted)).toMatchObject({
      code: 1,
      out: expect.stringContaining('[root_differs]'),
    });
  });

  it('comes with the page that was built', async () => {
    const analyst = await SignedIn.as(product, 'analyst@demo.example', 'ascribe-demo');
    const built = readFileSync(join(DIST, 'verify/ascribe-verify.html'), 'utf8');
    expect(await analyst.text('/ledger/verifier')).toBe(built);
  });

  it(
    'is rejected with any bit flipped',
    async () => {
      const honest = Buffer.from(bundles.whole);
      const bits = fc.record({ at: fc.nat({ max: honest.length - 1 }), bit: fc.nat({ max: 7 }) });
      const rejects = fc.asyncProperty(bits, async ({ at: index, bit }) => {
        const bytes = Buffer.from(honest);
        bytes.writeUInt8(bytes.readUInt8(index) ^ (1 << bit), index);
        expect((await verify(bytes, trust())).verdict).not.toBe('verified');
      });
      await fc.assert(rejects, { numRuns: FLIPS });
    },
    PATIENCE_MS,
  );

  it(
    'is named for what was done to it by whoever has all keys of the operator',
    async () => {
      const named: Record<string, readonly string[]> = {};
      const tampers = tampersOf(bundles, forger());
      for (const { what, bundle, options } of tampers) {
        const text = typeof bundle === 'string' ? bundle : resealed(bundle);
        named[what] = codesOf(await verify(text, { ...trust(), ...options }));
      }
      expect(named).toEqual(
        Object.fromEntries(tampers.map(({ what, code }) => [what, expect.arrayContaining([code])])),
      );
    },
    PATIENCE_MS,
  );
});

/** Signs what it is told. */
const forger = (): Forger => ({
  note: (role, text) => signedNote(text, [signers[role]]),
  stranger: (role, text) => signedNote(text, [NoteSigner.of(NoteSigner.make(signers[role].name))]),
  strangersKey: NoteSigner.of(NoteSigner.make(ORIGIN)).vkey,
});

/** With a report that fits and a seal by the true key. */
function resealed(lines: readonly State[]): string {
  const told = lines.filter(({ type }) => type !== 'report' && type !== 'seal');
  const all = [...told, { type: 'report', text: report(told as unknown as ToldLine[]) }];
  const content = all.map((line) => `${jcs(line)}\n`).join('');
  const digest = createHash('sha256').update(content).digest('base64');
  const note = signedNote(`ascribe-bundle/v1\n${ORIGIN}\n${digest}\n`, [signers.receipt]);
  return `${content}${jcs({ type: 'seal', lines: all.length, note })}\n`;
}

it('The lines of a bundle are written again as they are', () => {
  expect(resealed(linesOfText(bundles.whole))).toBe(bundles.whole);
});
