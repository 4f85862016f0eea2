import { Injectable } from '@nestjs/common';
import { Organizations, type Caller } from '@app/access';
import { CaseLock } from '@app/ledger';
import { Conflict, newId, UnitOfWork, type IncidentId, type OrganizationId, type Tx } from '@app/platform';
import { holdState, type LegalHold } from './legal-hold.js';
import { LegalHolds } from './legal-holds.repository.js';

/** Places holds on cases and lifts them. What concerns one case is in the history of that case. */
@Injectable()
export class KeepLegalHolds {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly organizations: Organizations,
    private readonly holds: LegalHolds,
  ) {}

  /** @throws {NotFound} the organization has no such case. */
  async place<View>(
    caller: Caller,
    organizationId: OrganizationId,
    { incidentId, reason }: { incidentId: IncidentId | null; reason: string },
    present: (hold: LegalHold) => View,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.open(tx, organizationId, incidentId);
      const hold: LegalHold = {
        id: newId<'legal_hold'>(tx.recordedAt),
        organizationId,
        incidentId,
        reason,
        placedById: caller.userId,
        placedAt: tx.recordedAt,
        liftedById: null,
        liftedAt: null,
        liftReason: null,
      };
      this.holds.add(tx, hold);
      const subject = { kind: 'legal_hold', id: hold.id };
      tx.record({ action: 'legal_hold.placed', subject, before: null, after: holdState(hold), reason });
      return present(hold);
    });
  }

  /** @throws {NotFound} @throws {Conflict} `hold_lifted`. */
  async lift<View>(
    caller: Caller,
    { organizationId, id, reason }: { organizationId: OrganizationId; id: string; reason: string },
    present: (hold: LegalHold) => View,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      const hold = await this.holds.lock(tx, organizationId, id);
      if (hold.liftedAt) {
        throw new Conflict('hold_lifted', 'The hold was lifted already.');
      }
      await this.open(tx, organizationId, hold.incidentId);
      const lifted = { ...hold, liftedById: caller.userId, liftedAt: tx.recordedAt, liftReason: reason };
      this.holds.lift(tx, lifted);
      const subject = { kind: 'legal_hold', id: hold.id };
      tx.record({ action: 'legal_hold.lifted', subject, before: holdState(hold), after: holdState(lifted), reason });
      return present(lifted);
    });
  }

  /** Whoever erases waits for the same lock. */
  private async open(tx: Tx, organizationId: OrganizationId, incidentId: IncidentId | null): Promise<void> {
    if (incidentId) {
      await this.holds.requireCase(tx, organizationId, incidentId);
      await this.caseLock.open(tx, incidentId);
    } else {
      await this.organizations.lock(tx, organizationId);
    }
  }
}
