import { Module } from '@nestjs/common';
import { AccessModule } from '@app/access';
import { IncidentsModule } from '@app/incidents';
import { BundleHead } from './bundle/bundle-head.js';
import { CaseBundle } from './bundle/case-bundle.js';
import { LogBundle } from './bundle/log-bundle.js';
import { Places } from './bundle/places.js';
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
const BUNDLES = [BundleHead, CaseBundle, LogBundle, Places];

/** What an auditor reads and takes away: the log served, bundles, erasure with its tombstones, retention. */
@Module({ imports: [AccessModule, IncidentsModule], providers: [...SERVED, ...BUNDLES], exports: [...SERVED, ...BUNDLES] })
export class AuditModule {}
