import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Database } from './database.js';

/** Connections that a burst left behind go this soon: each is a process of the server, with megabytes of its own. */
const IDLE_MS = 5_000;

export interface DatabaseOptions {
  /** Connection of the application's role. */
  readonly url: string;
  readonly poolMax: number;
}

/** One pool a process, for entities and named statements alike. */
@Global()
@Module({})
export class DatabaseModule {
  static at(options: DatabaseOptions): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRoot({
          type: 'postgres',
          url: options.url,
          autoLoadEntities: true,
          synchronize: false,
          installExtensions: false,
          retryAttempts: 3,
          retryDelay: 500,
          applicationName: 'ascribe',
          extra: { pipeline: true, max: options.poolMax, idleTimeoutMillis: IDLE_MS },
        }),
      ],
      providers: [Database],
      exports: [Database, TypeOrmModule],
    };
  }
}
