import { Injectable } from '@nestjs/common';
import { actingOrganization, type Caller } from '@app/access';
import { Conflict, UnitOfWork, type OrganizationId } from '@app/platform';
import { Parties } from '../parties.repository.js';
import type { Party, PartyKind } from '../party.entity.js';
import type { ThreatActor } from '../threat-actor.entity.js';
import { ThreatActors, type ThreatActorInput } from '../threat-actors.repository.js';

type Named<Input> = Omit<Input, 'organizationId'> & { readonly organizationId?: OrganizationId | undefined };

const exists = (name: string): Conflict =>
  new Conflict('already_exists', `There is "${name}" already, of your organization or in the catalogue. Use that one.`);

/** Additions of an organization beside the shipped catalogue: its own, and shown to nobody else. */
@Injectable()
export class AddToCatalogue {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly parties: Parties,
    private readonly actors: ThreatActors,
  ) {}

  /** @throws {Invalid} @throws {Forbidden} see `actingOrganization`. @throws {Conflict} `already_exists`. */
  async party<View>(
    caller: Caller,
    asked: Named<{ name: string; kind: PartyKind }>,
    present: (party: Party) => View,
  ): Promise<View> {
    const organizationId = actingOrganization(caller, asked.organizationId, 'parties.write');
    return await this.unitOfWork.run(caller, async (tx) => {
      tx.concerns(organizationId);
      const known = await this.parties.named(tx, organizationId, asked.name);
      const party = known ? undefined : await this.parties.add(tx, { ...asked, organizationId });
      if (!party) {
        throw exists(asked.name);
      }
      return present(party);
    });
  }

  /** As {@link party}. That another entry is known by this name to somebody is no hindrance: names are not merged. */
  async actor<View>(
    caller: Caller,
    asked: Named<ThreatActorInput>,
    present: (actor: ThreatActor) => View,
  ): Promise<View> {
    const organizationId = actingOrganization(caller, asked.organizationId, 'parties.write');
    return await this.unitOfWork.run(caller, async (tx) => {
      tx.concerns(organizationId);
      const known = await this.actors.named(tx, organizationId, asked.name);
      const actor = known ? undefined : await this.actors.add(tx, { ...asked, organizationId });
      if (!actor) {
        throw exists(asked.name);
      }
      return present(actor);
    });
  }
}
