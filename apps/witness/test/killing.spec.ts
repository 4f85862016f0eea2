import fc from 'fast-check';
import { verifyNote } from '@app/verify';
import { nodeCrypto } from '@app/verify/node';
import type { Answer } from '../src/cosigner.js';
import type { Files } from '../src/files.js';
import { Killed, MemoryDisk } from './memory-files.js';
import { opened, type Opened } from './opened.js';
import { TestLog } from './test-log.js';

const FORK = 4;
const one = TestLog.make('log.example/campaign', 32);
const other = one.branch(FORK, 32);
const futures = { one, other };

interface Ask {
  readonly future: 'one' | 'other';
  readonly old: number;
  readonly size: number;
}

/** What left the witness: cosignatures that hold. */
class Outside {
  private readonly sizes = { one: new Set<number>(), other: new Set<number>() };
  cosigned = 0;

  async ask(witness: Opened, { future, old, size }: Ask): Promise<Answer> {
    const log = futures[future];
    const answer = await witness.cosigner.addCheckpoint(log.request({ old, size }));
    if (answer.status === 200) {
      await verifyNote(nodeCrypto, log.note({ size }) + answer.body, [witness.key.verifier]);
      this.sizes[future].add(size);
      this.cosigned += 1;
    }
    return answer;
  }

  /** As an honest log does: asks once, and again from the size that the witness says that it holds. */
  async bring(witness: Opened, future: 'one' | 'other', size: number): Promise<void> {
    const { status, body } = await this.ask(witness, { future, old: 0, size });
    if (status === 409 && Number(body) <= size) {
      await this.ask(witness, { future, old: Number(body), size });
    }
  }

  /** Up to the fork the futures are one. Beyond it, one of them has been cosigned at the most. */
  get isConsistent(): boolean {
    const isBeyond = (sizes: Set<number>): boolean => [...sizes].some((size) => size > FORK);
    return !isBeyond(this.sizes.one) || !isBeyond(this.sizes.other);
  }
}

const operationsOf = async (work: (files: Files) => Promise<void>): Promise<number> => {
  let count = 0;
  const counted = new MemoryDisk().process(Number.POSITIVE_INFINITY, async () => {
    count += 1;
  });
  await work(counted);
  return count;
};

async function firstLife(files: Files, outside: Outside): Promise<void> {
  const witness = await opened(files, [one]);
  await outside.bring(witness, 'one', 3);
  await outside.bring(witness, 'one', 6);
  await outside.bring(witness, 'one', 6);
  await outside.bring(witness, 'one', 9);
}

/** Every way to be taken in by the other future, and then the honest one. */
async function secondLife(files: Files, outside: Outside): Promise<void> {
  const witness = await opened(files, [one]);
  for (const size of [6, 9, 10]) {
    for (const old of [0, 3, 4, 6, 9].filter((held) => held <= size)) {
      await outside.ask(witness, { future: 'other', old, size });
    }
    await outside.bring(witness, 'other', size);
  }
  await outside.bring(witness, 'one', 12);
}

async function untilKilled(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Killed)) {
      throw error;
    }
  }
}

