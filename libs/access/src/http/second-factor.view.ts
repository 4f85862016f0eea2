import { ApiProperty } from '@nestjs/swagger';
import type { SecondFactorStanding } from '../second-factors.repository.js';
import { DemandingOrganizationView } from './me.view.js';

export class SecondFactorView {
  /** Whether one can be set up here: the operator has set a key for secrets. */
  available: boolean;

  /** Null: none is set up. */
  @ApiProperty({ type: String, nullable: true })
  enrolledAt: string | null;

  recoveryCodesLeft: number;

  /** Organizations of the caller that demand one: it cannot be removed, and can be replaced. */
  @ApiProperty({ type: [DemandingOrganizationView] })
  requiredBy: DemandingOrganizationView[];
}

/** An authenticator that was offered; told once. */
export class EnrollmentView {
  /** Base32, to be typed. */
  secret: string;
  /** `otpauth://totp/...`, to be scanned as a QR code. */
  uri: string;
  /** Until when its first code is taken. */
  expiresAt: string;
}

/** Codes for when the authenticator is lost, each good once; shown once. */
export class RecoveryCodesView {
  recoveryCodes: string[];
}

export class ConfirmationView extends RecoveryCodesView {
  /** The session has a new cookie, and this new token. */
  csrfToken: string;
}

export const presentSecondFactor = (
  { enrolledAt, recoveryCodesLeft, requiredBy }: SecondFactorStanding,
  available: boolean,
): SecondFactorView => ({
  available,
  enrolledAt: enrolledAt?.toISOString() ?? null,
  recoveryCodesLeft,
  requiredBy: requiredBy.map(({ organizationId, name }) => ({ organizationId, name })),
});
