import { Module } from '@nestjs/common';
import { IncidentsModule } from '@app/incidents';
import { PartiesModule } from '@app/parties';
import { RecordDisclosures } from './actions/record-disclosures.js';

@Module({ imports: [IncidentsModule, PartiesModule], providers: [RecordDisclosures], exports: [RecordDisclosures] })
export class DisclosureModule {}
