import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Test } from '@nestjs/testing';
import { parseVerifierKey, verifyNote } from '@app/verify';
import { nodeCrypto } from '@app/verify/node';
import { consistencyProof, LedgerModule, LogStore, LogWitnesses, Witnessing, WitnessStandings } from '@app/ledger';
import { Config, PlatformModule } from '@app/platform';
import { TestLog as TestedLog } from '@app/testing';
import { TestSigner } from '../../../libs/verify/test/test-signer.js';
import { MemoryDisk } from './memory-files.js';
import { opened } from './opened.js';
import { COSIGNATURE_V1, log, QUICK, until, Workbench } from './workbench.js';

let bench: Workbench;
beforeEach(async () => {
  bench = await Workbench.open();
});
afterEach(async () => {
  await bench.close();
});

describe('A log and an honest witness', () => {
  it('get each newest checkpoint cosigned, and the cosignature is kept', async () => {
    await bench.signed(3);
    const witness = await bench.realWitness('counsel');
    const one = await bench.witnessing([witness.line]);
    await until(one, ([state]) => state?.size === 3);
    for (const size of [4, 7, 300]) {
      await bench.signed(size);
      one.wake(size);
      await until(one, ([state]) => state?.size === size);
    }
    const kept = await bench.cosignatures();
    expect(kept.map(({ size }) => size)).toEqual([3, 4, 7, 300]);
    const key = await parseVerifierKey(nodeCrypto, witness.line.split(' ')[2] ?? '');
    for (const { note, witness: name } of kept) {
      expect(name).toMatch(/^counsel\.example\/witness\+[0-9a-f]{8}$/);
      expect((await verifyNote(nodeCrypto, note, [key])).signers).toHaveLength(1);
    }
    expect(one.state()).toMatchObject([{ name: 'counsel', keyName: kept[0]?.witness, status: 'cosigned', why: null }]);
    expect(bench.told).toEqual([]);
  });

  it('go on after either was away, whatever the other still knows', async () => {
    await bench.signed(5);
    const { line, disk } = await bench.realWitness('counsel');
    const first = await bench.witnessing([line]);
    await until(first, ([state]) => state?.size === 5);
    await first.stop();
    // The witness cosigned what the log never heard of: the answer was lost.
    const { cosigner } = await opened(disk.process(), [log]);
    await bench.signed(9);
    expect((await cosigner.addCheckpoint(log.request({ old: 5, size: 9 }))).status).toBe(200);
    const second = await bench.witnessing([line]);
    await until(second, ([state]) => state?.size === 9);
    await bench.signed(20);
    second.wake(20);
    await until(second, ([state]) => state?.size === 20);
    expect((await bench.cosignatures()).map(({ size }) => size)).toEqual([5, 9, 20]);
  });

  it('begin again with a witness that lost its folder and has a new key', async () => {
    await bench.signed(5);
    const lost = await bench.realWitness('counsel');
    await until(await bench.witnessing([lost.line]), ([state]) => state?.size === 5);
    const anew = await bench.realWitness('counsel');
    await until(await bench.witnessing([anew.line]), ([state]) => state?.size === 5);
    const kept = await bench.cosignatures();
    expect(kept.map(({ size }) => size)).toEqual([5, 5]);
    expect(new Set(kept.map(({ witness }) => witness)).size).toBe(2);
  });

  it('are not held up by a witness that is gone, and one that never answers', async () => {
    await bench.signed(5);
    const honest = await bench.realWitness('counsel');
    const silent = await bench.badWitness('silent', () => {});
    const closed = createServer();
    const url = await bench.listening(closed);
    closed.close();
    const gone = `witness gone ${TestSigner.make('gone.example', COSIGNATURE_V1).vkey} ${url}`;
    const passive = `witness passive ${TestSigner.make('passive.example', COSIGNATURE_V1).vkey}`;
    const one = await bench.witnessing([silent.line, gone, passive, honest.line]);
    await until(one, (states) => states[3]?.size === 5 && states[1]?.status === 'failing');
    await bench.signed(6);
    one.wake(6);
    await until(one, (states) => states[3]?.size === 6);
    expect(one.state().map(({ status }) => status)).toEqual(['waiting', 'failing', 'unreachable', 'cosigned']);
    expect(one.state()[1]?.why).toBe('it cannot be reached (ECONNREFUSED)');
  });

  it('are asked nothing where no policy is set, and nothing starts with a policy that is none', async () => {
    const options = {
      database: bench.pool,
      proofs: { prove: async () => await Promise.resolve([]) },
      now: () => new Date(),
      tell: () => {},
    };
    const none = new Witnessing({ ...options, policy: undefined });
    await none.start();
    expect(none.state()).toEqual([]);
    await none.stop();
    await expect(new Witnessing({ ...options, policy: 'witness' }).start()).rejects.toThrow('not understood');
    const { vkey } = TestSigner.make('w.example', COSIGNATURE_V1);
    const local = `witness w ${vkey} file:///etc\nquorum none`;
    await expect(new Witnessing({ ...options, policy: local }).start()).rejects.toThrow('http or https');
  });
});

