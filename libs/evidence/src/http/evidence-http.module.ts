import { Module } from '@nestjs/common';
import { IncidentsModule } from '@app/incidents';
import { EvidenceModule } from '../evidence.module.js';
import { ContentController } from './content.controller.js';
import { CustodyController } from './custody.controller.js';
import { EvidenceController } from './evidence.controller.js';

@Module({
  imports: [EvidenceModule, IncidentsModule],
  controllers: [EvidenceController, CustodyController, ContentController],
})
export class EvidenceHttpModule {}
