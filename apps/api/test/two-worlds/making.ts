import type { Step, Viewpoint, World } from './world.js';

/** Who sees what is marked for those who see the case, who work inside it, who own it, and nobody there. */
export const CASE: readonly Viewpoint[] = ['member', 'inside', 'contributor', 'observer'];
export const INSIDE: readonly Viewpoint[] = ['member', 'inside'];
export const MEMBER: readonly Viewpoint[] = ['member'];
export const BROUGHT: readonly Viewpoint[] = ['member', 'inside', 'contributor'];
export const NOBODY: readonly Viewpoint[] = [];

export const OWNER = 'Campaign owner';
export const LEAD = 'Campaign lead';
export const IT = 'Campaign responder';
export const ANALYST = 'Campaign analyst';
export const VENDOR = 'Contributors owner';

export const said = (day: number) => ({ at: `2024-08-${String(day).padStart(2, '0')}T00:00:00Z`, precision: 'day' });

/** A link to each of those that this world has. */
export const links = (world: World, kind: string, ...names: readonly string[]) =>
  names.filter((name) => world.has(name)).map((name) => ({ kind, id: world.id(name) }));

export const make =
  (name: string, by: string, path: string, body: (world: World) => object): Step['run'] =>
  async (world) =>
    await world.make(name, by, path, body(world));
export const send =
  (by: string, path: string, body: (world: World) => object): Step['run'] =>
  async (world) =>
    await world.send(by, path, body(world));
export const change =
  (by: string, path: string, body: (world: World) => object, method: 'patch' | 'put' = 'patch'): Step['run'] =>
  async (world) =>
    await world.change(method, by, path, body(world));

export const step = (seenBy: readonly Viewpoint[], name: string, run: Step['run']): Step => ({ name, seenBy, run });
