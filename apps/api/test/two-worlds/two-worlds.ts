import type { Response } from 'superagent';
import type { ApplicationUnderTest } from '@app/testing';
import { routesOf } from '../start-api.js';
import { CALLERS, givenCast } from './cast.js';
import { collide } from './collisions.js';
import { Comparison } from './compare.js';
import { followed } from './events.js';
import { isOfLog } from './log-text.js';
import { isTelling, READS, type Known } from './reads.js';
import { STEPS } from './steps.js';
import { World, type Start, type Viewpoint } from './world.js';

/** Pages that are followed of one list. */
const PAGES_MAX = 80;
/** Some two thousand requests, which a busy machine takes its time for. */
const WALK_MS_MAX = 300_000;
/** Later than every step, when the reading begins. */
const READING = 120;
/** After this step the log is signed once. */
const HALF_WAY = Math.floor(STEPS.length / 2);
/** More versions are asked for than there are. */
const VERSIONS_BEYOND = 2;

const everybody = (viewpoint: Viewpoint): readonly string[] => CALLERS[viewpoint];

/**
 * Two databases that differ only in what a caller may not see answer that caller byte for byte alike, on every read
 * route. What a viewpoint may not see is done in the second one only, in between what both have.
 */
export function twoWorlds(start: Start, viewpoints: readonly Viewpoint[], callersOf = everybody): void {
  describe.each([...viewpoints])('For the %s, whatever they may not see', (viewpoint) => {
    let fewer: World;
    let fuller: World;
    let comparison: Comparison;

    beforeAll(async () => {
      fewer = await World.start(start, '');
      fuller = await World.start(start, '_b');
      for (const world of [fewer, fuller]) {
        world.stand(0);
        await givenCast(world);
      }
      await build([fewer, fuller], viewpoint);
      await nameMails([fewer, fuller]);
      comparison = new Comparison(fewer, fuller);
    }, 120_000);
    afterAll(async () => {
      await fewer.close();
      await fuller.close();
    });

    it('is in the one world and not in the other', async () => {
      const [less, more] = [await states(fewer.api), await states(fuller.api)];
      expect(more).toBeGreaterThan(less);
      expect(fuller.hidden.size).toBeGreaterThan(0);
    });

    it('has every route that is read', async () => {
      const gets = (await routesOf(fewer.api))
        .filter(({ method }) => method === 'GET')
        .map(({ path }) => `GET ${path}`);
      expect(Object.keys(READS).toSorted()).toEqual(gets.toSorted());
    });

    it.each(callersOf(viewpoint).map((name) => [name]))(
      'changes nothing of what the %s is answered',
      async (name) => {
        const known = await knownTo(fewer, fuller, name);
        comparison.differences.length = 0;
        for (const paths of Object.values(READS)) {
          for (const path of paths(known)) {
            await compare([fewer, fuller], comparison, name, path);
          }
        }
        expect(comparison.differences).toEqual([]);
        expect(comparison.compared).toBeGreaterThan(100);
      },
      WALK_MS_MAX,
    );

    it('changes nothing of what a write is answered that meets it', async () => {
      comparison.differences.length = 0;
      await collide([fewer, fuller], viewpoint, comparison);
      expect(comparison.differences).toEqual([]);
    }, 60_000);

    it('is in no event that they are told of', async () => {
      const heard = await followed([fewer, fuller], viewpoint);
      expect(heard).toEqual(heard.map(({ name }) => ({ name, fewer: ['marker'], fuller: ['marker'] })));
      expect(heard).toHaveLength(CALLERS[viewpoint].filter((name) => name !== 'anonymous').length);
    }, 60_000);
  });
}

