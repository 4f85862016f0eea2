import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Registry } from 'prom-client';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/**
 * `/metrics` in the text format of Prometheus: the process, and requests by route pattern and
 * status. How much is written tells of cases, so that only this machine may ask: whoever scrapes
 * from elsewhere does so through an agent here.
 */
export function serveMetrics(fastify: FastifyInstance): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'ascribe_http_requests_total',
    help: 'Requests answered, by method, route pattern and status.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    requests.inc({ method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode });
    done();
  });
  fastify.get('/metrics', async (request, reply) => {
    // The peer of the connection, whatever a header says.
    // A proxy on this machine asks for others.
    if (!LOOPBACK.has(request.socket.remoteAddress ?? '') || request.headers['x-forwarded-for'] !== undefined) {
      return await reply.status(404).send();
    }
    return await reply.type(registry.contentType).send(await registry.metrics());
  });
}
