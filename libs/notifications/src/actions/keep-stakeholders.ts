import { Injectable } from '@nestjs/common';
import type { Caller } from '@app/access';
import { CaseLock } from '@app/ledger';
import {
  newId,
  NothingChanged,
  requireUnchanged,
  UnitOfWork,
  type StakeholderId,
  type Tlp,
  type Tx,
} from '@app/platform';
import { Stakeholder, stakeholderState, type StakeholderChannel } from '../stakeholder.entity.js';
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
  /** True ends the entry now, false takes it up again. */
  readonly ended?: boolean | undefined;
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
        id: newId<'stakeholder'>(tx.recordedAt) as StakeholderId,
        ...register,
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

  /** @throws {NotFound} @throws {StaleVersion} it was changed after `readVersion`. */
  async amend<View>(
    caller: Caller,
    register: RegisterOf,
    { id, readVersion, patch }: { id: string; readVersion: number; patch: StakeholderPatch },
    present: (stakeholder: Stakeholder) => View,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.open(tx, register);
      const stakeholder = await this.stakeholders.lock(tx, register, id);
      requireUnchanged(readVersion, stakeholder.version, tx.inCase ? tx.inCase.caseVersion - 1 : stakeholder.version);
      const before = stakeholderState(stakeholder);
      lay(stakeholder, patch, tx.recordedAt);
      if (JSON.stringify(stakeholderState(stakeholder)) === JSON.stringify(before)) {
        throw new NothingChanged(present(stakeholder));
      }
      stakeholder.version = tx.inCase?.caseVersion ?? stakeholder.version + 1;
      await this.stakeholders.update(tx, stakeholder);
      tx.record({
        action: patch.ended === true ? 'stakeholder.ended' : 'stakeholder.amended',
        subject: { kind: 'stakeholder', id: stakeholder.id },
        before,
        after: stakeholderState(stakeholder),
        reason: patch.reason,
      });
      return present(stakeholder);
    });
  }

  private async open(tx: Tx, { organizationId, incidentId }: RegisterOf): Promise<void> {
    if (incidentId) {
      await this.caseLock.open(tx, incidentId);
    } else {
      tx.concerns(organizationId);
    }
  }
}

/** Lays over the entry what the client sent; the rest stays. */
function lay(stakeholder: Stakeholder, patch: StakeholderPatch, now: Date): void {
  const { name, role, email, channels, maxTlp, ended } = patch;
  const sent = Object.entries({ name, role, email, channels, maxTlp }).filter(([, value]) => value !== undefined);
  Object.assign(stakeholder, Object.fromEntries(sent));
  if (ended !== undefined) {
    stakeholder.endedAt = ended ? (stakeholder.endedAt ?? now) : null;
  }
}
