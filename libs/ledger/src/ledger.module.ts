import { Global, Module } from '@nestjs/common';
import { LedgerPort } from '@app/platform';
import { AsOf } from './as-of.js';
import { CaseLock } from './case-lock.js';
import { Ledger } from './ledger.js';

@Global()
@Module({
  providers: [{ provide: LedgerPort, useClass: Ledger }, CaseLock, AsOf],
  exports: [LedgerPort, CaseLock, AsOf],
})
export class LedgerModule {}
