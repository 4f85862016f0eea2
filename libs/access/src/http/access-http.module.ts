import { Module } from '@nestjs/common';
import { AccessModule } from '../access.module.js';
import { ApiKeysController, OrganizationApiKeysController } from './api-keys.controller.js';
import { AuthController } from './auth.controller.js';
import { AcceptancesController, InvitationsController } from './invitations.controller.js';
import { MembersController } from './members.controller.js';
import { IdentitiesController } from './oidc-identities.controller.js';
import { OidcController } from './oidc.controller.js';
import { OrganizationsController } from './organizations.controller.js';
import { ParticipantsController } from './participants.controller.js';
import { ReadsController } from './reads.controller.js';
import { BreakGlassController } from './break-glass.controller.js';
import { SecondFactorController } from './second-factor.controller.js';
import { SessionsController } from './sessions.controller.js';

@Module({
  imports: [AccessModule],
  controllers: [
    AuthController,
    SessionsController,
    SecondFactorController,
    OidcController,
    IdentitiesController,
    AcceptancesController,
    OrganizationsController,
    MembersController,
    InvitationsController,
    ApiKeysController,
    OrganizationApiKeysController,
    ParticipantsController,
    ReadsController,
    BreakGlassController,
  ],
})
export class AccessHttpModule {}
