import { Module } from '@nestjs/common';
import { AccessModule } from '@app/access';
import { IncidentsModule } from '@app/incidents';
import { PartiesModule } from '@app/parties';
import { AchMatrices } from './ach/ach-matrix.query.js';
import { WriteAchColumn } from './ach/write-ach-column.js';
import { RecordAttribution } from './actions/record-attribution.js';
import { WithdrawClaim } from './actions/withdraw-claim.js';
import { AddDissent } from './assessments/actions/add-dissent.js';
import { JudgeAssessment } from './assessments/actions/judge-assessment.js';
import { SubmitAssessment } from './assessments/actions/submit-assessment.js';
import { WriteAssessment } from './assessments/actions/write-assessment.js';
import { Assessments } from './assessments/assessments.repository.js';
import { OpenAssessment } from './assessments/open-assessment.js';
import { RecordInquiries } from './inquiries/record-inquiries.js';
import { ReadStanding } from './standing/read-standing.js';
import { StandingFacts } from './standing/standing.query.js';

const OFFERED = [
  RecordAttribution,
  WithdrawClaim,
  RecordInquiries,
  StandingFacts,
  ReadStanding,
  AchMatrices,
  WriteAchColumn,
];

const ASSESSING = [Assessments, OpenAssessment, WriteAssessment, SubmitAssessment, JudgeAssessment, AddDissent];

@Module({
  imports: [AccessModule, IncidentsModule, PartiesModule],
  providers: [...OFFERED, ...ASSESSING],
  exports: [...OFFERED, ...ASSESSING],
})
export class AttributionModule {}
