import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsString, Length } from 'class-validator';
import { OneOf, Optional, Text } from '@app/platform/http';
import { ROLES, type Role } from '../caller.js';
import { PASSWORD_LENGTH_MAX } from '../password.rules.js';
import { Line } from './line.js';
import { CODE_LENGTH_MAX } from './second-factor.dto.js';

export class InvitationDto {
  @Line(320)
  @IsEmail()
  email: string;

  @Line(200)
  name: string;

  @OneOf(ROLES)
  @ApiProperty({ enum: ROLES })
  role: Role;
}

export class AcceptanceDto {
  /** The one that the person has; or else the one that they choose, of 12 characters at the least. */
  @IsString()
  @Length(1, PASSWORD_LENGTH_MAX)
  password: string;

  /** A code of the authenticator or a recovery code, for people with a second factor. */
  @Optional()
  @Text(CODE_LENGTH_MAX)
  totp?: string;
}

export class MemberPatchDto {
  @OneOf(ROLES)
  @ApiProperty({ enum: ROLES })
  role: Role;

  /** Why; kept with the change. */
  @Optional()
  @Text(4000)
  reason?: string;
}
