import { Module } from '@nestjs/common';
import { PartiesModule } from '../parties.module.js';
import { ActorIdentificationsController } from './actor-identifications.controller.js';
import { OrganizationChangesController } from './organizations.controller.js';
import { ActorsController, PartiesController } from './parties.controller.js';

const CONTROLLERS = [
  OrganizationChangesController,
  PartiesController,
  ActorsController,
  ActorIdentificationsController,
];

@Module({ imports: [PartiesModule], controllers: CONTROLLERS })
export class PartiesHttpModule {}