describe('A log whose past was changed', () => {
  it('hears it from the witness, and says so loudly', async () => {
    await bench.signed(10);
    const { line } = await bench.realWitness('counsel');
    const before = await bench.witnessing([line]);
    await until(before, ([state]) => state?.size === 10);
    await before.stop();
    const changed = log.branch(4, 400);
    await bench.forgetEverything();
    await bench.signed(10, changed);
    await bench.signed(12, changed);
    const after = await bench.witnessing([line], changed.tree);
    await until(after, ([state]) => state?.status === 'alarm');
    expect(after.state()[0]?.why).toBe('what it cosigned at 10 is not what this log has at 10');
    expect(bench.told).toContain('error witness counsel: ALARM: what it cosigned at 10 is not what this log has at 10');
    expect(await bench.cosignatures()).toEqual([]);
  });

  it('hears the same where it has another tree of the same size', async () => {
    await bench.signed(10);
    const { line } = await bench.realWitness('counsel');
    const before = await bench.witnessing([line]);
    await until(before, ([state]) => state?.size === 10);
    await before.stop();
    await bench.forgetEverything();
    const changed = log.branch(4, 400);
    await bench.signed(10, changed);
    const after = await bench.witnessing([line], changed.tree);
    await until(after, ([state]) => state?.status === 'alarm');
    expect(after.state()[0]?.why).toBe('what it cosigned at 10 is not what this log has at 10');
  });

  it('is bench.told how far it was, where an older backup was put back', async () => {
    await bench.signed(10);
    const { line } = await bench.realWitness('counsel');
    const before = await bench.witnessing([line]);
    await until(before, ([state]) => state?.size === 10);
    await before.stop();
    await bench.forgetEverything();
    await bench.signed(6);
    const after = await bench.witnessing([line]);
    await until(after, ([state]) => state?.status === 'alarm');
    expect(after.state()[0]?.why).toMatch(
      /^it holds a checkpoint of 10 entries, and 6 is the largest that was signed here/,
    );
    // The log grows past it again, and is what it was.
    await bench.signed(11);
    after.wake(11);
    await until(after, ([state]) => state?.status === 'cosigned');
    expect(bench.told.at(-1)).toBe('warn witness counsel: cosigns again, 11');
  });
});

describe('How it stands with the witnesses', () => {
  const standings = async (): Promise<Record<string, unknown>[]> =>
    (await bench.owner.query('SELECT name, status, why FROM log_witness ORDER BY place')).rows;
  const stands = async (...statuses: string[]): Promise<void> => {
    for (const end = Date.now() + 20_000; ; await sleep(5)) {
      const found = (await standings()).map(({ status }) => status);
      if (found.join() === statuses.join() || Date.now() > end) {
        expect(found).toEqual(statuses);
        return;
      }
    }
  };

  it('is known to every process, and outlives the one that found it', async () => {
    await bench.signed(10);
    const { line } = await bench.realWitness('counsel');
    const passive = `witness passive ${TestSigner.make('passive.example', COSIGNATURE_V1).vkey}`;
    const first = await bench.witnessing([passive, line]);
    await stands('unreachable', 'cosigned');
    await first.stop();
    await bench.forgetEverything();
    const changed = log.branch(4, 400);
    await bench.signed(12, changed);
    await bench.signed(10, changed);
    const second = await bench.witnessing([line], changed.tree);
    await stands('alarm');
    await second.stop();
    const why = 'what it cosigned at 10 is not what this log has at 10';
    expect(await standings()).toEqual([{ name: 'counsel', status: 'alarm', why }]);
    const third = await bench.witnessing([line], changed.tree);
    await until(third, ([state]) => state?.status === 'alarm');
    expect(bench.told.at(-1)).toBe(`error witness counsel: ALARM, still: ${why}`);
    await third.stop();
    await bench.forgetEverything();
    await bench.signed(13);
    await bench.witnessing([line]);
    await stands('cosigned');
    expect(await standings()).toEqual([{ name: 'counsel', status: 'cosigned', why: null }]);
    await bench.witnessing([passive.replace('passive ', 'renamed '), `${line.replace('counsel ', 'vendor ')}`]);
    expect(await standings()).toMatchObject([{ name: 'renamed' }, { name: 'vendor', status: 'cosigned' }]);
  });

  it('is read with what they cosigned last', async () => {
    const reading = await Test.createTestingModule({
      imports: [PlatformModule.with(new Config({}), bench.database.appUrl), LedgerModule],
    }).compile();
    try {
      expect(await reading.get(WitnessStandings).all()).toEqual([]);
      await bench.signed(10);
      const { line } = await bench.realWitness('counsel');
      const gone = TestSigner.make('gone.example', COSIGNATURE_V1);
      await bench.witnessing([`witness gone ${gone.vkey} http://127.0.0.1:1`, line]);
      await stands('failing', 'cosigned');
      expect(await reading.get(WitnessStandings).all()).toMatchObject([
        { name: 'gone', status: 'failing', size: null, cosignedAt: null, why: expect.stringContaining('reached') },
        {
          name: 'counsel',
          key: expect.stringMatching(/^counsel\.example\/witness\+[0-9a-f]{8}$/),
          status: 'cosigned',
          size: 10,
          cosignedAt: new Date('2024-06-01T12:00:00Z'),
          why: null,
        },
      ]);
    } finally {
      await reading.close();
    }
  });
});

