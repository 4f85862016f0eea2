import type { RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatCheckpoint } from '@app/verify';
import { TestSigner } from '../../../libs/verify/test/test-signer.js';
import { COSIGNATURE_V1, log, QUICK, until, Workbench } from './workbench.js';

let bench: Workbench;
beforeEach(async () => {
  bench = await Workbench.open();
});
afterEach(async () => {
  await bench.close();
});

describe('A hostile witness', () => {
  const size = formatCheckpoint({ origin: log.origin, size: 5, root: log.tree.root(5) });
  const stranger = TestSigner.make('hostile.example/witness', COSIGNATURE_V1);
  const never: RequestListener = (_request, response) => {
    response.writeHead(200);
    const more = setInterval(() => response.write('— a b\n'.repeat(2_000)), 1);
    response.once('close', () => clearInterval(more));
  };

  it.each<[string, RequestListener, RegExp]>([
    [
      'sends a cosignature by another key',
      (_q, r) => r.end(stranger.cosignatureLine(size, 1)),
      /is no cosignature|does not hold/,
    ],
    ['sends nothing', (_q, r) => r.end(), /is no cosignature/],
    ['sends a page', (_q, r) => r.end('<html></html>\n'), /is no cosignature/],
    [
      'sends a text of its own with signatures',
      (_q, r) => r.end(`\nlog.example\n\n— x AAAAAAA=\n`),
      /is no cosignature/,
    ],
    ['never ends its answer', never, /too long/],
    ['redirects', (_q, r) => r.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(), /redirects/],
    ['does not know the log', (_q, r) => r.writeHead(404).end(), /does not know this log/],
    ['does not know the key', (_q, r) => r.writeHead(403).end(), /does not know the key/],
    ['fails', (_q, r) => r.writeHead(503).end('secret words'), /it answers 503/],
    ['says 409 and no size', (_q, r) => r.writeHead(409).end('5\n'), /does not say what it holds/],
    [
      'says 409 and nonsense',
      (_q, r) => r.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end('-1\n'),
      /does not say/,
    ],
    [
      'says 409 and the size that it was asked from',
      (_q, r) => r.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end('0\n'),
      /says that it holds it/,
    ],
    ['hangs up', (_q, r) => r.destroy(), /cannot be reached/],
    ['refuses a first checkpoint', (_q, r) => r.writeHead(422).end(), /refuses a first checkpoint/],
  ])('that %s is a failure, and nothing is kept of it', async (_what, listener, why) => {
    await bench.signed(5);
    const { line } = await bench.badWitness('hostile', listener);
    const one = await bench.witnessing([line]);
    await until(one, ([state]) => state?.status === 'failing');
    expect(one.state()[0]?.why).toMatch(why);
    expect(await bench.cosignatures()).toEqual([]);
    expect(bench.told.join()).not.toContain('secret');
  });

  it('that cosigns another root or another time than it says is a failure', async () => {
    await bench.signed(5);
    const texts = [
      (signer: TestSigner) =>
        signer.cosignatureLine(formatCheckpoint({ origin: log.origin, size: 5, root: log.tree.root(6) }), 9),
      (signer: TestSigner) => signer.cosignatureLine(size, 9, 10),
      (signer: TestSigner) => signer.signatureLine(size),
      (signer: TestSigner) => signer.cosignatureLine(size, 9) + signer.cosignatureLine(size, 9, 10),
    ];
    for (const lineOf of texts) {
      const held: { signer?: TestSigner } = {};
      const { line, signer } = await bench.badWitness('hostile', (_q, r) =>
        r.end(held.signer ? lineOf(held.signer) : ''),
      );
      held.signer = signer;
      const one = await bench.witnessing([line]);
      await until(one, ([state]) => state?.status === 'failing');
      expect(one.state()[0]?.why).toMatch(/does not hold under the key/);
      await one.stop();
    }
    expect(await bench.cosignatures()).toEqual([]);
  });

  it('that cosigns at an impossible time is a failure', async () => {
    await bench.signed(5);
    const held: { signer?: TestSigner } = {};
    const { line, signer } = await bench.badWitness('hostile', (_q, r) =>
      r.end(held.signer?.cosignatureLine(size, 2 ** 52)),
    );
    held.signer = signer;
    const one = await bench.witnessing([line]);
    await until(one, ([state]) => state?.status === 'failing');
    expect(one.state()[0]?.why).toMatch(/impossible time/);
  });

  it('may send lines of others besides its own: its own is kept', async () => {
    await bench.signed(5);
    const held: { signer?: TestSigner } = {};
    const { line, signer } = await bench.badWitness('friendly', (_q, r) =>
      r.end(stranger.cosignatureLine(size, 1) + (held.signer?.cosignatureLine(size, 1_717_243_200) ?? '')),
    );
    held.signer = signer;
    const one = await bench.witnessing([line]);
    await until(one, ([state]) => state?.status === 'cosigned');
    expect(one.state()[0]?.cosignedAt).toEqual(new Date('2024-06-01T12:00:00Z'));
    expect(await bench.cosignatures()).toHaveLength(1);
  });

  it('that says something else each time is asked a few times only, and then later', async () => {
    await bench.signed(5);
    let asked = 0;
    const { line } = await bench.badWitness('hostile', (_q, r) => {
      asked += 1;
      r.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end(`${1 + (asked % 4)}\n`);
    });
    const one = await bench.witnessing([line]);
    await until(one, ([state]) => state?.status === 'failing');
    expect(one.state()[0]?.why).toBe('each time it says that it holds something else');
    await one.stop();
    expect(asked % 3).toBe(0);
  });

  it('that does not answer is given up after a while, and at once where the program ends', async () => {
    await bench.signed(5);
    let asked = 0;
    const { line } = await bench.badWitness('silent', () => {
      asked += 1;
    });
    const patient = await bench.witnessing([line]);
    while (asked === 0) {
      await sleep(5);
    }
    await patient.stop();
    expect(patient.state()[0]?.status).toBe('waiting');
    const hasty = await bench.witnessing([line], log.tree, { ...QUICK, timeoutMs: 30 });
    await until(hasty, ([state]) => state?.status === 'failing');
    expect(hasty.state()[0]?.why).toBe('it does not answer in time');
  });
});
