import { ApplicationUnderTest, type Started } from '@app/testing';
import type { RouteDemand } from '../src/index.js';

interface EsmMocks {
  unstable_mockModule(name: string, make: () => object): void;
}

// @fastify/static requires an ES module, which Node 20 can do and jest cannot. It serves the
// built web, which no test of the API asks for.
(import.meta.jest as unknown as EsmMocks).unstable_mockModule('@fastify/static', () => ({
  default: () => undefined,
}));

// Starting imports the whole product, which a busy machine takes its time for.
import.meta.jest.setTimeout(30_000);

/** The API on a fresh database. Whoever starts it closes it. */
export async function startApi(options: Started = {}): Promise<ApplicationUnderTest> {
  const { createApi } = await import('../src/index.js');
  return await ApplicationUnderTest.start(createApi, options);
}

/** Every route of the running API with its demand. */
export async function routesOf({ app }: ApplicationUnderTest): Promise<RouteDemand[]> {
  const { requireDemands } = await import('../src/index.js');
  return requireDemands(app);
}
