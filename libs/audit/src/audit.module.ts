import { Module } from '@nestjs/common';
import { AccessModule } from '@app/access';
import { IncidentsModule } from '@app/incidents';
import { CaseEntries } from './log/case-entries.query.js';
import { CaseLedger } from './log/case-ledger.js';
import { HiddenNames } from './log/hidden-names.query.js';
import { LogKeys } from './log/log-keys.query.js';
import { OwnReceipts } from './log/own-receipts.query.js';
import { PublishedLog } from './log/published-log.js';
import { Reaches } from './log/reach.query.js';
import { Readers } from './log/readers.js';
import { ShownEntries } from './log/shown-entries.query.js';

const SERVED = [PublishedLog, LogKeys, OwnReceipts, Reaches, ShownEntries, CaseEntries, HiddenNames, Readers, CaseLedger];

/** What an auditor reads and takes away: the log served, bundles, erasure with its tombstones, retention. */
@Module({ imports: [AccessModule, IncidentsModule], providers: SERVED, exports: SERVED })
export class AuditModule {}