describe('The policy of a running product', () => {
  const program = async (values: Record<string, string>) => {
    const config = new Config({
      LEDGER_DATABASE_URL: bench.database.ledgerUrl,
      DATABASE_URL: bench.database.appUrl,
      ...values,
    });
    const running = await Test.createTestingModule({
      imports: [PlatformModule.with(config, bench.database.appUrl), LedgerModule],
    }).compile();
    bench.later(async () => await running.close());
    const said: string[] = [];
    const say = (line: string): void => void said.push(line);
    running.useLogger({ log: say, warn: say, error: say });
    return { running, said };
  };

  it('sets its witnesses to work, and stops them', async () => {
    await bench.signed(1);
    const { line } = await bench.realWitness('counsel');
    const { running } = await program({ ASCRIBE_LEDGER_POLICY: `${line}\nquorum counsel` });
    const atWork = await running.get(LogWitnesses).begin();
    for (const end = Date.now() + 20_000; (await bench.cosignatures()).length === 0 && Date.now() < end;) {
      await sleep(5);
    }
    expect(await running.get(WitnessStandings).all()).toMatchObject([{ name: 'counsel', size: 1 }]);
    atWork.wake(1);
    await atWork.stop();
  });

  it('with a fault in it is told to the operator, and holds up nothing', async () => {
    const { running, said } = await program({ ASCRIBE_LEDGER_POLICY: 'witness counsel' });
    const atWork = await running.get(LogWitnesses).begin();
    atWork.wake(1);
    await atWork.stop();
    expect(said.join()).toContain('No witness is shown anything: ASCRIBE_LEDGER_POLICY is not understood.');
  });
});

describe('The log of a running product', () => {
  it('is cosigned with the proofs that it makes of its own tables', async () => {
    const real = new TestedLog(bench.database);
    const grow = async (entries: number): Promise<number> => {
      await bench.owner.query(
        `INSERT INTO log_pending (entry_id, leaf_hash)
         SELECT gen_random_uuid(), sha256(n::text::bytea) FROM generate_series(1, $1) n`,
        [entries],
      );
      return await real.sequenceAll();
    };
    const { cosigner, key } = await opened(new MemoryDisk().process(), [], { vkeys: [real.signer.vkey] });
    const url = await bench.serving(cosigner);
    const { hashes } = new LogStore(bench.pool);
    const one = new Witnessing({
      policy: `witness counsel ${key.verifier.vkey} ${url}\nquorum counsel`,
      database: bench.pool,
      proofs: { prove: async (from, to) => await consistencyProof(hashes, from, to) },
      now: () => new Date(),
      tell: (line) => bench.told.push(line),
      pace: QUICK,
    });
    bench.later(async () => await one.stop());
    expect(await grow(1)).toBe(1);
    await one.start();
    let size = 1;
    for (const entries of [1, 1, 4, 250, 300, 17]) {
      await until(one, ([state]) => state?.size === size);
      size = await grow(entries);
      one.wake(size);
    }
    await until(one, ([state]) => state?.size === 574);
    expect(bench.told).toEqual([]);
  });
});
