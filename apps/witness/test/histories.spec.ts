import fc from 'fast-check';
import { MemoryDisk } from './memory-files.js';
import { opened } from './opened.js';
import { bodyOf, TestLog } from './test-log.js';

const LEAVES_MAX = 64;
const log = TestLog.make('log.example/campaign', LEAVES_MAX);

const branches = new Map<number, TestLog>();
const branchAt = (leaf: number): TestLog => {
  const branch = branches.get(leaf) ?? log.branch(leaf, LEAVES_MAX);
  branches.set(leaf, branch);
  return branch;
};

/** Rising sizes, as a log comes with them. */
const history = fc
  .uniqueArray(fc.integer({ min: 1, max: LEAVES_MAX }), { minLength: 1, maxLength: 5 })
  .map((sizes) => sizes.toSorted((a, b) => a - b));

/** One bit of a request, counted from wherever. */
const flip = (body: Uint8Array, at: number): Uint8Array => {
  const copy = Uint8Array.from(body);
  const place = at % (copy.length * 8);
  copy[place >> 3] = (copy[place >> 3] ?? 0) ^ (1 << (place & 7));
  return copy;
};

describe('Of a thousand histories', () => {
  it('an honest one is cosigned to its end, with restarts in between', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.integer({ min: 0, max: 5 }), async (sizes, restart) => {
        const disk = new MemoryDisk();
        let witness = await opened(disk.process(), [log]);
        let old = 0;
        for (const [index, size] of sizes.entries()) {
          if (index === restart) {
            witness = await opened(disk.process(), [log]);
          }
          expect((await witness.cosigner.addCheckpoint(log.request({ old, size }))).status).toBe(200);
          old = size;
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('one whose past was changed is refused at its next step', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.nat(), async (sizes, where) => {
        const witness = await opened(new MemoryDisk().process(), [log]);
        const held = sizes[0] ?? 1;
        await witness.cosigner.addCheckpoint(log.request({ old: 0, size: held }));
        const changed = branchAt(where % held);
        for (const size of [sizes.at(-1) ?? 1, LEAVES_MAX]) {
          const { status } = await witness.cosigner.addCheckpoint(changed.request({ old: held, size }));
          expect(status).toBe(size === held ? 409 : 422);
        }
        expect((await witness.cosigner.addCheckpoint(log.request({ old: held, size: LEAVES_MAX }))).status).toBe(200);
      }),
      { numRuns: 1000 },
    );
  });

  it('one in which a bit of a request was flipped on the way is not cosigned, and does no harm', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.nat(), async (sizes, at) => {
        const witness = await opened(new MemoryDisk().process(), [log]);
        const held = sizes[0] ?? 1;
        await witness.cosigner.addCheckpoint(log.request({ old: 0, size: held }));
        const honest = log.request({ old: held, size: LEAVES_MAX });
        const { status } = await witness.cosigner.addCheckpoint(flip(honest, at));
        expect([400, 403, 404, 409, 422]).toContain(status);
        expect((await witness.cosigner.addCheckpoint(honest)).status).toBe(200);
      }),
      { numRuns: 1000 },
    );
  });

  it('one with the proof of another step is refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: LEAVES_MAX - 1 }),
        fc.integer({ min: 1, max: LEAVES_MAX }),
        fc.integer({ min: 1, max: LEAVES_MAX }),
        async (held, from, to) => {
          const witness = await opened(new MemoryDisk().process(), [log]);
          await witness.cosigner.addCheckpoint(log.request({ old: 0, size: held }));
          const proof = log.tree.consistency(Math.min(from, to), Math.max(from, to));
          const right = log.tree.consistency(held, LEAVES_MAX);
          fc.pre(proof.map(String).join() !== right.map(String).join());
          const body = bodyOf(held, proof, log.note({ size: LEAVES_MAX }));
          expect((await witness.cosigner.addCheckpoint(body)).status).toBe(422);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('one of arbitrary bytes is answered with 400', async () => {
    const witness = await opened(new MemoryDisk().process(), [log]);
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ unit: 'binary', maxLength: 300 }).map((text) => new TextEncoder().encode(`old 0\n${text}`)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (body) => {
        expect((await witness.cosigner.addCheckpoint(body)).status).toBe(400);
      }),
      { numRuns: 300 },
    );
  });
});
