import {
  createRedisBackend,
  PostgresConnection,
  PostgresQueueBackend,
  type BackendFactory,
  type ConnectionOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import { QUEUE_SCHEMA } from '../database/migrate.js';

/** Where BullMQ keeps its jobs. All queues and workers of a process share its connections. */
export interface QueueStore {
  readonly connection: ConnectionOptions;
  readonly backend: BackendFactory;
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
  const settings = { connectionString: url, schema: QUEUE_SCHEMA, max: POOL_MAX };
  const shared = new PostgresConnection(settings);
  const blocking = new Set<PostgresQueueBackend>();
  shared.on('error', onError);
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
    close: async () => await shared.close(),
  };
}
