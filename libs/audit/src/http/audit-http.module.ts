import { Module } from '@nestjs/common';
import { AuditModule } from '../audit.module.js';

@Module({ imports: [AuditModule] })
export class AuditHttpModule {}
