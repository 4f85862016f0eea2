import type { IncidentId, OrganizationId, ParticipantId, UserId } from '@app/platform';

/** `participant.invited.v1`. Fields are added, never changed. */
export interface ParticipantInvitedV1 {
  readonly incidentId: IncidentId;
  readonly organizationId: OrganizationId;
  /** The case version that the invitation made. */
  readonly caseVersion: number;
  readonly byUserId: UserId | null;
  readonly participantId: ParticipantId;
}
