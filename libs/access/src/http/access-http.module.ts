import { Module } from '@nestjs/common';
import { AccessModule } from '../access.module.js';
import { ApiKeysController } from './api-keys.controller.js';
import { AuthController } from './auth.controller.js';
import { AcceptancesController, InvitationsController } from './invitations.controller.js';
import { MembersController } from './members.controller.js';
import { OrganizationsController } from './organizations.controller.js';
import { ParticipantsController } from './participants.controller.js';

@Module({
  imports: [AccessModule],
  controllers: [
    AuthController,
    AcceptancesController,
    OrganizationsController,
    MembersController,
    InvitationsController,
    ApiKeysController,
    ParticipantsController,
  ],
})
export class AccessHttpModule {}
