import type { IncomingMessage } from 'node:http';
import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problem.js';

const STREAM_TYPE = 'application/octet-stream';
/** A stream of which nothing arrives for so long has ended. */
export const STREAM_IDLE_MS = 30_000;
/** How long what is still on the way is read and dropped after the answer. */
const DROP_MS = 10_000;

/**
 * The route takes its body as it arrives (`application/octet-stream`, and nothing else), from
 * {@link BodyStream}. Nothing of it is read before sign-in, sight and right are answered.
 */
export const StreamedBody = (): MethodDecorator =>
  applyDecorators(
    RouteConfig({ streamedBody: true }),
    ApiConsumes(STREAM_TYPE),
    ApiBody({ schema: { type: 'string', format: 'binary' } }),
  );

/** The body that has not been read yet. Only on routes that declare {@link StreamedBody}. */
export const BodyStream = createParamDecorator((_: unknown, context: ExecutionContext): IncomingMessage => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  if (!isStreamed(request)) {
    throw new Error('The route asks for a stream and does not declare @StreamedBody.');
  }
  return request.raw;
});

export const isStreamed = (request: FastifyRequest): boolean =>
  (request.routeOptions.config as { streamedBody?: boolean } | undefined)?.streamedBody === true;

/** Why the stream cannot be taken: bytes as they are, so no other type and no encoding (RFC 9110, section 8.4). */
export function faultOfStream({ headers }: FastifyRequest): Problem | undefined {
  const encoding = headers['content-encoding'] ?? 'identity';
  return headers['content-type']?.trim().toLowerCase() === STREAM_TYPE && encoding === 'identity'
    ? undefined
    : new Problem(415, 'unsupported_media_type', `Send ${STREAM_TYPE}, without an encoding.`);
}

/**
 * What a refused client still sends is read and dropped for a while, so that it hears the
 * answer; then the connection is cut.
 */
export function dropRest(body: IncomingMessage, bytesMax: number): void {
  if (body.complete || body.destroyed) {
    return;
  }
  let bytes = 0;
  const cut = setTimeout(() => body.destroy(), DROP_MS);
  body.once('close', () => clearTimeout(cut));
  body.on('error', () => undefined);
  body.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > bytesMax) {
      body.destroy();
    }
  });
}
