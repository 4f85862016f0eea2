import type { FastifyInstance } from 'fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database, statement } from '@app/platform';

/** Whether everything that was to be loaded is there (the demo too). */
export interface Readiness {
  ready(): boolean;
}

const ASK = statement('ask_database', 'SELECT 1 AS one');

/** `/healthz`: the process answers. `/readyz`: so does the database, and everything is loaded. */
export function registerHealth(fastify: FastifyInstance, app: NestFastifyApplication, readiness: Readiness): void {
  fastify.get('/healthz', async () => ({ status: 'ok' }));
  fastify.get('/readyz', async (_request, reply) => {
    const answers = await app
      .get(Database)
      .bare(ASK, [])
      .then(() => true)
      .catch(() => false);
    const ready = answers && readiness.ready();
    return await reply
      .status(ready ? 200 : 503)
      .headers(ready ? {} : { 'retry-after': '1' })
      .send({ status: ready ? 'ready' : 'starting' });
  });
}
