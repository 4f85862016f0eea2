import { Module } from '@nestjs/common';
import { JobRegistry } from '@app/platform/jobs';
import { ContentModule } from '../content.module.js';
import { EvidenceUpkeep } from './evidence-upkeep.js';

@Module({ imports: [ContentModule], providers: [EvidenceUpkeep] })
export class EvidenceJobsModule {
  constructor(registry: JobRegistry, upkeep: EvidenceUpkeep) {
    registry.runs(upkeep);
  }
}
