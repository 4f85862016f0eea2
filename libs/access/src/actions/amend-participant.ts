import { Injectable } from '@nestjs/common';
import { CaseLock } from '@app/ledger';
import { Clock, Conflict, NothingChanged, requireUnchanged, UnitOfWork, type Tlp, type Tx } from '@app/platform';
import type { Caller, Capacity, CaseSight } from '../caller.js';
import { participantState, type Participant, type ParticipantState } from '../participant.entity.js';
import { requireFuture } from '../participation.rules.js';
import { Participants, type NamedParticipant } from '../participants.repository.js';

export interface ParticipantPatch {
  readonly capacity?: Capacity | undefined;
  readonly maxTlp?: Tlp | undefined;
  /** RFC 3339 instant; null: until it is ended. */
  readonly until?: string | null | undefined;
  readonly reason?: string | undefined;
}

@Injectable()
export class AmendParticipant {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly participants: Participants,
    private readonly clock: Clock,
  ) {}

  /**
   * Changes what a participation gives.
   *
   * @throws {Invalid} `until` has passed. @throws {NotFound} @throws {StaleVersion}
   * @throws {Conflict} `participation_ended`; `elevation_stays`.
   */
  async execute<View>(
    caller: Caller,
    { sight, id, readVersion, patch }: { sight: CaseSight; id: string; readVersion: number; patch: ParticipantPatch },
    present: (participant: NamedParticipant) => View,
  ): Promise<View> {
    requireFuture(patch.until, this.clock.now());
    return await this.unitOfWork.run(caller, async (tx) => {
      const { caseVersion } = await this.caseLock.open(tx, sight.incidentId);
      const participant = await this.participants.ofOpenCase(tx, id);
      requireUnchanged(readVersion, participant.version, caseVersion - 1);
      requireInForce(participant);
      requireInvited(participant);
      const before = participantState(participant);
      participant.capacity = patch.capacity ?? participant.capacity;
      participant.maxTlp = patch.maxTlp ?? participant.maxTlp;
      if (patch.until !== undefined) {
        participant.until = patch.until === null ? null : new Date(patch.until);
      }
      if (JSON.stringify(participantState(participant)) === JSON.stringify(before)) {
        throw new NothingChanged(present(participant));
      }
      await this.save(tx, participant, before, { action: 'participant.amended', reason: patch.reason });
      return present(participant);
    });
  }

  /**
   * Ends a participation: what it gave is gone with the commit.
   *
   * @throws {NotFound} @throws {Conflict} `participation_ended`.
   */
  async end<View>(
    caller: Caller,
    { sight, id, reason }: { sight: CaseSight; id: string; reason: string },
    present: (participant: NamedParticipant) => View,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      const participant = await this.participants.ofOpenCase(tx, id);
      requireInForce(participant);
      const before = participantState(participant);
      participant.endedAt = tx.case.recordedAt;
      await this.save(tx, participant, before, { action: 'participant.ended', reason });
      return present(participant);
    });
  }

  private async save(
    tx: Tx,
    participant: Participant,
    before: ParticipantState,
    { action, reason }: { action: string; reason: string | undefined },
  ): Promise<void> {
    participant.version = tx.case.caseVersion;
    await this.participants.save(tx, participant);
    tx.record({
      action,
      subject: { kind: 'participant', id: participant.id },
      before,
      after: participantState(participant),
      reason,
    });
  }
}

function requireInForce({ endedAt }: Participant): void {
  if (endedAt !== null) {
    throw new Conflict('participation_ended', 'This participation was ended. Invite again.');
  }
}

function requireInvited({ elevated }: Participant): void {
  if (elevated) {
    throw new Conflict('elevation_stays', 'Access that was taken by break-glass is not changed: end it.');
  }
}
