import { ApiProperty } from '@nestjs/swagger';
import { ObjectOf, OneOf, Optional, Text, Texts, Uuid } from '@app/platform/http';
import { ERASABLE_KINDS } from '../erasure/erasable-kinds.js';

export class ErasedRecordDto {
  @ApiProperty({ enum: ERASABLE_KINDS })
  @OneOf(ERASABLE_KINDS)
  kind: string;

  @Uuid()
  id: string;
}

export class ErasureDto {
  @ObjectOf(() => ErasedRecordDto)
  subject: ErasedRecordDto;

  /** Members of the record as it is shown; `reason` is the reason given with each of its changes. */
  @Texts(30, 40)
  fields: string[];

  /** Law, order or reason that it rests on; stands in the history for ever. */
  @Text(2000)
  basis: string;
}

export class ErasureRefusalDto {
  @Text(4000)
  reason: string;
}

export class LegalHoldDto {
  /** One case of the organization; left out: all of them. */
  @Optional()
  @Uuid()
  incidentId?: string;

  @Text(4000)
  reason: string;
}

/** Why a hold is lifted; kept with it. */
export class LegalHoldEndingDto {
  @Text(4000)
  reason: string;
}
