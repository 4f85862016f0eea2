import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import { OneOf, Optional, Text } from '@app/platform/http';
import { ENDING_SCOPES, type EndingScope } from '../actions/end-sessions.js';
import { PASSWORD_LENGTH_MAX } from '../password.rules.js';
import { CODE_LENGTH_MAX } from './second-factor.dto.js';

export class SignInDto {
  @Text(320)
  email: string;

  @IsString()
  @Length(1, PASSWORD_LENGTH_MAX)
  password: string;

  /** A code of the authenticator or a recovery code, for people with a second factor; ignored where there is none. */
  @Optional()
  @Text(CODE_LENGTH_MAX)
  totp?: string;
}

export class PasswordChangeDto {
  @IsString()
  @Length(1, PASSWORD_LENGTH_MAX)
  currentPassword: string;

  /** 12 to 200 characters, and none of the first that anyone would try. */
  @IsString()
  newPassword: string;
}

export class SessionEndingDto {
  /** `others`: all but this session; `all`: sign out everywhere. */
  @OneOf(ENDING_SCOPES)
  @ApiProperty({ enum: ENDING_SCOPES })
  scope: EndingScope;
}
