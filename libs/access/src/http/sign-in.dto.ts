import { Length, IsString } from 'class-validator';
import { Optional, Text } from '@app/platform/http';

export class SignInDto {
  @Text(320)
  email: string;

  @IsString()
  @Length(1, 200)
  password: string;

  /** For accounts with a second factor; ignored where there is none. */
  @Optional()
  @Text(20)
  totp?: string;
}
