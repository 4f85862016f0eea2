import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/** The OpenAPI document, generated from the code. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setTitle('Ascribe')
    .setDescription('Cases of cybersecurity incidents, with attribution as a contested, evidenced history.')
    .setVersion('1')
    .addCookieAuth('ascribe_session')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key: ask_...' })
    .build();
  return SwaggerModule.createDocument(app, about, { operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}` });
}

/** `/api/openapi.json`, without sign-in: it holds nothing of any case. */
export function serveDocument(app: NestFastifyApplication, fastify: FastifyInstance): void {
  let document: string | undefined;
  fastify.get('/api/openapi.json', async (_request, reply) => {
    document ??= JSON.stringify(openApiDocument(app));
    return await reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(document);
  });
}
