import { Module } from '@nestjs/common';
import { IncidentsModule } from '@app/incidents';
import { FindingsModule } from '../findings.module.js';

@Module({ imports: [FindingsModule, IncidentsModule], controllers: [] })
export class FindingsHttpModule {}
