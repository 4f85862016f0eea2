import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { FaultView, ProblemView } from './problem.view.js';

/** The OpenAPI document, generated from the code. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setTitle('Ascribe')
    .setDescription('Cases of cybersecurity incidents, with attribution as a contested, evidenced history.')
    .setVersion('1')
    .addCookieAuth('ascribe_session')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key: ask_...' })
    .addGlobalResponse({
      status: 'default' as never,
      description: 'A problem (RFC 9457): 4xx says what to change, 5xx that something failed on our side.',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemView' } } },
    })
    .build();
  const document = SwaggerModule.createDocument(app, about, {
    extraModels: [ProblemView, FaultView],
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  Object.entries(document.paths).forEach(([path, operations]) => nameParameters(path, operations));
  return document;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** What the guard reads of an address no controller asks for again; a client has to send it all the same. */
function nameParameters(path: string, operations: OpenAPIObject['paths'][string]): void {
  const named = [...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '');
  for (const method of METHODS) {
    const operation = operations[method];
    if (!operation) {
      continue;
    }
    const known = (operation.parameters ?? []).map((parameter) => ('name' in parameter ? parameter.name : ''));
    const missing = named.filter((name) => !known.includes(name));
    operation.parameters = [
      ...missing.map((name) => ({ name, in: 'path' as const, required: true, schema: { type: 'string' as const } })),
      ...(operation.parameters ?? []),
    ];
  }
}
