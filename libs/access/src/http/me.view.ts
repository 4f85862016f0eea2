import { ApiProperty } from '@nestjs/swagger';
import type { UserId } from '@app/platform';
import { ROLES, type Membership, type Role } from '../caller.js';

export class MembershipView {
  organizationId: string;

  @ApiProperty({ enum: ROLES })
  role: Role;
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
}

export class SessionView {
  id: string;

  @ApiProperty({ type: String, nullable: true })
  userAgent: string | null;

  createdAt: string;
  expiresAt: string;
  current: boolean;
}

export class SessionPage {
  @ApiProperty({ type: [SessionView] })
  items: SessionView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

interface Me {
  readonly userId: UserId;
  readonly name: string;
  readonly email: string;
  readonly administrator: boolean;
  readonly csrfToken: string | null;
  readonly memberships: readonly Membership[];
}

export function presentMe({ userId, name, email, administrator, csrfToken, memberships }: Me): MeView {
  return {
    id: userId,
    name,
    email,
    administrator,
    csrfToken,
    memberships: memberships.map(({ organizationId, role }) => ({ organizationId, role })),
  };
}
