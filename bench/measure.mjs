// Rounds of load on the product and on the floor, in turns, so that whatever else the machine does meets both.
import { ask } from './processes.mjs';

/**
 * @returns {Promise<{ product: Measured, floor: Measured, ratio: number, tail: number }>} medians over the
 *   rounds; `ratio` and `tail` are medians of what each pair of neighbouring rounds gave
 */
export async function measure({ load, targets, scenario, requests, connections, rounds, ms }) {
  const one = async (target) =>
    summaryOf(await ask(load, { port: targets[target], requests, connections, ms, status: scenario.status }));
  const pairs = [];
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? ['product', 'floor'] : ['floor', 'product'];
    const pair = {};
    for (const target of order) {
      pair[target] = await one(target);
    }
    pairs.push(pair);
  }
  const middle = (target) => ({
    perSecond: median(pairs.map((pair) => pair[target].perSecond)),
    p50: median(pairs.map((pair) => pair[target].p50)),
    p99: median(pairs.map((pair) => pair[target].p99)),
  });
  return {
    product: middle('product'),
    floor: middle('floor'),
    ratio: median(pairs.map(({ product, floor }) => product.perSecond / floor.perSecond)),
    tail: median(pairs.map(({ product, floor }) => product.p99 / floor.p99)),
  };
}

function summaryOf({ seconds, latencies }) {
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { perSecond: sorted.length / seconds, p50: at(0.5), p99: at(0.99) };
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
