import { Test, type TestingModule } from '@nestjs/testing';
import { LedgerModule } from '@app/ledger';
import { NotificationsJobsModule } from '@app/notifications/jobs';
import { Transport } from '@app/notifications';
import { Config, PlatformModule, type Clock } from '@app/platform';
import { HandleMessage, JobsModule, OutboxRelay } from '@app/platform/jobs';

export interface WorkshopOptions {
  readonly url: string;
  readonly clock?: Clock;
  readonly environment?: Readonly<Record<string, string>>;
  /** Mail goes there instead. */
  readonly transport?: Transport;
}

/** A worker process, standing still until a test makes it work: `init()` sets it to work by itself. */
export async function workshop({ url, clock, environment = {}, transport }: WorkshopOptions): Promise<TestingModule> {
  const config = new Config({ ASCRIBE_PUBLIC_URL: 'https://ascribe.example', ...environment });
  const building = Test.createTestingModule({
    imports: [
      PlatformModule.with(config, url, clock),
      LedgerModule,
      JobsModule.with(config, url),
      NotificationsJobsModule,
    ],
  });
  if (transport) {
    building.overrideProvider(Transport).useValue(transport);
  }
  const worker = await building.compile();
  // Failures are part of these tests.
  worker.useLogger(['fatal']);
  return worker;
}

/** Relays what waits and handles it here, without a queue. */
export async function handleAll(worker: TestingModule, messageIds: readonly string[]): Promise<void> {
  await worker.get(OutboxRelay).relay();
  for (const id of messageIds) {
    await worker.get(HandleMessage).execute(id, 'notify');
  }
}

export async function until(what: () => Promise<boolean>, withinMs = 30_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await what())) {
    if (Date.now() > end) {
      throw new Error('It did not come about.');
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}