async function build([fewer, fuller]: readonly [World, World], viewpoint: Viewpoint): Promise<void> {
  for (const [index, step] of STEPS.entries()) {
    const seen = step.seenBy.includes(viewpoint);
    for (const world of [fewer, fuller]) {
      world.stand(index + 1);
      if (seen || world === fuller || step.inBothFor?.includes(viewpoint)) {
        await step.run(world).catch((error: unknown) => {
          throw new Error(`${step.name}: ${String(error)}`, { cause: error });
        });
        await world.settle(!seen);
      }
    }
    if (index === HALF_WAY) {
      await Promise.all([fewer, fuller].map(async (world) => await world.sequence('earlier size')));
    }
  }
  await Promise.all([fewer, fuller].map(async (world) => await world.sequence('log size')));
  fewer.stand(READING);
  fuller.stand(READING);
}

/** Mails of both worlds, each by what it says and to whom; those of one world are hidden. */
async function nameMails(worlds: readonly [World, World]): Promise<void> {
  for (const world of worlds) {
    const mails = await world.api.sql<{ id: string }>(
      `SELECT m.id FROM mailbox_message m JOIN delivery d ON d.id = m.delivery_id JOIN notification n ON n.id = d.notification_id
       ORDER BY n.created_at, m.to_address, m.subject, m.id`,
    );
    const named = await world.api.sql<{ id: string; name: string }>(
      `SELECT m.id, 'mail ' || to_char(m.at, 'HH24 MI') || ' ' || replace(split_part(m.to_address, '@', 1), '.', ' ') AS name
       FROM mailbox_message m WHERE m.id = ANY($1::uuid[])`,
      [mails.map(({ id }) => id)],
    );
    named.forEach(({ id, name }) => world.ids.set(name, id));
  }
}

const states = async (api: ApplicationUnderTest): Promise<number> =>
  (await api.count('record_state'))['record_state'] ?? 0;

/** What to ask for: everything of both worlds, whoever sees it. */
async function knownTo(fewer: World, fuller: World, name: string): Promise<Known> {
  const newest = await Promise.all(
    [fewer, fuller].map(
      async (world) => (await world.caller(name).get(world.at('/incidents/{case}'))).body as { version?: number },
    ),
  );
  const versions = Math.max(...newest.map(({ version = 0 }) => version)) + VERSIONS_BEYOND;
  const every = isFirst(name) ? 6 : 20;
  const moments = STEPS.flatMap((_, index) => (index % every === 0 ? [fewer.timeOf(index + 1)] : []));
  const all = Array.from({ length: versions }, (_, index) => index + 1);
  const words = [...new Set([...fewer.words, ...fuller.words])].toSorted();
  return {
    names: [...new Set([...fewer.ids.keys(), ...fuller.ids.keys()])],
    versions: isFirst(name) ? all : all.filter((version) => version % 9 === 0 || version > versions - 3),
    moments: ['2024-08-01T00:00:00.000Z', ...moments],
    words: isFirst(name) ? words : words.filter(isTelling),
  };
}

/** The first of each viewpoint asks for everything; the others for what tells most. */
const isFirst = (name: string): boolean => Object.values(CALLERS).some(([first]) => first === name);

/** Asks both worlds, page by page to the end. */
async function compare(
  [fewer, fuller]: readonly [World, World],
  comparison: Comparison,
  name: string,
  path: string,
): Promise<void> {
  fewer.tick();
  fuller.tick();
  let [after, afterThere]: readonly [string, string] = ['', ''];
  for (let page = 1; page <= PAGES_MAX; page += 1) {
    const [less, more] = await Promise.all([
      get(fewer, name, fewer.at(path) + after),
      get(fuller, name, fuller.at(path) + afterThere),
    ]);
    const where = `${name} GET ${path}${page > 1 ? `, page ${page}` : ''}`;
    const [next, nextThere] = [cursorOf(less), cursorOf(more)];
    if (!comparison.alike(where, less, more, isOfLog(path) ? path : null) || next === null || nextThere === null) {
      return;
    }
    const joined = path.includes('?') ? '&' : '?';
    [after, afterThere] = [`${joined}cursor=${next}`, `${joined}cursor=${nextThere}`];
  }
  throw new Error(`${path} does not come to an end.`);
}

const get = async (world: World, name: string, path: string): Promise<Response> => await world.caller(name).get(path);

const cursorOf = ({ body }: Response): string | null => (body as { nextCursor?: string | null })?.nextCursor ?? null;
