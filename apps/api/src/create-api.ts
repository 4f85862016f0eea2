import { randomUUID } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import cookie from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CaseReads } from '@app/access';
import { logReads } from '@app/access/http';
import { ShownVersions } from '@app/incidents';
import { countVersions } from '@app/incidents/http';
import { ProductLog, type Clock, type Config } from '@app/platform';
import { answerReceipts, ProblemFilter, registerBodyParser, tagVersions } from '@app/platform/http';
import { ApiModule } from './api.module.js';
import { serveContract } from './contract-pages.js';
import { logRequests } from './request-log.js';
import { requireDemands } from './require-demands.js';
import { serveMetrics } from './metrics.js';
import { registerHealth, type Readiness } from './health.js';
import { cameByTls, secure, secureHeaders } from './security-headers.js';
import { serveWeb } from './serve-web.js';

export const BASE_PATH = '/api/v1';

export interface ApiOptions {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly clock?: Clock;
  /** Folder of the built web; without it the API answers alone. */
  readonly webDir?: string;
  /** The built page that verifies bundles; without it there is none to download. */
  readonly verifierPage?: string;
  readonly readiness?: Readiness;
}

/**
 * The HTTP program, ready to listen. Throws where a route declares nothing of access.
 */
export async function createApi(options: ApiOptions): Promise<NestFastifyApplication> {
  const { config } = options;
  const adapter = new FastifyAdapter({
    // One proxy is believed, the nearest: whatever stands further left in the header, a client may have written.
    trustProxy: config.trustProxy ? (_address: string, hop: number) => hop === 0 : false,
    genReqId: () => randomUUID(),
    // What Fastify refuses before any route (a broken address) answers as everything else does.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      secure(reply, cameByTls(request, config.trustProxy));
      new ProblemFilter().answer(error, request, reply);
    },
    routerOptions: { maxParamLength: 200 },
    // Heads in half a minute; an upload has an hour, other bodies what the body parser gives them.
    http: { headersTimeout: 30_000 },
    requestTimeout: 3_600_000,
    keepAliveTimeout: 65_000,
    // Nobody here registers Nest middleware; its router would look at every request in vain.
    skipMiddie: true,
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.with(config, options.databaseUrl, options),
    adapter,
    {
      bodyParser: false,
      logger: new ProductLog(config.logLevel),
      abortOnError: false,
    },
  );
  const fastify = app.getHttpAdapter().getInstance();
  await app.register(cookie);
  registerBodyParser(fastify);
  secureHeaders(fastify);
  countVersions(fastify, app.get(ShownVersions));
  tagVersions(fastify);
  answerReceipts(fastify);
  logRequests(fastify, config.logLevel);
  logReads(fastify, app.get(CaseReads));
  app.setGlobalPrefix(BASE_PATH.slice(1), { exclude: [] });
  registerHealth(fastify, app, options.readiness ?? { ready: () => true });
  serveMetrics(fastify);
  serveContract(app, fastify);
  await app.init();
  requireDemands(app);
  if (options.webDir) {
    await serveWeb(fastify, options.webDir);
  }
  await fastify.ready();
  return app;
}
