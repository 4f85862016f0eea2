import { Module } from '@nestjs/common';
import { AccessModule } from '@app/access';
import { AuditModule } from '../audit.module.js';
import { BundleController } from './bundle.controller.js';
import { CaseLedgerController, LogEntriesController } from './log-entries.controller.js';
import { LogController } from './log.controller.js';

@Module({
  imports: [AuditModule, AccessModule],
  controllers: [LogController, LogEntriesController, CaseLedgerController, BundleController],
})
export class AuditHttpModule {}
