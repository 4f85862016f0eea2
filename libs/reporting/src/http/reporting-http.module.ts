import { Module } from '@nestjs/common';
import { IncidentsModule } from '@app/incidents';
import { ReportingModule } from '../reporting.module.js';
import { CaseStoryController } from './case-story.controller.js';
import { IncidentsController } from './incidents.controller.js';
import { VocabulariesController } from './vocabularies.controller.js';

@Module({
  imports: [ReportingModule, IncidentsModule],
  controllers: [IncidentsController, CaseStoryController, VocabulariesController],
})
export class ReportingHttpModule {}
