import { INSIDE, BROUGHT, LEAD, make, step } from './making.js';
import type { Step } from './world.js';

const takesPart = (name: string, organization: boolean, capacity: string, more: object = {}): Step['run'] =>
  make(`${name} participant`, LEAD, '/incidents/{case}/participants', (world) => ({
    ...(organization ? { organizationId: world.id(name) } : { userId: world.person(name).id }),
    capacity,
    maxTlp: 'amber',
    ...more,
  }));

export const PARTICIPATIONS: readonly Step[] = [
  step(INSIDE, 'responders take part', takesPart('Responders', true, 'responder')),
  step(INSIDE, 'analysts take part', takesPart('Analysts', true, 'analyst')),
  step(INSIDE, 'auditors take part', takesPart('Auditors', true, 'auditor')),
  step(INSIDE, 'a freelance takes part', takesPart('freelance', false, 'analyst')),
  step(BROUGHT, 'contributors take part', takesPart('Contributors', true, 'contributor')),
  step(BROUGHT, 'a helper takes part', takesPart('helper', false, 'contributor')),
  step(['member', 'inside', 'observer'], 'observers take part', takesPart('Observers', true, 'observer')),
  step(['member', 'inside', 'observer'], 'a watcher takes part', takesPart('watcher', false, 'observer')),
  step(INSIDE, 'someone takes part and leaves', async (world) => {
    await takesPart('Former', true, 'analyst')(world);
    await world.send(LEAD, '/incidents/{case}/participants/{Former participant}/endings', { reason: 'Gone.' });
  }),
  step(
    INSIDE,
    'someone takes part for a while',
    takesPart('gone', false, 'analyst', { until: '2024-08-10T08:40:00.000Z' }),
  ),
  step(INSIDE, 'someone takes part below the marking', takesPart('Below', true, 'analyst', { maxTlp: 'green' })),
  ...(['Analysts', 'Contributors', 'Observers'] as const).map((name) =>
    step(
      name === 'Analysts' ? INSIDE : name === 'Contributors' ? BROUGHT : ['member', 'inside', 'observer'],
      `${name} take part in the second case`,
      make(`${name} in second`, LEAD, '/incidents/{second}/participants', (world) => ({
        organizationId: world.id(name),
        capacity: name === 'Analysts' ? 'analyst' : name === 'Contributors' ? 'contributor' : 'observer',
        maxTlp: 'amber',
      })),
    ),
  ),
];
