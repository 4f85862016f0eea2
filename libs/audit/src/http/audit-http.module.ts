import { Module, type DynamicModule } from '@nestjs/common';
import { AccessModule } from '@app/access';
import { AuditModule } from '../audit.module.js';
import { BundleController } from './bundle.controller.js';
import { CaseLedgerController, LogEntriesController } from './log-entries.controller.js';
import { ErasuresController } from './erasures.controller.js';
import { LegalHoldsController } from './legal-holds.controller.js';
import { LogController } from './log.controller.js';
import { RetentionRulesController } from './retention-rules.controller.js';
import { VERIFIER_PAGE, VerifierController } from './verifier.controller.js';

@Module({
  imports: [AuditModule, AccessModule],
  controllers: [
    LogController,
    LogEntriesController,
    CaseLedgerController,
    BundleController,
    VerifierController,
    RetentionRulesController,
    ErasuresController,
    LegalHoldsController,
  ],
})
export class AuditHttpModule {
  /** @param verifierPage path of the built page that verifies bundles. */
  static with(verifierPage: string | undefined): DynamicModule {
    return {
      module: AuditHttpModule,
      providers: [{ provide: VERIFIER_PAGE, useValue: verifierPage ?? null }],
    };
  }
}
