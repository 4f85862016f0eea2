import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { AccessModule } from '@app/access';
import { AccessGuard, AccessHttpModule } from '@app/access/http';
import { AttributionHttpModule } from '@app/attribution/http';
import { DisclosureHttpModule } from '@app/disclosure/http';
import { EvidenceHttpModule } from '@app/evidence/http';
import { FindingsHttpModule } from '@app/findings/http';
import { IncidentsModule } from '@app/incidents';
import { IncidentsHttpModule, VersionsGuard } from '@app/incidents/http';
import { LedgerModule } from '@app/ledger';
import { NotificationsHttpModule } from '@app/notifications/http';
import { PartiesHttpModule } from '@app/parties/http';
import { PlatformModule, type Clock, type Config } from '@app/platform';
import { DtoPipe, EdgeGuard, ProblemFilter, SameOriginGuard } from '@app/platform/http';
import { AuditHttpModule } from '@app/audit/http';
import { ReportingHttpModule } from '@app/reporting/http';

@Module({})
export class ApiModule {
  static with(
    config: Config,
    databaseUrl: string,
    { clock, verifierPage }: { clock?: Clock | undefined; verifierPage?: string | undefined } = {},
  ): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        PlatformModule.with(config, databaseUrl, clock),
        LedgerModule,
        AccessModule,
        AccessHttpModule,
        PartiesHttpModule,
        IncidentsModule,
        IncidentsHttpModule,
        EvidenceHttpModule,
        DisclosureHttpModule,
        FindingsHttpModule,
        AttributionHttpModule,
        NotificationsHttpModule,
        ReportingHttpModule,
        AuditHttpModule.with(verifierPage),
      ],
      providers: [
        ProblemFilter,
        { provide: APP_FILTER, useExisting: ProblemFilter },
        { provide: APP_GUARD, useClass: SameOriginGuard },
        { provide: APP_GUARD, useClass: AccessGuard },
        // What a caller counts, before anything else looks at what they ask for.
        { provide: APP_GUARD, useClass: VersionsGuard },
        // After those: a stranger is answered 401 or 404 whatever the request looks like.
        { provide: APP_GUARD, useClass: EdgeGuard },
        { provide: APP_PIPE, useClass: DtoPipe },
      ],
    };
  }
}
