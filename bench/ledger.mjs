// The ledger beside doing without: writes, sequencing, verifying and proving, each next to a floor in the same run.
import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { ROOT } from '../tools/root.mjs';
import { measure, median } from './measure.mjs';
import { ask, startProduct, startProgram, stopProgram } from './processes.mjs';
import { requestsOf, SCENARIOS } from './scenarios.mjs';

const ORIGIN = 'bench.example/log';
const CONNECTIONS = 16;
const WRITES = SCENARIOS.filter(({ name }) => name === 'comment' || name === 'create');
/** As many as one round of the sequencer takes. */
const ROUND = 10_000;
/** Between two checkpoints under load, at the most. */
const CHECKPOINT_MS = 1000;
const PROOFS = 1024;
/** Without a ledger there is still a history of rows, or not even that (plain-writes.mjs). */
const HISTORIES = ['rows', 'none'];
const TILE_WIDTH = 256;
const VERIFIER = 'dist/verify/ascribe-verify.mjs';

const load = async (path) => await import(pathToFileURL(join(ROOT, 'dist/libs', path)).href);

/** @param given `dir`, `database`, `world`, `rounds`, `ms`, `warmMs`, `entries` (size of the large log), `log` */
export async function measureLedger(given) {
  const { NoteSigner } = await load('ledger/src/index.js');
  const keys = { log: NoteSigner.make(ORIGIN), receipt: NoteSigner.make(`${ORIGIN}/receipts`) };
  const writes = await measureWrites(given, keys);
  given.log(`  sequencing ${given.entries.toLocaleString('en')} entries ...`);
  const sequencing = await measureSequencing(given, NoteSigner.of(keys.log));
  given.log(`  ${Math.round(sequencing.perSecond).toLocaleString('en')} entries/s`);
  const proof = await measureProofs(given);
  given.log(`  inclusion proof: ${proof.p50.toFixed(2)} ms`);
  const verifying = await measureVerifying(given, sequencing);
  given.log(`  verifying: ${verifying.ratio.toFixed(2)} times hashing alone, ${verifying.peakMib.toFixed(0)} MiB`);
  return { entries: given.entries, writes, sequencing, proof, verifying };
}

/** The product with receipts and a sequencer, and the product without a ledger on a copy of the same rows, in turns. */
async function measureWrites({ dir, database, world, rounds, ms, warmMs, log }, keys) {
  const plainUrl = await copyWithoutLedger(database);
  const product = await startProduct({
    database,
    logFile: join(dir, 'ledger-product.log'),
    env: { ASCRIBE_RECEIPT_KEY: keys.receipt, DATABASE_POOL_MAX: String(CONNECTIONS + 1) },
  });
  const plain = {};
  for (const history of HISTORIES) {
    plain[history] = await startProduct({
      database: { appUrl: plainUrl },
      logFile: join(dir, `plain-${history}.log`),
      execArgv: ['--import', pathToFileURL(join(ROOT, 'bench/plain-writes.mjs')).href],
      env: { BENCH_HISTORY: history, DATABASE_POOL_MAX: String(CONNECTIONS + 1) },
    });
  }
  const stateDir = join(dir, 'ledger-state');
  await mkdir(stateDir, { recursive: true });
  const sequencer = startProgram('bench/sequencer.mjs', {
    args: [database.ledgerUrl, keys.log, stateDir],
    logFile: join(dir, 'sequencer.log'),
  });
  await new Promise((resolve, reject) => {
    sequencer.once('message', resolve);
    sequencer.once('exit', () => reject(new Error(`The sequencer did not start: see ${dir}/sequencer.log.`)));
  });
  const loader = startProgram('bench/load.mjs', { logFile: join(dir, 'load.log') });
  const results = [];
  for (const scenario of WRITES) {
    for (const history of HISTORIES) {
      const plan = {
        load: loader,
        targets: { product: product.port, floor: plain[history].port },
        scenario,
        requests: requestsOf(scenario, world),
        connections: CONNECTIONS,
      };
      await measure({ ...plan, rounds: 2, ms: warmMs / 2 });
      const found = await measure({ ...plan, rounds, ms });
      results.push({ title: scenario.title, history, connections: CONNECTIONS, ...found });
      log(`  ${scenario.title} with the ledger: ${found.ratio.toFixed(2)} of without, history: ${history}`);
    }
  }
  await waitUntilSequenced(database, sequencer);
  for (const { child } of [product, ...Object.values(plain), { child: sequencer }, { child: loader }]) {
    await stopProgram(child, 'SIGKILL');
  }
  return results;
}

