import { Module } from '@nestjs/common';
import { AccessModule } from '@app/access';
import { AccessGuard } from '@app/access/http';
import { IncidentsModule } from '@app/incidents';
import { ReportingModule } from '../reporting.module.js';
import { CaseStoryController } from './case-story.controller.js';
import { EventsController } from './events.controller.js';
import { IncidentsController } from './incidents.controller.js';
import { VocabulariesController } from './vocabularies.controller.js';

@Module({
  imports: [ReportingModule, IncidentsModule, AccessModule],
  controllers: [IncidentsController, CaseStoryController, VocabulariesController, EventsController],
  // The door, to be asked again while somebody follows events.
  providers: [AccessGuard],
})
export class ReportingHttpModule {}
