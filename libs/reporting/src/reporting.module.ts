import { Module } from '@nestjs/common';
import { AttributionModule } from '@app/attribution';
import { DisclosureModule } from '@app/disclosure';
import { IncidentsModule } from '@app/incidents';
import { PartiesModule } from '@app/parties';
import { FileReport } from './actions/file-report.js';
import { CaseHistory } from './queries/history.query.js';
import { IncidentList } from './queries/incident-list.query.js';
import { Search } from './queries/search.query.js';
import { StatusSteps } from './queries/status-steps.query.js';

const OFFERED = [FileReport, IncidentList, CaseHistory, Search, StatusSteps];

@Module({
  imports: [IncidentsModule, PartiesModule, DisclosureModule, AttributionModule],
  providers: OFFERED,
  exports: OFFERED,
})
export class ReportingModule {}
