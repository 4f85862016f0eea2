import { Module } from '@nestjs/common';
import { AccessModule } from '@app/access';
import { ContentModule } from '@app/evidence';
import { IncidentsModule } from '@app/incidents';
import { BundleHead } from './bundle/bundle-head.js';
import { CaseBundle } from './bundle/case-bundle.js';
import { CaseEntryLines } from './bundle/case-entry-lines.js';
import { LogBundle } from './bundle/log-bundle.js';
import { LogLines } from './bundle/log-lines.js';
import { Places } from './bundle/places.js';
import { DecideErasures } from './erasure/decide-erasures.js';
import { EraseRecord } from './erasure/erase-record.js';
import { Erasures } from './erasure/erasures.query.js';
import { KeepLegalHolds } from './holds/keep-legal-holds.js';
import { LegalHolds } from './holds/legal-holds.repository.js';
import { DecideRetention } from './retention/decide-retention.js';
import { RetentionRules } from './retention/retention-rules.repository.js';
import { CaseEntries } from './log/case-entries.query.js';
import { CaseLedger } from './log/case-ledger.js';
import { HiddenNames } from './log/hidden-names.query.js';
import { LogKeys } from './log/log-keys.query.js';
import { OwnReceipts } from './log/own-receipts.query.js';
import { PublishedLog } from './log/published-log.js';
import { Reaches } from './log/reach.query.js';
import { Readers } from './log/readers.js';
import { ShownEntries } from './log/shown-entries.query.js';

const ERASING = [Erasures, EraseRecord, DecideErasures, LegalHolds, KeepLegalHolds];
const RETENTION = [RetentionRules, DecideRetention];
const SERVED = [
  PublishedLog,
  LogKeys,
  OwnReceipts,
  Reaches,
  ShownEntries,
  CaseEntries,
  HiddenNames,
  Readers,
  CaseLedger,
];
const BUNDLES = [BundleHead, CaseBundle, CaseEntryLines, LogBundle, LogLines, Places];

/** What an auditor reads and takes away: the log served, bundles, erasure with its tombstones, retention. */
@Module({
  imports: [AccessModule, IncidentsModule, ContentModule],
  providers: [...SERVED, ...BUNDLES, ...ERASING, ...RETENTION],
  exports: [...SERVED, ...BUNDLES, ...ERASING, ...RETENTION],
})
export class AuditModule {}
