import { ApiProperty } from '@nestjs/swagger';
import type { UserId } from '@app/platform';
import { ROLES, type Membership, type Role } from '../caller.js';
import type { SecondFactorStanding } from '../second-factors.repository.js';

export class MembershipView {
  organizationId: string;

  @ApiProperty({ enum: ROLES })
  role: Role;
}

export class DemandingOrganizationView {
  organizationId: string;
  name: string;
}

export class MySecondFactorView {
  /** Set up: signing in takes a code. */
  enrolled: boolean;
  /** In this session. Without it, the session has no seat in the organizations that demand one. */
  passed: boolean;

  /** The caller's organizations that demand one. */
  @ApiProperty({ type: [DemandingOrganizationView] })
  requiredBy: DemandingOrganizationView[];
}

export class MeView {
  id: string;
  name: string;
  email: string;
  /** May create organizations. */
  administrator: boolean;

  /** To be sent as `X-CSRF-Token` with unsafe methods; null for API keys, which need none. */
  @ApiProperty({ type: String, nullable: true })
  csrfToken: string | null;

  memberships: MembershipView[];

  /** Null for API keys. */
  @ApiProperty({ type: MySecondFactorView, nullable: true })
  secondFactor: MySecondFactorView | null;
}

interface Me {
  readonly userId: UserId;
  readonly name: string;
  readonly email: string;
  readonly administrator: boolean;
  readonly csrfToken: string | null;
  readonly memberships: readonly Membership[];
  readonly secondFactorPassed: boolean;
}

/** Somebody who is signed in; `standing` is null where they came with a key. */
export function presentMe(me: Me, standing: SecondFactorStanding | null): MeView {
  const { userId, name, email, administrator, csrfToken, memberships, secondFactorPassed } = me;
  return {
    id: userId,
    name,
    email,
    administrator,
    csrfToken,
    memberships: memberships.map(({ organizationId, role }) => ({ organizationId, role })),
    secondFactor: standing && {
      enrolled: standing.enrolledAt !== null,
      passed: secondFactorPassed,
      requiredBy: standing.requiredBy.map(({ organizationId, name: called }) => ({ organizationId, name: called })),
    },
  };
}
