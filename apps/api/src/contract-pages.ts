import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

const UI = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const UI_FILES = { 'swagger-ui.css': 'text/css', 'swagger-ui-bundle.js': 'text/javascript' } as const;

// The library's own page has scripts and styles inline, which our policy refuses; this one names files.
const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Ascribe API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css"></head>
<body><div id="contract"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/begin.js"></script></body>
</html>
`;
const BEGIN = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#contract', deepLinking: true, validatorUrl: null });\n`;

/**
 * `/api/openapi.json` and, to browse it, `/api/docs`: without sign-in, since they hold nothing of
 * any case. Made when first asked for: the generator is large, and most processes never need it.
 */
export function serveContract(app: NestFastifyApplication, fastify: FastifyInstance): void {
  let document: Promise<string> | undefined;
  fastify.get('/api/openapi.json', async (_request, reply) => {
    document ??= import('./openapi.js').then(({ openApiDocument }) => JSON.stringify(openApiDocument(app)));
    const body = await document;
    return await reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(body);
  });
  fastify.get('/api/docs', async (_request, reply) => await reply.type('text/html; charset=utf-8').send(PAGE));
  fastify.get('/api/docs/begin.js', async (_request, reply) => await reply.type('text/javascript').send(BEGIN));
  for (const [file, type] of Object.entries(UI_FILES)) {
    fastify.get(`/api/docs/${file}`, async (_request, reply) => {
      const content = await readFile(join(UI, file));
      return await reply.type(`${type}; charset=utf-8`).header('cache-control', 'no-cache').send(content);
    });
  }
}
