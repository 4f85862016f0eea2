import {
  createRedisBackend,
  PostgresConnection,
  PostgresQueueBackend,
  type BackendFactory,
  type ConnectionOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import type pg from 'pg';
import { QUEUE_SCHEMA } from '../database/migrate.js';
import { SESSION_LOCKS } from '../database/session-locks.js';

/** Where BullMQ keeps its jobs. All queues and workers of a process share its connections. */
export interface QueueStore {
  readonly connection: ConnectionOptions;
  readonly backend: BackendFactory;
  /** Lets nobody else, in any process, do the like at the same time. */
  alone(work: () => Promise<void>): Promise<void>;
  /** False while it is known to be out of reach: then nobody waits for it. */
  reachable(): boolean;
  close(): Promise<void>;
}

/** Keys begin with it, so that a Redis may be shared with other programs. */
export const REDIS_PREFIX = 'ascribe';

/** On Redis: one connection, and one more for each worker, which waits on it. */
export function redisStore(url: string, onError: (error: Error) => void): QueueStore {
  // null: commands wait for a lost server to come back, as BullMQ demands of a worker.
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  redis.on('error', onError);
  return {
    connection: redis,
    backend: createRedisBackend as unknown as BackendFactory,
    // Redis runs each of BullMQ's scripts alone anyway.
    alone: async (work) => await work(),
    reachable: () => redis.status === 'ready',
    close: async () => {
      if (redis.status === 'ready') {
        await redis.quit().catch(() => undefined);
      }
      redis.disconnect();
    },
  };
}

/** Connections that queues hold to PostgreSQL at the most, besides the one that listens. */
const POOL_MAX = 4;

/**
 * On PostgreSQL, in a schema of its own that the owner's role has migrated. BullMQ's own
 * factory opens a pool and a listening connection for every queue and worker; here they
 * share one of each.
 */
export function postgresStore(url: string, onError: (error: Error) => void): QueueStore {
  // Workers that share the listening connection may ask it something at the same time: that takes a pipeline.
  const settings = { connectionString: url, schema: QUEUE_SCHEMA, max: POOL_MAX, pipeline: true };
  const shared = new PostgresConnection(settings);
  const blocking = new Set<PostgresQueueBackend>();
  shared.on('error', onError);
  // The pool listens for errors of idle connections only; one that breaks in use would end the process.
  (shared.pool as pg.Pool).on('connect', (client) => client.on('error', () => undefined));
  // A backend that does not own its connection is not told that the listening one was replaced.
  shared.on('listenerinvalidated', () => {
    for (const backend of blocking) {
      void backend.disconnectBlocking().then(async () => await backend.reconnectBlocking());
    }
  });
  const backend = (
    name: string,
    options: { connection: unknown },
    { withBlockingConnection = false } = {},
  ): PostgresQueueBackend => {
    const made = new PostgresQueueBackend(shared, name, { ...options, connection: settings }, false);
    if (withBlockingConnection) {
      blocking.add(made);
    }
    return made;
  };
  return {
    connection: settings as unknown as ConnectionOptions,
    backend: backend as unknown as BackendFactory,
    alone: async (work) => await underLock(shared, work),
    reachable: () => true,
    close: async () => await shared.close(),
  };
}

/** BullMQ's functions on PostgreSQL take no lock of their own: two that set the same new schedule would make two jobs. */
async function underLock(shared: PostgresConnection, work: () => Promise<void>): Promise<void> {
  const client = await shared.pool.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [SESSION_LOCKS.schedules]);
    await work();
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [SESSION_LOCKS.schedules]).catch(() => undefined);
    client.release();
  }
}
