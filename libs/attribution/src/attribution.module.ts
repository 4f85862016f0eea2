import { Module } from '@nestjs/common';
import { IncidentsModule } from '@app/incidents';
import { PartiesModule } from '@app/parties';
import { RecordAttribution } from './actions/record-attribution.js';

@Module({ imports: [IncidentsModule, PartiesModule], providers: [RecordAttribution], exports: [RecordAttribution] })
export class AttributionModule {}
