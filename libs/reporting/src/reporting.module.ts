import { Module } from '@nestjs/common';
import { AccessModule } from '@app/access';
import { AttributionModule } from '@app/attribution';
import { DisclosureModule } from '@app/disclosure';
import { IncidentsModule } from '@app/incidents';
import { NotificationsModule } from '@app/notifications';
import { PartiesModule } from '@app/parties';
import { FileReport } from './actions/file-report.js';
import { Changes } from './events/changes.query.js';
import { EventStreams } from './events/event-streams.js';
import { PositionKey } from './events/position-key.repository.js';
import { CaseHistory } from './queries/history.query.js';
import { IncidentList } from './queries/incident-list.query.js';
import { Search } from './queries/search.query.js';
import { StatusSteps } from './queries/status-steps.query.js';

const OFFERED = [FileReport, IncidentList, CaseHistory, Search, StatusSteps, Changes, EventStreams, PositionKey];

@Module({
  imports: [AccessModule, IncidentsModule, PartiesModule, DisclosureModule, AttributionModule, NotificationsModule],
  providers: OFFERED,
  exports: OFFERED,
})
export class ReportingModule {}
