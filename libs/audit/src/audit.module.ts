import { Module } from '@nestjs/common';

/** What an auditor reads and takes away: the log served, bundles, erasure with its tombstones, retention. */
@Module({})
export class AuditModule {}
