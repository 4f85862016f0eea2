import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '@app/access';
import { AddToCatalogue } from './actions/add-to-catalogue.js';
import { AppointAdministrator } from './actions/appoint-administrator.js';
import { FoundOrganization } from './actions/found-organization.js';
import { IdentifyActors } from './actions/identify-actors.js';
import { SeedCatalogue } from './actions/seed-catalogue.js';
import { ActorIdentifications } from './actor-identifications.repository.js';
import { Catalogue } from './catalogue.repository.js';
import { Parties } from './parties.repository.js';
import { PartyReferences } from './party-references.repository.js';
import { Party } from './party.entity.js';
import { ThreatActor } from './threat-actor.entity.js';
import { ThreatActors } from './threat-actors.repository.js';

const ACTIONS = [AddToCatalogue, AppointAdministrator, FoundOrganization, IdentifyActors, SeedCatalogue];

@Module({
  imports: [AccessModule, TypeOrmModule.forFeature([Party, ThreatActor])],
  providers: [ActorIdentifications, Catalogue, Parties, PartyReferences, ThreatActors, ...ACTIONS],
  exports: [ActorIdentifications, Parties, PartyReferences, ThreatActors, ...ACTIONS],
})
export class PartiesModule {}
