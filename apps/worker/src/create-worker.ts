import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ProductLog, type Clock, type Config } from '@app/platform';
import { WorkerModule } from './worker.module.js';

export interface WorkerOptions {
  readonly config: Config;
  /** Connection of the application's role; its schema is migrated. */
  readonly databaseUrl: string;
  readonly clock?: Clock;
}

/**
 * The jobs program, at work. `close()` lets the jobs that run come to their end; what was
 * not begun stays in the database for the next worker.
 */
export async function createWorker(options: WorkerOptions): Promise<INestApplicationContext> {
  return await NestFactory.createApplicationContext(
    WorkerModule.with(options.config, options.databaseUrl, options.clock),
    { logger: new ProductLog(options.config.logLevel), abortOnError: false },
  );
}
