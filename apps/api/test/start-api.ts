import type { Clock } from '@app/platform';
import { ApplicationUnderTest } from '@app/testing';

interface EsmMocks {
  unstable_mockModule(name: string, make: () => object): void;
}

// @fastify/static requires an ES module, which Node 20 can do and jest cannot. It serves the
// built web, which no test of the API asks for.
(import.meta.jest as unknown as EsmMocks).unstable_mockModule('@fastify/static', () => ({
  default: () => undefined,
}));

/** The API on a fresh database. Whoever starts it closes it. */
export async function startApi(options: { clock?: Clock; poolMax?: number } = {}): Promise<ApplicationUnderTest> {
  const { createApi } = await import('../src/index.js');
  return await ApplicationUnderTest.start(createApi, options);
}