/** That everything written meanwhile is in the log belongs to what was measured. */
async function waitUntilSequenced(database, sequencer) {
  await withClient(database.wholeUrl, async (client) => {
    for (;;) {
      const { rows } = await client.query('SELECT count(*)::int AS waiting FROM log_pending');
      if (rows[0].waiting === 0) {
        return;
      }
      if (sequencer.exitCode !== null) {
        throw new Error('The sequencer has ended.');
      }
    }
  });
}

async function copyWithoutLedger({ superuserUrl, wholeUrl, ownerUrl, appUrl }) {
  const [name, owner, app] = [
    new URL(ownerUrl).pathname.slice(1),
    ...[ownerUrl, appUrl].map((url) => new URL(url).username),
  ];
  await withClient(superuserUrl, async (client) => {
    await client.query(`CREATE DATABASE plain TEMPLATE ${name} OWNER ${owner}`);
    await client.query(`GRANT CONNECT ON DATABASE plain TO ${app}`);
  });
  await withClient(at(wholeUrl, 'plain'), async (client) => {
    await client.query(`ALTER TABLE record_state DROP CONSTRAINT record_state_entry_id_fkey`);
    await client.query(`CREATE OR REPLACE FUNCTION last_leaf_of_case(of_case uuid) RETURNS bytea
      LANGUAGE sql STABLE AS 'SELECT NULL::bytea'`);
    await client.query('VACUUM (ANALYZE)');
    await client.query('CHECKPOINT');
  });
  return at(appUrl, 'plain');
}

function at(url, name) {
  const there = new URL(url);
  there.pathname = name;
  return there.href;
}

async function withClient(connectionString, work) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * An empty log takes entries that wait, in turns with the floor: the same rows taken out of a table and put into
 * another with the same indexes, in the same batches, with neither hash nor tree.
 */
async function measureSequencing({ database, entries }, signer) {
  const { Sequencer } = await load('ledger/src/index.js');
  await withClient(database.wholeUrl, async (client) => await waitingEntries(client, entries));
  const memory = { note: null, read: () => memory.note, write: (note) => (memory.note = note) };
  const product = { seconds: 0 };
  const floor = { seconds: 0 };
  const ratios = [];
  await withClient(database.ledgerUrl, async (client) => {
    const sequencer = new Sequencer(client, { signers: [signer], memory, now: () => new Date() });
    await sequencer.lead();
    await sequencer.takeUp();
    await withClient(database.wholeUrl, async (bare) => {
      let signedAt = 0;
      for (let placed = 0; placed < entries; placed += ROUND) {
        const took = await timed(async () => {
          await sequencer.round();
          if (product.seconds * 1000 - signedAt >= CHECKPOINT_MS || placed + ROUND >= entries) {
            await sequencer.sign();
            signedAt = product.seconds * 1000;
          }
        });
        const bareTook = await timed(async () => await bare.query(FLOOR, [placed, ROUND]));
        product.seconds += took;
        floor.seconds += bareTook;
        ratios.push(bareTook / took);
      }
      await bare.query('DROP TABLE floor_pending, floor_leaf');
    });
    if (sequencer.signedSize !== entries) {
      throw new Error(`The log has ${sequencer.signedSize} entries and not ${entries}.`);
    }
  });
  return {
    perSecond: entries / product.seconds,
    floor: entries / floor.seconds,
    ratio: median(ratios),
    note: memory.note,
    vkey: signer.vkey,
  };
}

const FLOOR = `
  WITH taken AS (
    DELETE FROM floor_pending p USING (SELECT position FROM floor_pending ORDER BY position LIMIT $2) t
    WHERE p.position = t.position RETURNING p.entry_id, p.position, p.leaf_hash)
  INSERT INTO floor_leaf SELECT $1::bigint + row_number() OVER (ORDER BY position) - 1, entry_id, leaf_hash FROM taken`;

/** Entry i is committed to by SHA-256 of i as 8 bytes: so that the leaves can be written down again from nothing. */
async function waitingEntries(client, entries) {
  await client.query('SET session_replication_role = replica');
  await client.query('TRUNCATE log_pending, log_leaf, log_node, log_checkpoint, log_cosignature RESTART IDENTITY');
  await client.query(`UPDATE log_head SET size = 0, root = sha256(''), halted = NULL, halted_at = NULL`);
  await client.query(
    `INSERT INTO log_pending (entry_id, leaf_hash)
     SELECT gen_random_uuid(), sha256('\\x00'::bytea || convert_to(
       format('{"commitment":"%s","v":2}', encode(sha256(int8send(g)), 'base64')), 'UTF8'))
     FROM generate_series(0, $1::bigint - 1) g ORDER BY g`,
    [entries],
  );
  await client.query('CREATE TABLE floor_pending (LIKE log_pending INCLUDING ALL)');
  await client.query(
    'INSERT INTO floor_pending (entry_id, leaf_hash) SELECT entry_id, leaf_hash FROM log_pending ORDER BY position',
  );
  await client.query('CREATE TABLE floor_leaf (LIKE log_leaf INCLUDING ALL)');
  await client.query('VACUUM (ANALYZE) log_pending, floor_pending, log_leaf, floor_leaf');
  await client.query('CHECKPOINT');
}

