// Lists and details with row-level security and without it, in turns on the same product and the same rows.
import pg from 'pg';
import { median } from './measure.mjs';
import { ask } from './processes.mjs';
import { requestsOf, SCENARIOS } from './scenarios.mjs';

const READS = SCENARIOS.filter(({ name }) => name === 'list' || name === 'detail');
/** After the switch every connection plans anew; what that takes is not what is measured. */
const WARM_MS = 400;

/** @returns {Promise<{ title: string, connections: number, on: number, off: number, ratio: number }[]>} requests a second, medians; `ratio` of the pairs */
export async function measureRowSecurity({ database, port, load, world, connections, rounds, ms, log }) {
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  try {
    const { rows } = await owner.query(
      `SELECT relname AS name FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace`,
    );
    const turn = async (way) => {
      await owner.query(rows.map(({ name }) => `ALTER TABLE ${name} ${way} ROW LEVEL SECURITY`).join(';'));
    };
    const results = [];
    for (const [who, as] of [
      ['member', world],
      ['guest', world.guest],
    ]) {
      for (const scenario of READS) {
        const requests = requestsOf(scenario, world, as);
        const one = async (count, forMs) => {
          const { seconds, latencies } = await ask(load, {
            port,
            requests,
            connections: count,
            ms: forMs,
            status: 200,
          });
          return latencies.length / seconds;
        };
        for (const count of connections) {
          const pairs = [];
          for (let round = 0; round < rounds; round += 1) {
            const pair = {};
            for (const way of round % 2 === 0 ? ['ENABLE', 'DISABLE'] : ['DISABLE', 'ENABLE']) {
              await turn(way);
              await one(count, WARM_MS);
              pair[way] = await one(count, ms);
            }
            pairs.push(pair);
          }
          const result = {
            title: `${scenario.title}, ${who}`,
            connections: count,
            on: median(pairs.map((pair) => pair.ENABLE)),
            off: median(pairs.map((pair) => pair.DISABLE)),
            ratio: median(pairs.map((pair) => pair.ENABLE / pair.DISABLE)),
          };
          log(
            `  ${result.title}, ${count} connections: ${result.ratio.toFixed(2)} of what it is without row-level security`,
          );
          results.push(result);
        }
      }
    }
    await turn('ENABLE');
    return results;
  } finally {
    await owner.end();
  }
}
