import { Optional, Text } from '@app/platform/http';

/** Longer than any code with its spaces and hyphens. */
export const CODE_LENGTH_MAX = 60;

export class EnrollmentDto {
  /** Of the second factor that there is already; left out where there is none. */
  @Optional()
  @Text(CODE_LENGTH_MAX)
  code?: string;
}

export class CodeDto {
  /** Of the authenticator that was offered. */
  @Text(CODE_LENGTH_MAX)
  code: string;
}

export class ProofDto {
  /** A code of the authenticator, or a recovery code. */
  @Text(CODE_LENGTH_MAX)
  code: string;
}
