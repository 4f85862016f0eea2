import { ApiPropertyOptional } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { Optional, Text, Uuid } from '@app/platform/http';

export class BreakGlassDto {
  /** The case by its id; or else `organizationId` and `reference`. */
  @ApiPropertyOptional({ type: String, format: 'uuid' })
  @Optional()
  @Uuid()
  incidentId?: string;

  /** Whose case it is. */
  @ApiPropertyOptional({ type: String, format: 'uuid' })
  @Optional()
  @Uuid()
  organizationId?: string;

  /** `INC-2024-0001`. */
  @Optional()
  @Matches(/^INC-\d{4}-\d{4,9}$/, { message: 'reference must be like INC-2024-0001' })
  reference?: string;

  /** Why it cannot wait; told to the owner of the case, and kept in its history. */
  @Text(4000)
  reason: string;
}
