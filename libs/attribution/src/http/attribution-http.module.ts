import { Module } from '@nestjs/common';
import { IncidentsModule } from '@app/incidents';
import { AttributionModule } from '../attribution.module.js';
import { AttributionController } from './attribution.controller.js';

@Module({ imports: [AttributionModule, IncidentsModule], controllers: [AttributionController] })
export class AttributionHttpModule {}
