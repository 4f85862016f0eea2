import { Module } from '@nestjs/common';
import { LedgerModule } from '@app/ledger';
import { JobRegistry } from '@app/platform/jobs';
import { IncidentsModule } from '../incidents.module.js';
import { ReleaseWorkHandler } from './release-work.handler.js';

@Module({ imports: [IncidentsModule, LedgerModule], providers: [ReleaseWorkHandler] })
export class IncidentsJobsModule {
  constructor(registry: JobRegistry, releaseWork: ReleaseWorkHandler) {
    registry.handles(releaseWork);
  }
}
