import { Module } from '@nestjs/common';
import { Sequencing } from './sequencing.js';

/** What gives entries their places in the log and signs it: in the worker, and nowhere else. */
@Module({ providers: [Sequencing], exports: [Sequencing] })
export class LedgerJobsModule {}
