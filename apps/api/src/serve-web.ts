import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { Problem } from '@app/platform';

/** The built web. Every address that is no file and no API is a page of the application, which routes by itself. */
export async function serveWeb(fastify: FastifyInstance, webDir: string): Promise<void> {
  const page = await readFile(join(webDir, 'index.html'), 'utf8');
  await fastify.register(staticFiles, {
    root: webDir,
    index: false,
    wildcard: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      // Vite names files by their content; index.html names them.
      void reply.header('cache-control', /\/assets\//.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  fastify.get('/*', async (request, reply) => {
    if (/^\/(?:api|assets)(?:\/|$)/.test(request.url)) {
      throw new Problem(404, 'not_found', 'There is nothing at this address.');
    }
    return await reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page);
  });
}
