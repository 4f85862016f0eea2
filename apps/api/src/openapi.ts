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
      description: 'A problem (RFC 9457): 4xx says what to change, 5xx that nothing was written.',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemView' } } },
    })
    .build();
  return SwaggerModule.createDocument(app, about, {
    extraModels: [ProblemView, FaultView],
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
}
