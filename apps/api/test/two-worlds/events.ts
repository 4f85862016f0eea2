import { EventReader, type Heard } from '../event-reader.js';
import { CALLERS, ORGANIZATIONS, PEOPLE } from './cast.js';
import type { Viewpoint, World } from './world.js';

const LEAD = 'Campaign lead';

/** What is done in the fuller world while they listen; nobody at the viewpoint may see it. */
const HIDDEN: readonly { readonly from: readonly Viewpoint[]; readonly run: (world: World) => Promise<unknown> }[] = [
  {
    from: ['stranger', 'member', 'inside', 'contributor', 'observer'],
    run: async (world) =>
      await world.send('Rival owner', '/incidents/{rival case}/comments', { body: 'Quokka again.' }),
  },
  {
    from: ['inside', 'contributor', 'observer', 'stranger'],
    run: async (world) =>
      await world.send(LEAD, '/incidents/{case}/evidence', { title: 'Vermilion again', kind: 'reference', tlp: 'red' }),
  },
  {
    from: ['contributor', 'observer', 'stranger'],
    run: async (world) => await world.send(LEAD, '/incidents/{case}/comments', { body: 'Pewter again.' }),
  },
  {
    from: ['inside', 'contributor', 'observer', 'stranger'],
    run: async (world) => {
      const evidence = { kind: 'evidence', id: world.id('last evidence') };
      const cells = [{ evidence, hypothesisId: world.id('hypothesis'), rating: 'CC' }];
      await world.change('put', 'Campaign responder', '/incidents/{case}/ach', { cells, weights: [] });
    },
  },
];

/** What each caller of a viewpoint is told of, in either world, while something is done that they may not see. */
export async function followed(
  [fewer, fuller]: readonly [World, World],
  viewpoint: Viewpoint,
): Promise<{ name: string; fewer: string[]; fuller: string[] }[]> {
  for (const world of [fewer, fuller]) {
    await fileMarker(world);
  }
  const names = CALLERS[viewpoint].filter((name) => name !== 'anonymous');
  const follow = async (world: World): Promise<EventReader[]> =>
    await Promise.all(names.map(async (name) => await EventReader.open(world.api, world.credentials.get(name) ?? {})));
  const [readers, readersThere] = [await follow(fewer), await follow(fuller)];
  for (const { from, run } of HIDDEN) {
    fuller.tick();
    if (from.includes(viewpoint)) {
      await run(fuller);
    }
  }
  const [less, more] = [await heardOf(fewer, readers), await heardOf(fuller, readersThere)];
  return names.map((name, index) => ({ name, fewer: less[index] ?? [], fuller: more[index] ?? [] }));
}

/** A case that everyone is shown: what is told before a change of it, is told by then. */
async function fileMarker(world: World): Promise<void> {
  await world.make('marker', LEAD, '/incidents', { title: 'A marker', tlp: 'clear' });
  const organizations = ['Elsewhere', ...ORGANIZATIONS].map((name) => ({ organizationId: world.id(name) }));
  const people = PEOPLE.map((name) => ({ userId: world.person(name).id }));
  for (const whom of [...organizations, ...people]) {
    world.tick();
    await world.send(LEAD, '/incidents/{marker}/participants', { ...whom, capacity: 'observer', maxTlp: 'clear' });
  }
}

/** The names of what each was told of, up to the second change of the marker: what belongs to one look comes at once. */
async function heardOf(world: World, readers: readonly EventReader[]): Promise<string[][]> {
  const heard: Heard[][] = readers.map(() => []);
  for (const round of [1, 2]) {
    world.tick();
    const account = { identifier: `marker${round}@campaign.example`, kind: 'email' };
    await world.send(LEAD, '/incidents/{marker}/accounts', account);
    const more = await Promise.all(readers.map(async (one) => await one.upTo(world.id('marker'))));
    more.forEach((events, index) => heard[index]?.push(...events));
  }
  readers.forEach((one) => one.close());
  return heard.map((events) => [...new Set(events.map((event) => nameOf(world, event)))]);
}

const nameOf = (world: World, { name, data }: Heard): string =>
  [...world.ids].find(([, id]) => name === 'incident.changed' && id === data['incidentId'])?.[0] ??
  `${name} ${JSON.stringify(data)}`;
