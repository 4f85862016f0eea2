import { Module } from '@nestjs/common';
import { IncidentsModule } from '@app/incidents';

@Module({ imports: [IncidentsModule], providers: [], exports: [] })
export class EvidenceModule {}
