// The table, for people and for docs/benchmarks.md.
import { cpus, totalmem } from 'node:os';
import { LARGE } from './large-case.mjs';
import { PARTICIPATIONS } from './world.mjs';

export const AIM = { ratio: 0.8, tail: 2, memoryMib: 300 };
/** Of the ledger: writes beside none, entries a second, times of hashing alone, milliseconds, memory of the verifier. */
const LEDGER_AIM = { writes: 0.75, perSecond: 20_000, verifying: 2, proofMs: 5, memoryMib: 300 };

const HEAD = ['', 'conn.', 'product', 'floor', 'ratio', 'p50 ms', 'floor', 'p99 ms', 'floor', 'p99 ratio'];

const rate = (value) => `${Math.round(value).toLocaleString('en')}/s`;
const ms = (value) => value.toFixed(value < 10 ? 2 : 1);

const cellsOf = ({ title, connections, product, floor, ratio, tail }) => [
  title,
  String(connections),
  rate(product.perSecond),
  rate(floor.perSecond),
  ratio.toFixed(2),
  ms(product.p50),
  ms(floor.p50),
  ms(product.p99),
  ms(floor.p99),
  tail.toFixed(1),
];

/** Aligned columns; as Markdown between bars. */
export function table(results) {
  const lines = [HEAD, ...results.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(4, ...lines.map((line) => line[column].length)));
  const [head, ...rest] = lines.map(
    (line) =>
      `| ${line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [head, rule, ...rest].join('\n');
}

export const memoryLine = (memory) =>
  memory
    ? `Idle, with the demo loaded and after 10 s of rest: ${memory.total.toFixed(0)} MiB in ${memory.processes} processes (Node ${memory.node.toFixed(0)}, PostgreSQL ${memory.postgres.toFixed(0)}); aim under ${AIM.memoryMib}.`
    : 'Idle memory is measured on Linux only.';

const isShort = ({ aimMs, connections, product, ratio, tail }) =>
  aimMs === undefined ? ratio < AIM.ratio || tail > AIM.tail : connections === 1 && product.p50 > aimMs;

const RECOMPUTED = 10_000;

/** How long it takes to compute the standings of many cases, all cores busy. */
export function standingsLine(results) {
  const found = results.filter(({ name }) => name === 'standing').toSorted((a, b) => b.connections - a.connections)[0];
  return found
    ? `The standings of ${RECOMPUTED.toLocaleString('en')} cases, each asked for by itself over ${found.connections} connections: ${(RECOMPUTED / found.product.perSecond).toFixed(1)} s (the floor, which reads the same facts and computes nothing: ${(RECOMPUTED / found.floor.perSecond).toFixed(1)} s).`
    : 'Standings were not measured.';
}

const FLOORS = { rows: 'a history of plain rows', none: 'no history at all' };

/** What the ledger costs, and what is asked of it. */
export function ledgerTable(ledger) {
  if (!ledger) {
    return 'The ledger was not measured.';
  }
  const { writes, sequencing, proof, verifying } = ledger;
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const entries = ledger.entries.toLocaleString('en');
  return [
    line(['', 'product', 'floor', 'ratio', 'aim']),
    line(['---', '---:', '---:', '---:', '---:']),
    ...writes.map(({ title, history, connections, product, floor, ratio }) =>
      line([
        `${title}, ${connections} connections; floor: ${FLOORS[history]}`,
        rate(product.perSecond),
        rate(floor.perSecond),
        ratio.toFixed(2),
        `${LEDGER_AIM.writes}`,
      ]),
    ),
    line([
      `sequencing ${entries} entries`,
      rate(sequencing.perSecond),
      rate(sequencing.floor),
      sequencing.ratio.toFixed(2),
      `${rate(LEDGER_AIM.perSecond)}`,
    ]),
    line([
      `verifying a log of ${entries}`,
      `${verifying.seconds.toFixed(2)} s`,
      `${verifying.alone.toFixed(2)} s`,
      verifying.ratio.toFixed(2),
      `at most ${LEDGER_AIM.verifying}`,
    ]),
    line([
      `memory of the verifier meanwhile`,
      `${verifying.peakMib.toFixed(0)} MiB`,
      '',
      '',
      `under ${LEDGER_AIM.memoryMib}`,
    ]),
    line([
      `inclusion proof in a log of ${entries}, over HTTP`,
      `${ms(proof.p50)} ms (p99 ${ms(proof.p99)})`,
      '',
      '',
      `under ${LEDGER_AIM.proofMs} ms`,
    ]),
  ].join('\n');
}

function ledgerShortfalls({ writes, sequencing, proof, verifying }) {
  return [
    ...writes
      .filter(({ ratio }) => ratio < LEDGER_AIM.writes)
      .map(({ title, history, ratio }) => `${title} with the ledger: ${ratio.toFixed(2)} of ${FLOORS[history]}`),
    ...(sequencing.perSecond < LEDGER_AIM.perSecond ? [`sequencing: ${rate(sequencing.perSecond)}`] : []),
    ...(verifying.ratio > LEDGER_AIM.verifying ? [`verifying: ${verifying.ratio.toFixed(2)} of hashing alone`] : []),
    ...(verifying.peakMib > LEDGER_AIM.memoryMib ? [`verifying: ${verifying.peakMib.toFixed(0)} MiB`] : []),
    ...(proof.p50 > LEDGER_AIM.proofMs ? [`inclusion proof: ${ms(proof.p50)} ms`] : []),
  ];
}

export function shortfalls(results, memory, ledger) {
  const short = results
    .filter((result) => isShort(result))
    .map(
      ({ title, connections, ratio, tail }) =>
        `${title} at ${connections}: ${ratio.toFixed(2)} of the floor, p99 ${tail.toFixed(1)} times`,
    );
  return [
    ...short,
    ...(ledger ? ledgerShortfalls(ledger) : []),
    ...(memory && memory.total > AIM.memoryMib ? [memoryLine(memory)] : []),
  ];
}

/** What row-level security costs: the same product and rows, with it and without, in turns. */
export function rowSecurityTable(results) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(['', 'conn.', 'with', 'without', 'ratio']),
    line(['---', '---:', '---:', '---:', '---:']),
    ...results.map(({ title, connections, on, off, ratio }) =>
      line([title, String(connections), rate(on), rate(off), ratio.toFixed(2)]),
    ),
  ].join('\n');
}

export function document({ results, rowSecurity, ledger, memory, facts }) {
  return `# Benchmarks

Written by \`npm run bench -- --write\`. What was measured, and how to read it.

| | |
|---|---|
| machine | ${facts.cores} cores of ${facts.cpu}, ${facts.memoryGib} GiB, Linux ${facts.kernel} |
| programs | Node ${facts.node}, PostgreSQL ${facts.postgres} (embedded, its product settings, \`fsync\` on) |
| data | ${facts.incidents.toLocaleString('en')} incidents of 50 organizations: ${facts.rows} |
| rounds | ${facts.rounds} of ${facts.seconds} s for each line and side, in turns; medians |
| date | ${facts.date} |

${table(results)}

${standingsLine(results)}

${memoryLine(memory)}

## With row-level security and without

Of 50 organizations. The member owns the cases that they read; the guest is of the last organization and takes part in ${PARTICIPATIONS} cases of others, half of them in person. Aim: within 15 %.

${rowSecurityTable(rowSecurity)}

## The ledger

${ledgerTable(ledger)}

* **Writes**: the product with receipts and a sequencer beside it, and the same product on a copy of the same rows without a ledger (\`bench/plain-writes.mjs\`): once with an append-only history of plain rows (before, after, who, when), without commitment, chain, place in a log, or receipt; and once without any history, where only the rows of the case and their states as of each version are inserted, which the product needs for itself.
* **Sequencing** takes entries that wait, gives them their places, extends the tree and signs a checkpoint each second. Its floor moves the same rows from one table to another with the same indexes, and hashes nothing.
* **Verifying** is the built \`ascribe-verify log\` over the log as files: key, checkpoint, the form of each leaf, no leaf twice, every tile, the root. Its floor (\`bench/hash-alone.mjs\`) reads the same entries and hashes them and the tree, and nothing else. Whole processes, from start to end.
* **Inclusion proofs** are of entries at random, over HTTP on one connection, with session and answer.

## How to read it

* **The floor** is a bare Fastify and \`pg\` server (\`bench/floor.mjs\`) on the same database in the same run. It sends the very statements that the product sends, which it is told at the beginning of the run: session look-up and sight, \`BEGIN\`, the caller's identity, the reads or writes, history, search text, outbox, \`COMMIT\`. It does nothing else: no validation, no right, no abilities, no canonical JSON, no commitment, no security headers, no request log. JSON leaves it as the database made it.
* **ratio** is the product's throughput by the floor's, the median over pairs of neighbouring rounds; so it says more than the two rates, which depend on what else the machine does. On a machine that does other work meanwhile it still moves by 0.1, and by 0.2 for a detail. The aim is ${AIM.ratio} and, for the p99 of the product, at most ${AIM.tail} times the floor's.
* **Load** comes from a process of its own, over connections that are kept alive, each with one request at a time. Product, floor, database and load share the cores.
* **The data** are whole cases filed through the product and then copied within the database with new ids, times, references and commitments (\`bench/multiply.mjs\`): the rows are those that the product writes.
* **standing** is who did it, computed from the facts of a case when it is asked for: nothing is kept ready, so nothing can be stale. The large case has ${LARGE.claims} claims that rest on each other and on ${LARGE.evidence} pieces of evidence, and ${LARGE.assessments} approved assessments; each request asks for another moment on both clocks. The aim is a median under 50 ms for one connection; the floor reads the same facts, and computes and explains nothing.
* **create** files a title and two accounts. References are numbered without gaps, so creates of one organization wait for each other's commit, in the product and in the floor.
* **Memory** is the proportional share (PSS) of every process of \`npm start\`.

## Where the rest goes

What the product does and the floor does not, in Node: reads the JSON that the database made, shows each record as this caller may see it (holders withheld, abilities, names) and writes it again; sets the security headers; writes a line of the request log; validates the query or body; walks through Nest. Measured as processor time of the two Node processes, that is 0.2 ms for a detail or a comment, 0.4 ms for a list and 0.7 ms for a create. It shows most where the database has least to do (a detail) and where Node is the bottleneck (16 connections on two cores): lists and details are short of the aim there. Lists are also half as long again, because every item says what the caller may do with it. Writes are bound by the commit's disk write, and the product's statements leave in fewer pieces than the floor's.
`;
}

export function factsOf({ platformRelease, postgres, incidents, rows, rounds, roundMs }) {
  const [{ model }] = cpus();
  const shown = ['history_entry', 'affected_account', 'claim', 'comment'];
  return {
    cores: cpus().length,
    cpu: model.trim(),
    memoryGib: Math.round(totalmem() / 2 ** 30),
    kernel: platformRelease.split('-')[0],
    node: process.versions.node,
    postgres,
    incidents,
    rows: shown.map((name) => `${(rows[name] ?? 0).toLocaleString('en')} ${name.replace('_', ' ')} rows`).join(', '),
    rounds,
    seconds: roundMs / 1000,
    date: new Date().toISOString().slice(0, 10),
  };
}