async function timed(work) {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

/** Over HTTP, one connection, entries at random. */
async function measureProofs({ dir, database, world, ms, entries }) {
  const product = await startProduct({ database, logFile: join(dir, 'proofs.log') });
  const loader = startProgram('bench/load.mjs', { logFile: join(dir, 'load.log') });
  const request = () => ['GET', `/ledger/proof/inclusion?index=${Math.floor(Math.random() * entries)}&size=${entries}`];
  const requests = requestsOf({ request }, world).slice(0, PROOFS);
  const plan = { port: product.port, requests, connections: 1, status: 200 };
  await ask(loader, { ...plan, ms });
  const { latencies } = await ask(loader, { ...plan, ms: 2 * ms });
  const sorted = latencies.toSorted((a, b) => a - b);
  await stopProgram(product.child, 'SIGKILL');
  await stopProgram(loader, 'SIGKILL');
  return { p50: median(sorted), p99: sorted[Math.floor(sorted.length * 0.99)] };
}

/** The built verifier over the log as a folder, and a program that only hashes the same files, in turns. */
async function measureVerifying({ dir, database, entries, rounds }, { note, vkey }) {
  const folder = join(dir, 'log');
  await writeFolder(folder, { database, entries, note, vkey });
  const key = join(dir, 'log.vkey');
  await writeFile(key, `${vkey}\n`);
  const pairs = [];
  for (let round = 0; round < Math.min(rounds, 5); round += 1) {
    const { seconds: alone, out: root } = await run('bench/hash-alone.mjs', [folder, String(entries)]);
    if (!note.includes(root.trim())) {
      throw new Error('What was hashed is not what was signed.');
    }
    const peak = join(dir, 'peak');
    const { seconds, out } = await run(VERIFIER, ['log', folder, '--key', key], peak);
    if (!out.includes('VERIFIED')) {
      throw new Error(`The verifier says: ${out}`);
    }
    pairs.push({ alone, seconds, peakMib: Number(await readFile(peak, 'utf8')) / 1024 });
  }
  return {
    seconds: median(pairs.map((pair) => pair.seconds)),
    alone: median(pairs.map((pair) => pair.alone)),
    ratio: median(pairs.map((pair) => pair.seconds / pair.alone)),
    peakMib: Math.max(...pairs.map((pair) => pair.peakMib)),
  };
}

async function run(path, args, peak) {
  const measured = peak ? ['--import', pathToFileURL(join(ROOT, 'bench/peak.mjs')).href] : [];
  let out = '';
  const seconds = await timed(async () => {
    ({ stdout: out } = await promisify(execFile)(process.execPath, [...measured, join(ROOT, path), ...args], {
      env: { PATH: process.env.PATH, BENCH_PEAK: peak },
    }));
  });
  return { seconds, out };
}

/** The layout of C2SP tlog-tiles as static files: the leaves from nothing, the tiles as the sequencer stored them. */
async function writeFolder(folder, { database, entries, note, vkey }) {
  const { formatEntryBundle, tilePath, tilesOf } = await load('verify/src/tiles.js');
  const put = async (path, content) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  };
  await put('checkpoint', note);
  await put('key', `${vkey}\n`);
  for (const tile of tilesOf(entries, 'entries')) {
    const leaves = Array.from({ length: tile.width }, (_, i) => leafOf(tile.index * TILE_WIDTH + i));
    await put(tilePath(tile), formatEntryBundle(leaves));
  }
  await withClient(database.ledgerUrl, async (client) => {
    const { LogStore } = await load('ledger/src/index.js');
    const store = new LogStore(client);
    for (let level = 0; TILE_WIDTH ** level <= entries; level += 1) {
      for (const tile of tilesOf(entries, level)) {
        const from = tile.index * TILE_WIDTH;
        await put(tilePath(tile), await store.hashes(level, from, from + tile.width));
      }
    }
  });
}

function leafOf(index) {
  const number = Buffer.alloc(8);
  number.writeBigInt64BE(BigInt(index));
  return Buffer.from(`{"commitment":"${hash('sha256', number, 'base64')}","v":2}`);
}
