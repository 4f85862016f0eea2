import { Module } from '@nestjs/common';
import { AccessModule } from '@app/access';
import { IncidentsModule } from '@app/incidents';
import { PartiesModule } from '@app/parties';
import { AddCustodyStep } from './actions/add-custody-step.js';
import { KeepContent } from './actions/keep-content.js';
import { ReceiveContent } from './actions/receive-content.js';
import { RecordEvidence } from './actions/record-evidence.js';
import { ContentModule } from './content.module.js';
import { CustodySteps } from './queries/custody-steps.query.js';

const OFFERED = [RecordEvidence, AddCustodyStep, ReceiveContent, KeepContent, CustodySteps];

@Module({
  imports: [AccessModule, IncidentsModule, PartiesModule, ContentModule],
  providers: OFFERED,
  exports: [...OFFERED, ContentModule],
})
export class EvidenceModule {}
