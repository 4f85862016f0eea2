import { Injectable } from '@nestjs/common';
import type { Caller } from '@app/access';
import { CaseLock } from '@app/ledger';
import { Conflict, newId, NothingChanged, requireUnchanged, UnitOfWork, type Tlp, type Tx } from '@app/platform';
import {
  Stakeholder,
  stakeholderState,
  type StakeholderChannel,
  type StakeholderState,
} from '../stakeholder.entity.js';
import { Stakeholders, type RegisterOf } from '../stakeholders.repository.js';

export interface StakeholderInput {
  readonly name: string;
  readonly role: string;
  readonly email?: string | undefined;
  readonly channels?: readonly StakeholderChannel[] | undefined;
  readonly maxTlp: Tlp;
}

export interface StakeholderPatch {
  readonly name?: string | undefined;
  readonly role?: string | undefined;
  readonly email?: string | null | undefined;
  readonly channels?: readonly StakeholderChannel[] | undefined;
  readonly maxTlp?: Tlp | undefined;
  readonly reason?: string | undefined;
}

/** Keeps the register of those who are to be told. An entry is ended, never deleted. */
@Injectable()
export class KeepStakeholders {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly stakeholders: Stakeholders,
  ) {}

  /** `present` makes the answer, inside the transaction: it is kept for a repeat of the request. */
  async register<View>(
    caller: Caller,
    register: RegisterOf,
    input: StakeholderInput,
    present: (stakeholder: Stakeholder) => View,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.open(tx, register);
      const stakeholder: Stakeholder = Object.assign(new Stakeholder(), {
        id: newId<'stakeholder'>(tx.recordedAt),
        organizationId: register.organizationId,
        incidentId: register.incidentId,
        name: input.name,
        role: input.role,
        email: input.email ?? null,
        channels: [...(input.channels ?? (['email'] as const))],
        maxTlp: input.maxTlp,
        endedAt: null,
        version: tx.inCase?.caseVersion ?? 1,
        createdAt: tx.recordedAt,
      });
      await this.stakeholders.insert(tx, stakeholder);
      tx.record({
        action: 'stakeholder.registered',
        subject: { kind: 'stakeholder', id: stakeholder.id },
        before: null,
        after: stakeholderState(stakeholder),
      });
      return present(stakeholder);
    });
  }

  /**
   * @throws {NotFound} @throws {Conflict} `stakeholder_ended`. @throws {StaleVersion} it was changed after
   *   `readVersion`.
   */
  async amend<View>(
    caller: Caller,
    register: RegisterOf,
    { id, readVersion, patch }: { id: string; readVersion: number; patch: StakeholderPatch },
    present: (stakeholder: Stakeholder) => View,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      const stakeholder = await this.openEntry(tx, register, id);
      const caseVersion = tx.inCase ? tx.inCase.caseVersion - 1 : stakeholder.version;
      requireUnchanged(readVersion, stakeholder.version, caseVersion);
      const before = stakeholderState(stakeholder);
      const { reason, ...fields } = patch;
      Object.assign(stakeholder, Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)));
      if (JSON.stringify(stakeholderState(stakeholder)) === JSON.stringify(before)) {
        throw new NothingChanged(present(stakeholder));
      }
      await this.save(tx, stakeholder, { action: 'stakeholder.amended', before, reason });
      return present(stakeholder);
    });
  }

  /**
   * Ends an entry: from the commit on they are told nothing, and what is under way is withheld.
   *
   * @throws {NotFound} @throws {Conflict} `stakeholder_ended`.
   */
  async end<View>(
    caller: Caller,
    register: RegisterOf,
    { id, reason }: { id: string; reason: string },
    present: (stakeholder: Stakeholder) => View,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      const stakeholder = await this.openEntry(tx, register, id);
      const before = stakeholderState(stakeholder);
      stakeholder.endedAt = tx.recordedAt;
      await this.save(tx, stakeholder, { action: 'stakeholder.ended', before, reason });
      return present(stakeholder);
    });
  }

  private async openEntry(tx: Tx, register: RegisterOf, id: string): Promise<Stakeholder> {
    await this.open(tx, register);
    const stakeholder = await this.stakeholders.lock(tx, register, id);
    if (stakeholder.endedAt) {
      throw new Conflict('stakeholder_ended', 'This entry has ended. Register them again.');
    }
    return stakeholder;
  }

  private async save(
    tx: Tx,
    stakeholder: Stakeholder,
    { action, before, reason }: { action: string; before: StakeholderState; reason?: string | undefined },
  ): Promise<void> {
    stakeholder.version = tx.inCase?.caseVersion ?? stakeholder.version + 1;
    await this.stakeholders.update(tx, stakeholder);
    const after = stakeholderState(stakeholder);
    tx.record({ action, subject: { kind: 'stakeholder', id: stakeholder.id }, before, after, reason });
  }

  private async open(tx: Tx, { organizationId, incidentId }: RegisterOf): Promise<void> {
    if (incidentId) {
      await this.caseLock.open(tx, incidentId);
    } else {
      tx.concerns(organizationId);
    }
  }
}