describe('A witness that is killed', () => {
  it('between any two file operations has cosigned, and cosigns afterwards, no two inconsistent checkpoints', async () => {
    const operations = await operationsOf(async (files) => await firstLife(files, new Outside()));
    expect(operations).toBeGreaterThan(40);
    for (let killedAfter = 0; killedAfter <= operations; killedAfter++) {
      const disk = new MemoryDisk();
      const outside = new Outside();
      await untilKilled(firstLife(disk.process(killedAfter), outside));
      await secondLife(disk.process(), outside);
      expect(outside.isConsistent).toBe(true);
      expect(outside.cosigned).toBeGreaterThan(0);
    }
  });

  it('by a power cut forgets nothing that it cosigned, whatever of the rest survives', async () => {
    const operations = await operationsOf(async (files) => await firstLife(files, new Outside()));
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: operations }),
        fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
        async (killedAfter, coins) => {
          const disk = new MemoryDisk();
          const outside = new Outside();
          await untilKilled(firstLife(disk.process(killedAfter), outside));
          let tossed = 0;
          disk.cutPower(() => coins[tossed++ % coins.length] ?? false);
          await secondLife(disk.process(), outside);
          expect(outside.isConsistent).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('by a power cut would cosign a second future, were the state not fsynced: this test sees it', async () => {
    const disk = new MemoryDisk();
    const outside = new Outside();
    const careless: Files = { ...disk.process(), syncFolder: async () => {} };
    const witness = await opened(disk.process(), [one]);
    expect(witness.told).toEqual([]);
    await outside.bring(await opened(careless, [one]), 'one', 9);
    disk.cutPower(() => false);
    await secondLife(disk.process(), outside);
    expect(outside.isConsistent).toBe(false);
  });
});

describe('Two witness processes on one folder', () => {
  const ask = fc.record({
    future: fc.constantFrom<'one' | 'other'>('one', 'other'),
    size: fc.integer({ min: 1, max: 12 }),
  });

  it('cosign one future between them, however their file operations fall', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(ask, { minLength: 1, maxLength: 4 }),
        fc.array(ask, { minLength: 1, maxLength: 4 }),
        async (scheduler, first, second) => {
          const disk = new MemoryDisk();
          await opened(disk.process(), [one]);
          const outside = new Outside();
          const lives = [first, second].map(async (asks) => {
            const turn = scheduler.scheduleFunction(async () => {});
            const witness = await opened(disk.process(Number.POSITIVE_INFINITY, turn), [one]);
            for (const { future, size } of asks) {
              await outside.bring(witness, future, size);
            }
          });
          await scheduler.waitFor(Promise.all(lives));
          expect(outside.isConsistent).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('would cosign both, were the name of the next file free again: this test sees it', async () => {
    const disk = new MemoryDisk();
    await opened(disk.process(), [one]);
    const outside = new Outside();
    const { files, asleep, wake } = sleepingBefore('link', disk);
    const slow = outside.ask(await opened(files, [one]), { future: 'other', old: 0, size: 9 });
    await asleep;
    await outside.bring(await opened(disk.process(), [one]), 'one', 9);
    // Between the sleep and the link, what the other wrote is dropped.
    disk.drop([...disk.files().keys()].find((path) => path.endsWith('.1.checkpoint')) ?? '');
    wake();
    expect((await slow).status).toBe(200);
    expect(outside.isConsistent).toBe(false);
  });

  it('lets one that slept while the other went on answer nothing', async () => {
    const disk = new MemoryDisk();
    await opened(disk.process(), [one]);
    const outside = new Outside();
    const { files, asleep, wake } = sleepingBefore('link', disk);
    const slow = outside.ask(await opened(files, [one]), { future: 'other', old: 0, size: 9 });
    await asleep;
    const quick = await opened(disk.process(), [one]);
    // Long enough for the generation that the sleeper is about to write to be removed again.
    for (let size = 1; size <= 30; size++) {
      await outside.bring(quick, 'one', size);
    }
    wake();
    expect((await slow).status).toBe(409);
    expect((await outside.ask(quick, { future: 'one', old: 30, size: 31 })).status).toBe(200);
    expect(outside.isConsistent).toBe(true);
  });
});

/** A process that sleeps before its first such operation. */
function sleepingBefore(
  operation: string,
  disk: MemoryDisk,
): { files: Files; asleep: Promise<void>; wake: () => void } {
  let wake = (): void => {};
  let fallAsleep = (): void => {};
  const woken = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const asleep = new Promise<void>((resolve) => {
    fallAsleep = resolve;
  });
  const files = disk.process(Number.POSITIVE_INFINITY, async (next) => {
    if (next === operation) {
      fallAsleep();
      await woken;
    }
  });
  return { files, asleep, wake };
}
