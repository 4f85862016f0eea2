import 'reflect-metadata';
import { Config, ConfigFaults } from '@app/platform';
import { createWorker } from './create-worker.js';

try {
  await start(Config.fromEnvironment());
} catch (error) {
  refuse(error instanceof ConfigFaults ? error.message : `The worker cannot start: ${(error as Error).message}`);
}

async function start(config: Config): Promise<void> {
  if (!config.databaseUrl) {
    refuse('The worker needs DATABASE_URL. On a laptop, `npm start` brings its own database.');
    return;
  }
  const worker = await createWorker({ config, databaseUrl: config.databaseUrl });
  // SIGTERM and SIGINT close it: jobs that run come to their end, then the process.
  worker.enableShutdownHooks();
  const queue = config.redisUrl ? 'Redis' : 'PostgreSQL';
  const mail = config.smtpUrl ? 'by SMTP' : 'to the mailbox in the product';
  process.stdout.write(`The worker runs. Queue: ${queue}. Mail goes ${mail}.\n`);
}

function refuse(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
