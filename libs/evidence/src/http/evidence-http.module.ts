import { Module } from '@nestjs/common';
import { IncidentsModule } from '@app/incidents';
import { EvidenceModule } from '../evidence.module.js';

@Module({ imports: [EvidenceModule, IncidentsModule], controllers: [] })
export class EvidenceHttpModule {}
