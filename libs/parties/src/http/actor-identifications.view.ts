import { ApiProperty } from '@nestjs/swagger';
import { mayInOrganization, mayWrite, type Caller } from '@app/access';
import { PRECISIONS, type Precision } from '@app/platform';
import { ACTOR_RELATIONS, type ActorRelation, type NamedActorIdentification } from '../actor-identification.js';

/** An actor, party or person by name. */
export class CatalogueNameView {
  id: string;
  name: string;
}

export class IdentificationSourceView {
  @ApiProperty({ type: String, nullable: true })
  title: string | null;

  @ApiProperty({ type: String, nullable: true })
  publisher: string | null;

  @ApiProperty({ type: String, nullable: true })
  url: string | null;
}

export class IdentificationSaidAtView {
  /** First instant of the span, UTC; null when the precision is `unknown`. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  at: string | null;

  @ApiProperty({ enum: PRECISIONS })
  precision: Precision;
}

export class IdentificationWithdrawalView {
  reason: string;

  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty({ type: CatalogueNameView })
  by: CatalogueNameView;
}

export class IdentificationAbilitiesView {
  withdraw: boolean;
}

/** That someone holds two actors to be one group, or to overlap. The two stay two. */
export class ActorIdentificationView {
  id: string;
  organizationId: string;

  @ApiProperty({ type: CatalogueNameView })
  actor: CatalogueNameView;

  @ApiProperty({ type: CatalogueNameView })
  otherActor: CatalogueNameView;

  /** How the actor stands to the other. */
  @ApiProperty({ enum: ACTOR_RELATIONS })
  relation: ActorRelation;

  /** Who says so. */
  @ApiProperty({ type: CatalogueNameView })
  claimant: CatalogueNameView;

  statement: string;

  @ApiProperty({ type: IdentificationSourceView, nullable: true })
  source: IdentificationSourceView | null;

  @ApiProperty({ type: IdentificationSaidAtView })
  saidAt: IdentificationSaidAtView;

  @ApiProperty({ type: CatalogueNameView })
  recordedBy: CatalogueNameView;

  @ApiProperty({ type: IdentificationWithdrawalView, nullable: true })
  withdrawal: IdentificationWithdrawalView | null;

  createdAt: string;
  version: number;
  abilities: IdentificationAbilitiesView;
}

export class ActorIdentificationPage {
  @ApiProperty({ type: [ActorIdentificationView] })
  items: ActorIdentificationView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export const presentIdentification =
  (caller: Pick<Caller, 'memberships' | 'key'>) =>
  (identification: NamedActorIdentification): ActorIdentificationView => {
    const { names, actorId, otherActorId, claimantId, recordedById, withdrawal, ...rest } = identification;
    const named = (id: string): CatalogueNameView => ({ id, name: names[id] ?? 'Unknown' });
    const may = mayWrite(caller) && mayInOrganization(caller, identification.organizationId, 'parties.write');
    return {
      ...rest,
      actor: named(actorId),
      otherActor: named(otherActorId),
      claimant: named(claimantId),
      recordedBy: named(recordedById),
      withdrawal: withdrawal && { reason: withdrawal.reason, at: withdrawal.at, by: named(withdrawal.byId) },
      abilities: { withdraw: may && withdrawal === null },
    };
  };
