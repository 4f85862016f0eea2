export { PartiesHttpModule } from './parties-http.module.js';
export { ActorView, PartyView, presentActor, presentParty } from './parties.view.js';
