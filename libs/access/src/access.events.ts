import type { IncidentId, OrganizationId, ParticipantId, UserId } from '@app/platform';

/** `access.elevated.v1`: somebody took access to a case by break-glass. Fields are added, never changed. */
export interface AccessElevatedV1 {
  readonly incidentId: IncidentId;
  /** Whose case it is. */
  readonly organizationId: OrganizationId;
  readonly caseVersion: number;
  /** Who took it. */
  readonly byUserId: UserId;
  readonly participantId: ParticipantId;
  readonly reason: string;
  /** RFC 3339: when it ends by itself. */
  readonly until: string;
}

/**
 * `seat.ended.v1`: somebody is no member of an organization any more, or none who works there. Fields are added,
 * never changed.
 */
export interface SeatEndedV1 {
  readonly organizationId: OrganizationId;
  readonly userId: UserId;
  readonly byUserId: UserId | null;
  readonly reason: string | null;
}

/** `work.left.v1`, one for each case that `seat.ended.v1` may leave work in. Fields are added, never changed. */
export interface WorkLeftV1 extends SeatEndedV1 {
  readonly incidentId: IncidentId;
}

/** `participant.invited.v1`. Fields are added, never changed. */
export interface ParticipantInvitedV1 {
  readonly incidentId: IncidentId;
  readonly organizationId: OrganizationId;
  /** The case version that the invitation made. */
  readonly caseVersion: number;
  readonly byUserId: UserId | null;
  readonly participantId: ParticipantId;
}
