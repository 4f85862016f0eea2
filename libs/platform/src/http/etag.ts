import type { FastifyInstance } from 'fastify';

/** The ETag of a single resource is its version (RFC 9110, section 8.8.3). */
export const etagOf = (version: number): string => `"${version}"`;

/** Tags every answer that has a version, where the route has not tagged it itself. */
export function tagVersions(fastify: FastifyInstance): void {
  fastify.addHook('preSerialization', (_request, reply, answer: unknown, done) => {
    const { version } = answer as { version?: unknown };
    if (typeof version === 'number' && !reply.hasHeader('etag')) {
      void reply.header('etag', etagOf(version));
    }
    done(null, answer);
  });
}
