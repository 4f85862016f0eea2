import { Module } from '@nestjs/common';
import { IncidentsModule } from '@app/incidents';
import { FindingsModule } from '../findings.module.js';
import { FindingAccountsController } from './finding-accounts.controller.js';
import { FindingsController } from './findings.controller.js';
import { TechniquesController } from './techniques.controller.js';

@Module({
  imports: [FindingsModule, IncidentsModule],
  controllers: [FindingsController, FindingAccountsController, TechniquesController],
})
export class FindingsHttpModule {}
