import { Module } from '@nestjs/common';
import { AccessModule } from '@app/access';
import { IncidentsModule } from '@app/incidents';
import { AttributionModule } from '../attribution.module.js';
import { AchController } from './ach.controller.js';
import { AssessmentReviewsController, AssessmentsController } from './assessments.controller.js';
import { AttributionController } from './attribution.controller.js';
import { InquiriesController } from './inquiries.controller.js';
import { StandingController } from './standing.controller.js';

@Module({
  imports: [AccessModule, AttributionModule, IncidentsModule],
  controllers: [
    AttributionController,
    AssessmentsController,
    AssessmentReviewsController,
    InquiriesController,
    StandingController,
    AchController,
  ],
})
export class AttributionHttpModule {}
