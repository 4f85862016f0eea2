import { Global, Module, type DynamicModule } from '@nestjs/common';
import { ChangeBell } from './change-bell.js';
import { Clock } from './clock.js';
import { Config } from './config.js';
import { DatabaseModule } from './database/database.module.js';
import { Database } from './database/database.js';
import { OutboxBell } from './outbox-bell.js';
import { UnitOfWork } from './unit-of-work.js';

/** The one module that everything may use: configuration, clock, database, transaction. */
@Global()
@Module({})
export class PlatformModule {
  static with(config: Config, databaseUrl: string, clock: Clock = new Clock()): DynamicModule {
    return {
      module: PlatformModule,
      imports: [DatabaseModule.at({ url: databaseUrl, poolMax: config.databasePoolMax })],
      providers: [
        { provide: Config, useValue: config },
        { provide: Clock, useValue: clock },
        {
          provide: ChangeBell,
          useFactory: (database: Database) => new ChangeBell(database, databaseUrl),
          inject: [Database],
        },
        OutboxBell,
        UnitOfWork,
      ],
      exports: [Config, Clock, ChangeBell, OutboxBell, UnitOfWork, DatabaseModule],
    };
  }
}
