import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { PartialTime, Tlp } from '@app/platform';
import {
  Clearable,
  Flag,
  ListOf,
  Marking,
  OneOf,
  Optional,
  Text,
  TimeInWorld,
  Uuid,
  WebAddress,
} from '@app/platform/http';
import {
  AUTHENTICITIES,
  CHANNELS,
  CREDIBILITIES,
  RELIABILITIES,
  type Authenticity,
  type Channel,
  type Reliability,
} from '../disclosures.js';

export class FiledArtifactDto {
  @Text(300)
  title: string;

  @Optional()
  @Text(4000)
  description?: string;

  @ApiProperty({ enum: AUTHENTICITIES })
  @OneOf(AUTHENTICITIES)
  authenticity: Authenticity;

  /** The party that says so. */
  @Optional()
  @Uuid()
  authenticityBy?: string;

  @Optional()
  @Matches(/^[0-9a-fA-F]{64}$/, { message: '$property must be a SHA-256 in hex' })
  sha256?: string;

  /** Up to your own clearance; left out: as the case. */
  @Marking()
  tlp?: Tlp | null;
}

export class ArtifactDto extends FiledArtifactDto {
  @Optional()
  @Uuid()
  disclosureId?: string;
}

export class ArtifactPatchDto {
  @Optional()
  @Text(300)
  title?: string;

  @Clearable()
  @Text(4000)
  description?: string | null;

  @ApiPropertyOptional({ enum: AUTHENTICITIES })
  @Optional()
  @OneOf(AUTHENTICITIES)
  authenticity?: Authenticity;

  @Clearable()
  @Uuid()
  authenticityBy?: string | null;

  @Clearable()
  @Matches(/^[0-9a-f]{64}$/, { message: '$property must be a SHA-256 in lower-case hex' })
  sha256?: string | null;

  /** Up to your own clearance; null: as the case. */
  @Marking()
  tlp?: Tlp | null;

  /** Why; kept with the change. */
  @Optional()
  @Text(4000)
  reason?: string;
}

export class DisclosureDto {
  @Optional()
  @Uuid()
  sourcePartyId?: string;

  @Optional()
  @Text(500)
  sourceDescription?: string;

  @Flag()
  anonymous: boolean;

  @ApiProperty({ enum: CHANNELS })
  @OneOf(CHANNELS)
  channel: Channel;

  @Optional()
  @Uuid()
  receivedByPartyId?: string;

  @Optional()
  @TimeInWorld()
  receivedAt?: PartialTime;

  @Optional()
  @TimeInWorld()
  publicAt?: PartialTime;

  /** Reliability of the source, A to F (Admiralty). */
  @ApiPropertyOptional({ enum: RELIABILITIES })
  @Optional()
  @OneOf(RELIABILITIES)
  reliability?: Reliability;

  /** Credibility of the information, 1 to 6 (Admiralty). */
  @ApiPropertyOptional({ enum: CREDIBILITIES })
  @Optional()
  @OneOf(CREDIBILITIES)
  credibility?: number;

  @Text(20_000)
  summary: string;

  @Optional()
  @WebAddress()
  url?: string;

  @Optional()
  @ListOf(() => FiledArtifactDto, 100)
  artifacts?: FiledArtifactDto[];

  /** Up to your own clearance; left out: as the case. */
  @Marking()
  tlp?: Tlp | null;
}

export class DisclosurePatchDto {
  @Clearable()
  @Uuid()
  sourcePartyId?: string | null;

  @Clearable()
  @Text(500)
  sourceDescription?: string | null;

  @Optional()
  @Flag()
  anonymous?: boolean;

  @ApiPropertyOptional({ enum: CHANNELS })
  @Optional()
  @OneOf(CHANNELS)
  channel?: Channel;

  @Clearable()
  @Uuid()
  receivedByPartyId?: string | null;

  @Clearable()
  @TimeInWorld()
  receivedAt?: PartialTime | null;

  @Clearable()
  @TimeInWorld()
  publicAt?: PartialTime | null;

  @ApiPropertyOptional({ enum: RELIABILITIES })
  @Clearable()
  @OneOf(RELIABILITIES)
  reliability?: Reliability | null;

  @ApiPropertyOptional({ enum: CREDIBILITIES })
  @Clearable()
  @OneOf(CREDIBILITIES)
  credibility?: number | null;

  @Optional()
  @Text(20_000)
  summary?: string;

  @Clearable()
  @WebAddress()
  url?: string | null;

  /** Up to your own clearance; null: as the case. */
  @Marking()
  tlp?: Tlp | null;

  /** Why; kept with the change. */
  @Optional()
  @Text(4000)
  reason?: string;
}
