import { pino, type Logger } from 'pino';
import type { FastifyInstance } from 'fastify';
import type { CallerRequest } from '@app/access/http';

/** Lines are gathered to this many bytes, or for this long: a system call for each costs more than the line. */
const GATHER_BYTES = 8192;
const GATHER_MS = 250;

const LEVELS_LOGGED = new Set(['trace', 'debug', 'info']);

/** One line a request: what route, by whom, how it ended. No address, no query, no body: they may hold case content. */
export function logRequests(fastify: FastifyInstance, level: string): void {
  if (!LEVELS_LOGGED.has(level)) {
    return;
  }
  const output = pino.destination({ fd: 1, sync: false, minLength: GATHER_BYTES, periodicFlush: GATHER_MS });
  const log: Logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, output);
  fastify.addHook('onResponse', (request, reply, done) => {
    const { caller, viewer } = request as CallerRequest;
    log.info({
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      userId: (viewer ?? caller)?.userId ?? null,
    });
    done();
  });
}
