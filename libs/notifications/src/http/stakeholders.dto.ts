import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsEmail, IsIn } from 'class-validator';
import { Line } from '@app/access/http';
import { TLP, type Tlp } from '@app/platform';
import { Clearable, OneOf, Optional, Text } from '@app/platform/http';
import { STAKEHOLDER_CHANNELS, type StakeholderChannel } from '../stakeholder.entity.js';

const CHANNELS_MAX = 5;

export class StakeholderDto {
  @Line(200)
  name: string;

  /** What they are to the organization: counsel, communications, a liaison. */
  @Line(200)
  role: string;

  @ApiPropertyOptional({ type: String, format: 'email' })
  @Optional()
  @Line(320)
  @IsEmail()
  email?: string;

  /** How they are told; by e-mail, where nothing is said. */
  @ApiPropertyOptional({ enum: STAKEHOLDER_CHANNELS, isArray: true })
  @Optional()
  @IsArray()
  @ArrayMaxSize(CHANNELS_MAX)
  @IsIn([...STAKEHOLDER_CHANNELS], { each: true })
  channels?: StakeholderChannel[];

  /** Of a case that is marked higher they are not told. */
  @ApiProperty({ enum: TLP })
  @OneOf(TLP)
  maxTlp: Tlp;
}

export class StakeholderPatchDto {
  @Optional()
  @Line(200)
  name?: string;

  @Optional()
  @Line(200)
  role?: string;

  /** Null: there is none. */
  @ApiPropertyOptional({ type: String, format: 'email', nullable: true })
  @Clearable()
  @Line(320)
  @IsEmail()
  email?: string | null;

  @ApiPropertyOptional({ enum: STAKEHOLDER_CHANNELS, isArray: true })
  @Optional()
  @IsArray()
  @ArrayMaxSize(CHANNELS_MAX)
  @IsIn([...STAKEHOLDER_CHANNELS], { each: true })
  channels?: StakeholderChannel[];

  @ApiPropertyOptional({ enum: TLP })
  @Optional()
  @OneOf(TLP)
  maxTlp?: Tlp;

  /** Why; kept with the change. */
  @Optional()
  @Text(4000)
  reason?: string;
}
