import { Module } from '@nestjs/common';
import { IncidentsModule } from '@app/incidents';
import { PartiesModule } from '@app/parties';
import { RecordAttribution } from './actions/record-attribution.js';
import { WithdrawClaim } from './actions/withdraw-claim.js';

const OFFERED = [RecordAttribution, WithdrawClaim];

@Module({ imports: [IncidentsModule, PartiesModule], providers: OFFERED, exports: OFFERED })
export class AttributionModule {}
