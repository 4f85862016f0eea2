import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import type { OrganizationId } from '@app/platform';
import { Instant, Optional, Uuid } from '@app/platform/http';
import { SCOPES, type Scope } from '../caller.js';
import { Line } from './line.js';

export class ApiKeyDto {
  /** In which the key acts; may be left out by a member of only one. */
  @ApiPropertyOptional({ type: String, format: 'uuid' })
  @Optional()
  @Uuid()
  organizationId?: OrganizationId;

  @Line(100)
  name: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(SCOPES.length)
  @ArrayUnique()
  @IsIn([...SCOPES], { each: true })
  @ApiProperty({ enum: SCOPES, isArray: true })
  scopes: Scope[];

  /** Within a year; in 90 days where it is left out. */
  @Optional()
  @Instant()
  expiresAt?: string;
}
