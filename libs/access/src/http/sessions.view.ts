import { ApiProperty } from '@nestjs/swagger';
import type { SessionRow } from '../sessions.repository.js';
import { SESSION_METHODS, type SessionMethod } from '../sessions.rules.js';
import { SIGN_IN_EVENTS, type SignInEvent, type SignInEventKind } from '../sign-in-events.repository.js';

export class SessionView {
  id: string;

  /** How it began. */
  @ApiProperty({ enum: SESSION_METHODS })
  method: SessionMethod;

  @ApiProperty({ type: String, nullable: true })
  userAgent: string | null;

  /** The address that it began from. */
  @ApiProperty({ type: String, nullable: true })
  source: string | null;

  createdAt: string;
  /** Within five minutes. */
  lastSeenAt: string;
  /** When it ends by itself unless it is used. */
  expiresAt: string;
  /** Whether it passed a second factor. */
  secondFactorPassed: boolean;
  current: boolean;
}

export class SessionPage {
  @ApiProperty({ type: [SessionView] })
  items: SessionView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class SessionEndingView {
  /** How many sessions ended. */
  ended: number;
}

export class PasswordChangeView {
  changedAt: string;
}

/** Something that changed in how the caller signs in. */
export class SignInEventView {
  id: string;

  @ApiProperty({ enum: SIGN_IN_EVENTS })
  kind: SignInEventKind;

  at: string;

  /** Where the request came from; null where the operator of the installation did it. */
  @ApiProperty({ type: String, nullable: true })
  source: string | null;

  @ApiProperty({ type: String, nullable: true })
  reason: string | null;
}

export class SignInEventPage {
  @ApiProperty({ type: [SignInEventView] })
  items: SignInEventView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export const presentSession = (row: SessionRow, currentId: string | undefined): SessionView => ({
  id: row.id,
  method: row.method,
  userAgent: row.userAgent,
  source: row.source,
  createdAt: row.createdAt.toISOString(),
  lastSeenAt: row.lastSeenAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  secondFactorPassed: row.secondFactorAt !== null,
  current: row.id === currentId,
});

export const presentSignInEvent = ({ at, ...event }: SignInEvent): SignInEventView => ({
  ...event,
  at: at.toISOString(),
});
