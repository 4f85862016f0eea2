import { Injectable } from '@nestjs/common';
import { CaseLock } from '@app/ledger';
import {
  Clock,
  Conflict,
  Invalid,
  newId,
  UnitOfWork,
  type OrganizationId,
  type ParticipantId,
  type Tlp,
  type Tx,
  type UserId,
} from '@app/platform';
import type { ParticipantInvitedV1 } from '../access.events.js';
import type { Caller, Capacity, CaseSight } from '../caller.js';
import { Participant, participantState } from '../participant.entity.js';
import { requireFuture } from '../participation.rules.js';
import { Participants, type NamedParticipant, type Standing } from '../participants.repository.js';

export interface ParticipantInvitation {
  readonly organizationId?: OrganizationId | undefined;
  readonly userId?: UserId | undefined;
  readonly capacity: Capacity;
  readonly maxTlp: Tlp;
  /** RFC 3339 instant; without it, until it is ended. */
  readonly until?: string | undefined;
}

@Injectable()
export class InviteParticipant {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly participants: Participants,
    private readonly clock: Clock,
  ) {}

  /**
   * Lets an organization or a person from outside see a case and take part in it.
   *
   * @throws {Invalid} not exactly one is named; `until` has passed; there is no such
   *   organization or person; it owns the case, or they are a member of the one that does.
   * @throws {Conflict} `already_participant`.
   */
  async execute<View>(
    caller: Caller,
    sight: CaseSight,
    invitation: ParticipantInvitation,
    present: (participant: NamedParticipant) => View,
  ): Promise<View> {
    if ((invitation.organizationId === undefined) === (invitation.userId === undefined)) {
      throw Invalid.at('organizationId', 'one_of', 'Name either an organization or a person.');
    }
    requireFuture(invitation.until, this.clock.now());
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      const name = nameOf(invitation, await this.participants.standing(tx, invitation), tx);
      const participant = await this.add(tx, invitation);
      tx.emit('participant.invited.v1', {
        incidentId: sight.incidentId,
        organizationId: tx.case.organizationId,
        caseVersion: tx.case.caseVersion,
        byUserId: caller.userId,
        participantId: participant.id,
      } satisfies ParticipantInvitedV1);
      return present(Object.assign(participant, { name, invitedByName: caller.name }));
    });
  }

  private async add(
    tx: Tx,
    { organizationId, userId, capacity, maxTlp, until }: ParticipantInvitation,
  ): Promise<Participant> {
    const { incidentId, recordedAt, caseVersion } = tx.case;
    const participant: Participant = Object.assign(new Participant(), {
      id: newId<'participant'>(recordedAt) as ParticipantId,
      incidentId,
      organizationId: organizationId ?? null,
      userId: userId ?? null,
      capacity,
      maxTlp,
      until: until === undefined ? null : new Date(until),
      elevated: false,
      reason: null,
      invitedById: tx.principal.userId,
      endedAt: null,
      createdAt: recordedAt,
      version: caseVersion,
    });
    await this.participants.add(tx, participant);
    tx.record({
      action: 'participant.invited',
      subject: { kind: 'participant', id: participant.id },
      before: null,
      after: participantState(participant),
    });
    return participant;
  }
}

function nameOf(invitation: ParticipantInvitation, standing: Standing, tx: Tx): string {
  const path = invitation.organizationId === undefined ? 'userId' : 'organizationId';
  const name = invitation.organizationId === undefined ? standing.userName : standing.organizationName;
  if (name === null) {
    throw Invalid.at(path, 'unknown_reference', 'There is no such organization or person.');
  }
  if (standing.isMember || invitation.organizationId === tx.case.organizationId) {
    throw Invalid.at(path, 'already_inside', 'They are of the organization that owns the case, and see it by that.');
  }
  if (standing.takesPart) {
    throw new Conflict('already_participant', 'They take part in this case already. Change or end that participation.');
  }
  return name;
}
