import { pino, type Logger } from 'pino';
import type { FastifyInstance } from 'fastify';
import type { CallerRequest } from '@app/access/http';

/** One line a request: what route, by whom, how it ended. No address, no query, no body: they may hold case content. */
export function logRequests(fastify: FastifyInstance, level: string): void {
  const log: Logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  if (!log.isLevelEnabled('info')) {
    return;
  }
  fastify.addHook('onResponse', (request, reply, done) => {
    const { caller } = request as CallerRequest;
    log.info({
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      userId: caller?.userId ?? null,
    });
    done();
  });
}
