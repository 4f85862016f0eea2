import { Injectable } from '@nestjs/common';
import { actingOrganization, mayInOrganization, type Caller } from '@app/access';
import {
  Conflict,
  cutToSpan,
  Forbidden,
  Invalid,
  newId,
  UnitOfWork,
  type ActorIdentificationId,
  type OrganizationId,
  type PartialTime,
  type PartyId,
  type State,
  type ThreatActorId,
  type Tx,
} from '@app/platform';
import type { ActorIdentification, ActorRelation, NamedActorIdentification } from '../actor-identification.js';
import { ActorIdentifications } from '../actor-identifications.repository.js';
import { ThreatActors } from '../threat-actors.repository.js';

export interface IdentificationInput {
  readonly actorId: string;
  readonly otherActorId: string;
  readonly relation: ActorRelation;
  readonly claimantId: string;
  readonly statement: string;
  readonly source?:
    | {
        readonly title?: string | undefined;
        readonly publisher?: string | undefined;
        readonly url?: string | undefined;
      }
    | undefined;
  readonly saidAt: PartialTime;
  readonly organizationId?: OrganizationId | undefined;
}

type Presented<View> = (identification: NamedActorIdentification) => View;

/** That two names mean one group is a claim by someone. It is put down as such, and merges nothing. */
@Injectable()
export class IdentifyActors {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly actors: ThreatActors,
    private readonly identifications: ActorIdentifications,
  ) {}

  /**
   * @throws {NotFound} the caller knows no such actor.
   * @throws {Invalid} @throws {Forbidden} see `actingOrganization`; or it names what that organization does not know.
   */
  async add<View>(caller: Caller, input: IdentificationInput, present: Presented<View>): Promise<View> {
    await this.actors.one(caller, input.actorId);
    const organizationId = actingOrganization(caller, input.organizationId, 'parties.write');
    if (input.actorId === input.otherActorId) {
      throw Invalid.at('otherActorId', 'same_actor', 'That is the actor itself.');
    }
    return await this.unitOfWork.run(caller, async (tx) => {
      tx.concerns(organizationId);
      await this.requireKnown(tx, organizationId, input);
      const added: ActorIdentification = {
        id: newId<'actor_identification'>(tx.recordedAt) as ActorIdentificationId,
        organizationId,
        ...said(input),
        recordedById: caller.userId,
        withdrawal: null,
        createdAt: tx.recordedAt.toISOString(),
        version: 1,
      };
      this.identifications.add(tx, added);
      tx.record({
        action: 'actor.identified',
        subject: { kind: 'actor_identification', id: added.id },
        before: null,
        after: added as unknown as State,
      });
      return present(await this.identifications.named(tx, added.id));
    });
  }

  /** It stays, with the reason. @throws {NotFound} @throws {Forbidden} @throws {Conflict} `already_withdrawn`. */
  async withdraw<View>(
    caller: Caller,
    { id, actorId, reason }: { id: string; actorId: string; reason: string },
    present: Presented<View>,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      const before = await this.identifications.locked(tx, { id, actorId }, caller.organizationIds);
      tx.concerns(before.organizationId);
      if (!mayInOrganization(caller, before.organizationId, 'parties.write')) {
        throw new Forbidden();
      }
      if (before.withdrawal) {
        throw new Conflict('already_withdrawn', 'This identification is withdrawn already.');
      }
      const withdrawal = { reason, at: tx.recordedAt.toISOString(), byId: caller.userId };
      const after = { ...before, withdrawal, version: before.version + 1 };
      this.identifications.withdraw(tx, after);
      tx.record({
        action: 'actor.identification_withdrawn',
        subject: { kind: 'actor_identification', id },
        before: before as unknown as State,
        after: after as unknown as State,
        reason,
      });
      return present(await this.identifications.named(tx, id));
    });
  }

  private async requireKnown(tx: Tx, organizationId: OrganizationId, input: IdentificationInput): Promise<void> {
    const { actorId, otherActorId, claimantId } = input;
    const known = await this.identifications.known(tx, organizationId, [actorId, otherActorId, claimantId]);
    // The actor in the address is known to the caller; if not to this organization, they chose the wrong one.
    const named = {
      organizationId: `actor ${actorId}`,
      otherActorId: `actor ${otherActorId}`,
      claimantId: `party ${claimantId}`,
    };
    const missing = Object.entries(named).find(([, name]) => !known.has(name));
    if (missing) {
      throw Invalid.at(missing[0], 'unknown_reference', 'The organization knows none such.');
    }
  }
}

const said = ({ source, ...input }: IdentificationInput) => ({
  actorId: input.actorId as ThreatActorId,
  otherActorId: input.otherActorId as ThreatActorId,
  relation: input.relation,
  claimantId: input.claimantId as PartyId,
  statement: input.statement,
  source: source ? { title: source.title ?? null, publisher: source.publisher ?? null, url: source.url ?? null } : null,
  saidAt: cutToSpan(input.saidAt),
});
