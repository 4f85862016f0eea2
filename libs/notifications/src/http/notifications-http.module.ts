import { Module } from '@nestjs/common';
import { AccessModule } from '@app/access';
import { NotificationsModule } from '../notifications.module.js';
import { DeliveriesController } from './deliveries.controller.js';
import { IncidentStakeholdersController } from './incident-stakeholders.controller.js';
import { NotificationsController } from './notifications.controller.js';
import { OrganizationStakeholdersController } from './organization-stakeholders.controller.js';

@Module({
  imports: [AccessModule, NotificationsModule],
  controllers: [
    OrganizationStakeholdersController,
    IncidentStakeholdersController,
    NotificationsController,
    DeliveriesController,
  ],
})
export class NotificationsHttpModule {}
