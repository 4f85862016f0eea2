import { Module, type DynamicModule } from '@nestjs/common';
import { AuditJobsModule } from '@app/audit/jobs';
import { EvidenceJobsModule } from '@app/evidence/jobs';
import { IncidentsJobsModule } from '@app/incidents/jobs';
import { LedgerModule } from '@app/ledger';
import { LedgerJobsModule } from '@app/ledger/jobs';
import { NotificationsJobsModule } from '@app/notifications/jobs';
import { PlatformModule, type Clock, type Config } from '@app/platform';
import { JobsModule } from '@app/platform/jobs';

/** Everything that happens by itself: the outbox relay, its handlers, deliveries, tracking, upkeep, retention, the log's sequencer. */
@Module({})
export class WorkerModule {
  static with(config: Config, databaseUrl: string, clock?: Clock): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        PlatformModule.with(config, databaseUrl, clock),
        LedgerModule,
        JobsModule.with(config, databaseUrl),
        NotificationsJobsModule,
        EvidenceJobsModule,
        IncidentsJobsModule,
        LedgerJobsModule,
        AuditJobsModule,
      ],
    };
  }
}
