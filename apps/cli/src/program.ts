import { NestFactory } from '@nestjs/core';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { LedgerModule } from '@app/ledger';
import { PartiesModule } from '@app/parties';
import { PlatformModule, type Config } from '@app/platform';
import { Refusal } from './refusal.js';

@Module({})
class CliModule {
  static with(config: Config, databaseUrl: string): DynamicModule {
    return { module: CliModule, imports: [PlatformModule.with(config, databaseUrl), LedgerModule, PartiesModule] };
  }
}

export function requireUrl(url: string | undefined, name: string): string {
  if (!url) {
    throw new Refusal(`Set ${name} first: the connection to the database.`);
  }
  return url;
}

/** Runs `work` with the domain, on the database of the application's role. */
export async function withDomain<Result>(
  config: Config,
  work: (app: INestApplicationContext) => Promise<Result>,
): Promise<Result> {
  const url = requireUrl(config.databaseUrl, 'DATABASE_URL');
  const app = await NestFactory.createApplicationContext(CliModule.with(config, url), {
    logger: false,
    abortOnError: false,
  });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}
