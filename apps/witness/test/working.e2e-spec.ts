import { setTimeout as sleep } from 'node:timers/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorker } from '../../worker/src/index.js';
import { LogReader, NoteSigner, WitnessStandings } from '@app/ledger';
import { Config } from '@app/platform';
import { testLogKey } from '@app/testing';
import { MemoryDisk } from './memory-files.js';
import { opened } from './opened.js';
import { Workbench } from './workbench.js';

let bench: Workbench;
let folder: string;
beforeEach(async () => {
  bench = await Workbench.open();
  folder = await mkdtemp(join(tmpdir(), 'ascribe-witnessed-'));
});
afterEach(async () => {
  await bench.close();
  await rm(folder, { recursive: true, force: true });
});

describe('A worker', () => {
  it('shows what it signs to the witnesses, as soon as it is signed', async () => {
    const key = testLogKey();
    const { cosigner, key: witness } = await opened(new MemoryDisk().process(), [], {
      vkeys: [NoteSigner.of(key).vkey],
    });
    const url = await bench.serving(cosigner);
    const config = new Config({
      DATABASE_URL: bench.database.appUrl,
      LEDGER_DATABASE_URL: bench.database.ledgerUrl,
      ASCRIBE_LEDGER_KEY: key,
      ASCRIBE_LEDGER_STATE: folder,
      ASCRIBE_DATA_DIR: folder,
      ASCRIBE_LEDGER_POLICY: `witness counsel ${witness.verifier.vkey} ${url}\nquorum counsel`,
      LOG_LEVEL: 'silent',
    });
    const worker = await createWorker({ config, databaseUrl: bench.database.appUrl });
    bench.later(async () => await worker.close());
    for (let grown = 1; grown <= 3; grown++) {
      const before = (await worker.get(LogReader).checkpoint())?.size ?? 0;
      await bench.owner.query(
        `INSERT INTO log_pending (entry_id, leaf_hash) VALUES (gen_random_uuid(), sha256('leaf'))`,
      );
      const cosigned = async (): Promise<number> => (await worker.get(WitnessStandings).all())[0]?.size ?? 0;
      for (const end = Date.now() + 20_000; (await cosigned()) <= before && Date.now() < end;) {
        await sleep(20);
      }
      expect(await cosigned()).toBeGreaterThan(before);
    }
    expect(await worker.get(WitnessStandings).all()).toMatchObject([
      { name: 'counsel', status: 'cosigned', why: null },
    ]);
  });
});
