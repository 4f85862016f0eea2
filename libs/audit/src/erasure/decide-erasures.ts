import { Injectable } from '@nestjs/common';
import type { Caller, CaseSight } from '@app/access';
import { ClearContent } from '@app/evidence';
import { CaseLock } from '@app/ledger';
import { addRecord, amendRecord } from '@app/incidents';
import { Conflict, Forbidden, Invalid, Problem, UnitOfWork, type Tx } from '@app/platform';
import { LegalHolds } from '../holds/legal-holds.repository.js';
import { erasableOf } from './erasable-kinds.js';
import { EraseRecord, type ApprovedErasure } from './erase-record.js';
import { ERASURE, termsOf, type ErasureState, type ErasureStatus } from './erasure.js';

export type ErasureAsked = Pick<ErasureState, 'subject' | 'fields' | 'basis'>;
type Present<View> = (erasure: ErasureState, names: Readonly<Record<string, string>>) => View;

interface Decision {
  readonly id: string;
  readonly status: Exclude<ErasureStatus, 'requested'>;
  readonly reason?: string | undefined;
}

/** One person asks for something to be erased, and another one of the house decides. */
@Injectable()
export class DecideErasures {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly holds: LegalHolds,
    private readonly eraser: EraseRecord,
    private readonly content: ClearContent,
  ) {}

  /** Erases nothing yet. @throws {NotFound} the case has no such record. @throws {Invalid} @throws {Conflict} `legal_hold`. */
  async request<View>(caller: Caller, sight: CaseSight, asked: ErasureAsked, present: Present<View>): Promise<View> {
    const { subject, basis } = asked;
    const fields = [...new Set(asked.fields)];
    const known = erasableOf(subject.kind);
    const unknown = fields.findIndex((name) => !known.includes(name));
    if (unknown >= 0) {
      throw Invalid.at(`fields.${unknown}`, 'not_erasable', `Of this kind: ${known.join(', ')}.`);
    }
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      await this.holds.requireNone(tx, sight.incidentId);
      await this.eraser.states(tx, subject);
      const terms = {
        organizationId: sight.organizationId,
        subject: { kind: subject.kind, id: subject.id },
        fields,
        basis,
        requestedById: caller.userId,
      };
      const open = { status: 'requested' as const, decidedById: null, decidedAt: null, decisionReason: null };
      const made = addRecord(tx, ERASURE, { ...terms, ...open }, { action: 'erasure.requested', more: termsOf(terms) });
      return present(made, { [caller.userId]: caller.name });
    });
  }

  /**
   * Erases at once.
   *
   * @throws {NotFound} @throws {Forbidden} an API key. @throws {Conflict} `already_decided`, `legal_hold`.
   * @throws {Problem} 403 `self_approval`: whoever asked is not the second person.
   */
  async approve<View>(caller: Caller, sight: CaseSight, id: string, present: Present<View>): Promise<View> {
    if (caller.key) {
      throw new Forbidden('No API key approves an erasure.');
    }
    let sha256: string | null = null;
    const answer = await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      await this.holds.requireNone(tx, sight.incidentId);
      const approved = await this.decide(tx, caller, { id, status: 'approved' });
      ({ sha256 } = await this.eraser.erase(tx, approved as ApprovedErasure));
      return present(approved, { [caller.userId]: caller.name });
    });
    if (sha256 !== null) {
      await this.content.clearErased(sha256);
    }
    return answer;
  }

  /** @throws {NotFound} @throws {Conflict} `already_decided`. @throws {Problem} 403 `self_approval`, `not_requester`. */
  async end<View>(caller: Caller, sight: CaseSight, decision: Decision, present: Present<View>): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      return present(await this.decide(tx, caller, decision), { [caller.userId]: caller.name });
    });
  }

  private async decide(tx: Tx, caller: Caller, { id, status, reason }: Decision): Promise<ErasureState> {
    return await amendRecord(tx, ERASURE, {
      id,
      action: `erasure.${status}`,
      reason,
      change: (before) => {
        if (before.status !== 'requested') {
          throw new Conflict('already_decided', 'This erasure was decided already.');
        }
        requirePerson(before.requestedById === caller.userId, status);
        const decidedAt = tx.recordedAt.toISOString();
        return { ...before, status, decidedById: caller.userId, decidedAt, decisionReason: reason ?? null };
      },
    });
  }
}

function requirePerson(isRequester: boolean, status: Decision['status']): void {
  if (isRequester && status !== 'withdrawn') {
    throw new Problem(403, 'self_approval', 'You asked for this: another person decides.');
  }
  if (!isRequester && status === 'withdrawn') {
    throw new Problem(403, 'not_requester', 'Only whoever asked for it withdraws it.');
  }
}
