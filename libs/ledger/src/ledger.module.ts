import { Global, Module } from '@nestjs/common';
import { LedgerPort } from '@app/platform';
import { AsOf } from './as-of.js';
import { CaseLock } from './case-lock.js';
import { Ledger } from './ledger.js';
import { LogReader } from './log/log-reader.js';
import { Receipts } from './log/receipts.js';
import { SigningKeys } from './log/signing-keys.js';
import { LogWitnesses } from './witnesses/log-witnesses.js';
import { NewestCheckpoint } from './witnesses/newest-checkpoint.js';
import { WitnessStandings } from './witnesses/witness-standings.js';

@Global()
@Module({
  providers: [
    { provide: LedgerPort, useClass: Ledger },
    CaseLock,
    AsOf,
    Receipts,
    LogReader,
    SigningKeys,
    NewestCheckpoint,
    WitnessStandings,
    LogWitnesses,
  ],
  exports: [
    LedgerPort,
    CaseLock,
    AsOf,
    Receipts,
    LogReader,
    SigningKeys,
    NewestCheckpoint,
    WitnessStandings,
    LogWitnesses,
  ],
})
export class LedgerModule {}
