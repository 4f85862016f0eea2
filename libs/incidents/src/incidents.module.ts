import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AddComment } from './actions/add-comment.js';
import { AmendIncident } from './actions/amend-incident.js';
import { FileIncident } from './actions/file-incident.js';
import { MergeIncident } from './actions/merge-incident.js';
import { RecordAccounts } from './actions/record-accounts.js';
import { RecordTasks } from './actions/record-tasks.js';
import { TransitionIncident } from './actions/transition-incident.js';
import { HolderNames } from './holder-names.repository.js';
import { Incident } from './incident.entity.js';
import { Incidents } from './incidents.repository.js';
import { CaseRecords } from './queries/case-records.query.js';
import { ShownVersions } from './queries/shown-versions.query.js';
import { RecordLinks } from './record-links.repository.js';
import { Reliance } from './reliance.repository.js';

const OFFERED = [
  Incidents,
  RecordLinks,
  Reliance,
  CaseRecords,
  ShownVersions,
  HolderNames,
  FileIncident,
  AmendIncident,
  TransitionIncident,
  MergeIncident,
  RecordAccounts,
  AddComment,
  RecordTasks,
];

@Module({ imports: [TypeOrmModule.forFeature([Incident])], providers: OFFERED, exports: OFFERED })
export class IncidentsModule {}
