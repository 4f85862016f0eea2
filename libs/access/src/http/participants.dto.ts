import type { OrganizationId, Tlp, UserId } from '@app/platform';
import { TLP } from '@app/platform';
import { Clearable, Instant, OneOf, Optional, Text, Uuid } from '@app/platform/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CAPACITIES, type Capacity } from '../caller.js';

export class ParticipantDto {
  /** Every member of this organization; or else `userId`. */
  @ApiPropertyOptional({ type: String, format: 'uuid' })
  @Optional()
  @Uuid()
  organizationId?: OrganizationId;

  /** This person alone. */
  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: false })
  @Optional()
  @Uuid()
  userId?: UserId;

  @OneOf(CAPACITIES)
  @ApiProperty({ enum: CAPACITIES })
  capacity: Capacity;

  /** A case that is marked higher than this is not seen. */
  @OneOf(TLP)
  @ApiProperty({ enum: TLP })
  maxTlp: Tlp;

  /** When it ends by itself; in the future. */
  @Optional()
  @Instant()
  until?: string;
}

export class ParticipantPatchDto {
  @Optional()
  @OneOf(CAPACITIES)
  @ApiPropertyOptional({ enum: CAPACITIES })
  capacity?: Capacity;

  @Optional()
  @OneOf(TLP)
  @ApiPropertyOptional({ enum: TLP })
  maxTlp?: Tlp;

  /** Null: it does not end by itself. */
  @Clearable()
  @Instant()
  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true })
  until?: string | null;

  /** Why; kept with the change. */
  @Optional()
  @Text(4000)
  reason?: string;
}

/** Why something is ended; kept with it. */
export class EndingDto {
  @Text(4000)
  reason: string;
}
