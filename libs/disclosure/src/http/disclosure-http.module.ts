import { Module } from '@nestjs/common';
import { IncidentsModule } from '@app/incidents';
import { DisclosureModule } from '../disclosure.module.js';
import { DisclosuresController } from './disclosures.controller.js';

@Module({ imports: [DisclosureModule, IncidentsModule], controllers: [DisclosuresController] })
export class DisclosureHttpModule {}
