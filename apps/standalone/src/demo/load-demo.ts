import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AccessModule } from '@app/access';
import { AttributionModule } from '@app/attribution';
import { DisclosureModule } from '@app/disclosure';
import { EvidenceModule } from '@app/evidence';
import { FindingsModule } from '@app/findings';
import { IncidentsModule } from '@app/incidents';
import { LedgerModule } from '@app/ledger';
import { NotificationsModule } from '@app/notifications';
import { PartiesModule } from '@app/parties';
import { Database, PlatformModule, ProductLog, StandingClock, statement, type Config } from '@app/platform';
import { ReportingModule } from '@app/reporting';
import { fileCase2024 } from './case-2024/index.js';
import { DemoProgram } from './demo-program.js';
import { fileOtherCases } from './other-cases.js';
import { DEMO_ORGANIZATIONS } from './people.js';

export interface DemoOptions {
  readonly config: Config;
  /** Connection of the application's role: the demo is filed through the product's own actions. */
  readonly databaseUrl: string;
  readonly log: (line: string) => void;
}

const FIRST_DAY = new Date('2024-01-15T09:00:00Z');
const LOADED = statement('demo_loaded', `SELECT 1 FROM setting WHERE name = 'demo'`);
const OCCUPIED = statement(
  'demo_occupied',
  `SELECT 1 FROM organization WHERE NOT EXISTS (SELECT 1 FROM setting WHERE name = 'demo_begun') LIMIT 1`,
);
const BEGIN = statement(
  'demo_begin',
  `INSERT INTO setting (name, value) VALUES ('demo_begun', 'true') ON CONFLICT DO NOTHING`,
);
const FINISH = statement(
  'demo_finish',
  `INSERT INTO setting (name, value) VALUES ('demo', 'true') ON CONFLICT DO NOTHING`,
);

@Module({
  imports: [
    LedgerModule,
    AccessModule,
    PartiesModule,
    IncidentsModule,
    EvidenceModule,
    DisclosureModule,
    FindingsModule,
    AttributionModule,
    NotificationsModule,
    ReportingModule,
  ],
})
class DemoModule {}

/**
 * Files the demo into an empty database. It is called at each start until it has come to its end
 * once, also after a `kill -9` half way: what is there is not filed again.
 */
export async function loadDemo({ config, databaseUrl, log }: DemoOptions): Promise<void> {
  const clock = new StandingClock(FIRST_DAY);
  const app = await NestFactory.createApplicationContext(
    { module: DemoModule, imports: [PlatformModule.with(config, databaseUrl, clock)] },
    { logger: new ProductLog(config.logLevel), abortOnError: false },
  );
  try {
    const database = app.get(Database);
    if ((await database.bare(LOADED, [])).length > 0 || (await database.bare(OCCUPIED, [])).length > 0) {
      return;
    }
    log('Filing the demo ...');
    await database.bare(BEGIN, []);
    await file(new DemoProgram(app, clock), config.demoPassword);
    await database.bare(FINISH, []);
  } finally {
    await app.close();
  }
}

async function file(demo: DemoProgram, password: string): Promise<void> {
  const campaign = await demo.organization(DEMO_ORGANIZATIONS.campaign, password);
  const vendor = await demo.organization(DEMO_ORGANIZATIONS.vendor, password);
  const counsel = await demo.organization(DEMO_ORGANIZATIONS.counsel, password);
  const other = await demo.organization(DEMO_ORGANIZATIONS.other, password);
  await fileCase2024(demo, { campaign, vendor, counsel, other });
  await fileOtherCases(demo, { campaign, other });
}
