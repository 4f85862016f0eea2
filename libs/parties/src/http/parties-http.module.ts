import { Module } from '@nestjs/common';
import { PartiesModule } from '../parties.module.js';
import { OrganizationChangesController } from './organizations.controller.js';
import { ActorsController, PartiesController } from './parties.controller.js';

@Module({ imports: [PartiesModule], controllers: [OrganizationChangesController, PartiesController, ActorsController] })
export class PartiesHttpModule {}
