import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Line } from '@app/access/http';
import { Matches } from 'class-validator';
import type { OrganizationId } from '@app/platform';
import { ListOf, OneOf, Optional, PageQuery, Text, Uuid } from '@app/platform/http';
import { PARTY_KINDS, type PartyKind } from '../party.entity.js';

export class NamesQuery extends PageQuery {
  /** Part of a name. */
  @Optional()
  @Text(200)
  q?: string;
}

export class PartyDto {
  @Line(200)
  name: string;

  @OneOf(PARTY_KINDS)
  @ApiProperty({ enum: PARTY_KINDS })
  kind: PartyKind;

  /** Whose it is to be; may be left out by a member of only one organization. */
  @Optional()
  @Uuid()
  organizationId?: OrganizationId;
}

export class ActorNameDto {
  @Line(200)
  name: string;

  /** The party that uses it. */
  @Line(200)
  usedBy: string;
}

export class ActorDto {
  @Line(200)
  name: string;

  @Optional()
  @Line(200)
  suspectedSponsor?: string;

  /** Group id in MITRE ATT&CK, such as G1044. */
  @Optional()
  @Matches(/^G\d{4}$/, { message: '$property must be a group id such as G1044' })
  attackId?: string;

  @Optional()
  @ListOf(() => ActorNameDto, 100)
  @ApiPropertyOptional({ type: [ActorNameDto] })
  names?: ActorNameDto[];

  /** Whose it is to be; may be left out by a member of only one organization. */
  @Optional()
  @Uuid()
  organizationId?: OrganizationId;
}
