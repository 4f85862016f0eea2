import { Global, Logger, Module, type DynamicModule } from '@nestjs/common';
import { BellListener } from '../bell-listener.js';
import type { Config } from '../config.js';
import { OUTBOX_CHANNEL } from '../outbox-bell.js';
import { HandleMessage } from './handle-message.js';
import { JobRegistry } from './job-registry.js';
import { Jobs, Workers } from './jobs.js';
import { OutboxRelay } from './outbox-relay.js';
import { OutboxRepository } from './outbox.repository.js';
import { Pump } from './pump.js';
import { postgresStore, redisStore } from './queue-store.js';
import { Queues } from './queues.js';
import { Schedules } from './schedules.js';
import { Upkeep } from './upkeep.js';

/** The worker's part of the platform: BullMQ on Redis where there is one, else on PostgreSQL. */
@Global()
@Module({})
export class JobsModule {
  static with(config: Config, databaseUrl: string): DynamicModule {
    const log = new Logger('queues');
    const onError = (error: Error): void => log.warn(`The queue cannot be reached: ${error.message}`);
    return {
      module: JobsModule,
      providers: [
        { provide: BellListener, useFactory: () => new BellListener(databaseUrl, OUTBOX_CHANNEL) },
        {
          provide: Queues,
          useFactory: () =>
            new Queues(config.redisUrl ? redisStore(config.redisUrl, onError) : postgresStore(databaseUrl, onError)),
        },
        JobRegistry,
        OutboxRepository,
        OutboxRelay,
        HandleMessage,
        Pump,
        Schedules,
        Workers,
        Upkeep,
        Jobs,
      ],
      exports: [JobRegistry],
    };
  }
}
