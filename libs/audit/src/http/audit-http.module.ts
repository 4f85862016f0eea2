import { Module } from '@nestjs/common';
import { AccessModule } from '@app/access';
import { AuditModule } from '../audit.module.js';
import { CaseLedgerController, LogEntriesController } from './log-entries.controller.js';
import { LogController } from './log.controller.js';

@Module({
  imports: [AuditModule, AccessModule],
  controllers: [LogController, LogEntriesController, CaseLedgerController],
})
export class AuditHttpModule {}
