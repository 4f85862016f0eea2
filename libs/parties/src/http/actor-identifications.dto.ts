import { ApiProperty } from '@nestjs/swagger';
import type { OrganizationId, PartialTime } from '@app/platform';
import { ObjectOf, OneOf, Optional, Text, TimeInWorld, Uuid, WebAddress } from '@app/platform/http';
import { ACTOR_RELATIONS, type ActorRelation } from '../actor-identification.js';

export class IdentificationSourceDto {
  @Optional()
  @Text(500)
  title?: string;

  @Optional()
  @Text(200)
  publisher?: string;

  @Optional()
  @WebAddress()
  url?: string;
}

export class ActorIdentificationDto {
  @Uuid()
  otherActorId: string;

  /** How the actor of the address stands to the other. */
  @ApiProperty({ enum: ACTOR_RELATIONS })
  @OneOf(ACTOR_RELATIONS)
  relation: ActorRelation;

  /** The party that says so. */
  @Uuid()
  claimantId: string;

  @Text(20_000)
  statement: string;

  @Optional()
  @ObjectOf(() => IdentificationSourceDto)
  source?: IdentificationSourceDto;

  @TimeInWorld()
  saidAt: PartialTime;

  /** Whose record it is to be; may be left out by a member of only one organization. */
  @Optional()
  @Uuid()
  organizationId?: OrganizationId;
}

export class IdentificationWithdrawalDto {
  @Text(4000)
  reason: string;
}
