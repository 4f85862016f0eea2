import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { HypothesisDto, StatementDto } from '@app/attribution/http';
import { DisclosureDto } from '@app/disclosure/http';
import { SEVERITIES, STATUSES, type Severity, type Status } from '@app/incidents';
import { AccountDto } from '@app/incidents/http';
import { TLP, type PartialTime, type Tlp, type UserId } from '@app/platform';
import {
  Clearable,
  ListOf,
  Marking,
  ObjectOf,
  OneOf,
  Optional,
  Text,
  Texts,
  TimeInWorld,
  Uuid,
} from '@app/platform/http';
import { PARTY_KINDS, type PartyKind } from '@app/parties';
import { CATEGORIES } from '../categories.js';

/** A name that the parts of one report call each other by. */
const Key = (): PropertyDecorator => Text(100);

export class FiledAccountDto extends AccountDto {
  @Optional()
  @Key()
  key?: string;
}

/** One account was used against another; both are named by their `key` in this report. */
export class FiledPivotDto {
  @Key()
  fromKey: string;

  @Key()
  toKey: string;

  @Optional()
  @Text(500)
  method?: string;

  @Optional()
  @TimeInWorld()
  at?: PartialTime;

  /** Up to your own clearance; left out: as the case. */
  @Marking()
  tlp?: Tlp | null;
}

export class FiledDisclosureDto extends DisclosureDto {
  @Optional()
  @Key()
  key?: string;
}

const FILED_LINK_KINDS = ['claim', 'disclosure'] as const;

export class FiledLinkDto {
  @ApiProperty({ enum: FILED_LINK_KINDS })
  @OneOf(FILED_LINK_KINDS)
  kind: 'claim' | 'disclosure';

  @Key()
  key: string;
}

export class FiledPartyDto {
  @Text(200)
  name: string;

  @ApiProperty({ enum: PARTY_KINDS })
  @OneOf(PARTY_KINDS)
  kind: PartyKind;
}

/** A claim in a report: about the hypothesis given, else the alleged actor, else unknown. */
export class FiledClaimDto extends StatementDto {
  @Optional()
  @Key()
  key?: string;

  @Optional()
  @Uuid()
  claimantId?: string;

  /** A claimant who is not in the list of parties yet. Neither: the organization that files. */
  @Optional()
  @ObjectOf(() => FiledPartyDto)
  claimant?: FiledPartyDto;

  @Optional()
  @ObjectOf(() => HypothesisDto)
  hypothesis?: HypothesisDto;

  @Optional()
  @ListOf(() => FiledLinkDto, 100)
  restsOn?: FiledLinkDto[];

  @Optional()
  @ListOf(() => FiledLinkDto, 100)
  respondsTo?: FiledLinkDto[];
}

/** Who is accused. The claim that names them is recorded with it. */
export class AllegedActorDto {
  @Optional()
  @Text(300)
  name?: string;

  @Optional()
  @Uuid()
  actorId?: string;

  /** Who accuses; left out: the organization that files. */
  @Optional()
  @Uuid()
  claimantId?: string;
}

/** A whole report in one call. Only the title is needed. */
export class ReportDto {
  @Text(300)
  title: string;

  /** Needed where you may file for more than one. */
  @Optional()
  @Uuid()
  organizationId?: string;

  @Optional()
  @Text(20_000)
  summary?: string;

  @ApiPropertyOptional({ enum: CATEGORIES })
  @Optional()
  @OneOf(CATEGORIES)
  category?: string;

  /** Left out: not assessed. */
  @ApiPropertyOptional({ enum: SEVERITIES })
  @Optional()
  @OneOf(SEVERITIES)
  severity?: Severity;

  /** Left out: the organization's default. */
  @ApiPropertyOptional({ enum: TLP })
  @Optional()
  @OneOf(TLP)
  tlp?: Tlp;

  @Optional()
  @TimeInWorld()
  occurredAt?: PartialTime;

  @Optional()
  @TimeInWorld()
  detectedAt?: PartialTime;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: false })
  @Optional()
  @Uuid()
  leadId?: UserId;

  @Optional()
  @Texts(50, 50)
  tags?: string[];

  @Optional()
  @ListOf(() => FiledAccountDto, 200)
  affectedAccounts?: FiledAccountDto[];

  @Optional()
  @ListOf(() => FiledPivotDto, 400)
  pivots?: FiledPivotDto[];

  @Optional()
  @ListOf(() => FiledDisclosureDto, 50)
  disclosures?: FiledDisclosureDto[];

  @Optional()
  @ListOf(() => FiledClaimDto, 100)
  claims?: FiledClaimDto[];

  @Optional()
  @ObjectOf(() => AllegedActorDto)
  allegedActor?: AllegedActorDto;
}

/** What is left out stays; null clears. */
export class IncidentPatchDto {
  @Optional()
  @Text(300)
  title?: string;

  @Clearable()
  @Text(20_000)
  summary?: string | null;

  @ApiPropertyOptional({ enum: CATEGORIES, nullable: true })
  @Clearable()
  @OneOf(CATEGORIES)
  category?: string | null;

  @ApiPropertyOptional({ enum: SEVERITIES, nullable: true })
  @Clearable()
  @OneOf(SEVERITIES)
  severity?: Severity | null;

  @ApiPropertyOptional({ enum: TLP })
  @Optional()
  @OneOf(TLP)
  tlp?: Tlp;

  @Clearable()
  @TimeInWorld()
  occurredAt?: PartialTime | null;

  @Clearable()
  @TimeInWorld()
  detectedAt?: PartialTime | null;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  @Clearable()
  @Uuid()
  leadId?: UserId | null;

  @Optional()
  @Texts(50, 50)
  tags?: string[];

  /** Why; kept with the change. */
  @Optional()
  @Text(4000)
  reason?: string;
}

export class TransitionDto {
  @ApiProperty({ enum: STATUSES })
  @OneOf(STATUSES)
  to: Status;

  @Text(4000)
  reason: string;

  /** Needed to close. */
  @Optional()
  @Text(20_000)
  closingSummary?: string;
}

export class MergerDto {
  /** The incident that this one is a duplicate of. */
  @Uuid()
  into: string;

  @Text(4000)
  reason: string;
}

export class ReasonDto {
  @Text(4000)
  reason: string;
}
