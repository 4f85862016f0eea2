import { Injectable } from '@nestjs/common';
import { CaseLock } from '@app/ledger';
import {
  Conflict,
  newId,
  NotFound,
  Problem,
  UnitOfWork,
  type ParticipantId,
  type Principal,
  type Tx,
} from '@app/platform';
import type { AccessElevatedV1 } from '../access.events.js';
import { ELEVATION_MS, waitSeconds } from '../break-glass.rules.js';
import type { Caller } from '../caller.js';
import { Elevations, type CaseNamed } from '../elevations.repository.js';
import { Participant, participantState } from '../participant.entity.js';
import { Participants, type NamedParticipant } from '../participants.repository.js';

export interface BreakingGlass extends CaseNamed {
  /** Why; the owner of the case is told. */
  readonly reason: string;
}

@Injectable()
export class BreakGlass {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly elevations: Elevations,
    private readonly participants: Participants,
  ) {}

  /**
   * Lets the caller read a case that they do not see, for four hours and a reason. Who administers the installation
   * may, and who takes or took part in the case; for everybody else there is no such case. The owner is told at
   * once, and can end it.
   *
   * @throws {Problem} 429 `too_many_elevations`. @throws {NotFound} there is no such case, the caller may not, or the
   *   owner ended an elevation of theirs a short time ago. @throws {Conflict} `case_is_seen`.
   */
  async execute<View>(
    caller: Caller,
    { reason, ...named }: BreakingGlass,
    present: (participant: NamedParticipant) => View,
  ): Promise<View> {
    // The case is not the caller's to see, and so it is opened for a purpose, which the history keeps beside who did it.
    const principal: Principal = { ...caller, purpose: 'break_glass' };
    return await this.unitOfWork.run(principal, async (tx) => {
      requireFewer(await this.elevations.recent(tx, caller), tx.at);
      const found = await this.elevations.breakable(tx, caller, named);
      if (!found) {
        throw new NotFound('incident');
      }
      await this.caseLock.open(tx, found.incidentId);
      // Again, behind the lock: of two requests at once, the second finds that the case is seen.
      if ((await this.elevations.breakable(tx, caller, named))?.seen !== false) {
        throw new Conflict('case_is_seen', 'You see this case already.');
      }
      const participant = await this.elevate(tx, caller, reason);
      return present(Object.assign(participant, { name: caller.name, invitedByName: null }));
    });
  }

  private async elevate(tx: Tx, caller: Caller, reason: string): Promise<Participant> {
    const { incidentId, organizationId, recordedAt, caseVersion } = tx.case;
    const until = new Date(tx.at.getTime() + ELEVATION_MS);
    const participant: Participant = Object.assign(new Participant(), {
      id: newId<'participant'>(recordedAt) as ParticipantId,
      incidentId,
      organizationId: null,
      userId: caller.userId,
      capacity: 'auditor' as const,
      maxTlp: 'red' as const,
      until,
      elevated: true,
      reason,
      invitedById: null,
      endedAt: null,
      createdAt: recordedAt,
      version: caseVersion,
    });
    await this.participants.add(tx, participant);
    tx.record({
      action: 'participant.elevated',
      subject: { kind: 'participant', id: participant.id },
      before: null,
      after: participantState(participant),
      reason,
    });
    tx.emit('access.elevated.v1', {
      incidentId,
      organizationId,
      caseVersion,
      byUserId: caller.userId,
      participantId: participant.id,
      reason,
      until: until.toISOString(),
    } satisfies AccessElevatedV1);
    return participant;
  }
}

function requireFewer(elevatedAt: readonly Date[], now: Date): void {
  const retryAfterSeconds = waitSeconds(elevatedAt, now);
  if (retryAfterSeconds > 0) {
    throw new Problem(
      429,
      'too_many_elevations',
      'You have broken the glass too often today. Ask the owner of the case.',
      {
        retryAfterSeconds,
      },
    );
  }
}
