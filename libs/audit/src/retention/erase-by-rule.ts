import { Injectable } from '@nestjs/common';
import { ClearContent } from '@app/evidence';
import { addRecord } from '@app/incidents';
import { CaseLock } from '@app/ledger';
import { UnitOfWork, type Principal } from '@app/platform';
import { erasableOf } from '../erasure/erasable-kinds.js';
import { EraseRecord, type ApprovedErasure } from '../erasure/erase-record.js';
import { ERASURE, termsOf } from '../erasure/erasure.js';
import { DueRecords, type DueRecord } from './due-records.query.js';
import type { RetentionRule } from './retention-rule.js';

/**
 * Erases one record as two persons would by hand: whoever proposed the rule asks, and whoever confirmed it approves.
 * The erasure stands in the case like any other, and says that a rule did it.
 */
@Injectable()
export class EraseByRule {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly due: DueRecords,
    private readonly eraser: EraseRecord,
    private readonly content: ClearContent,
  ) {}

  /** @returns false, and nothing is written, where the case was opened again or a hold was put on it meanwhile. */
  async execute(
    principal: Principal,
    { rule, record, closedBefore }: { rule: RetentionRule; record: DueRecord; closedBefore: Date },
  ): Promise<boolean> {
    const { confirmed } = rule;
    if (!confirmed || confirmed.byId === rule.proposed.byId) {
      throw new Error('Nobody else confirmed the rule.');
    }
    try {
      const { sha256 } = await this.unitOfWork.run(principal, async (tx) => {
        await this.caseLock.open(tx, record.incidentId);
        if (!(await this.due.isFree(tx, closedBefore))) {
          throw new Kept();
        }
        const terms = {
          organizationId: rule.organizationId,
          subject: { kind: rule.kind, id: record.recordId },
          // Everything that can be.
          fields: erasableOf(rule.kind),
          basis: `Retention rule: ${rule.basis}`,
          requestedById: rule.proposed.byId,
        };
        const approval = {
          status: 'approved' as const,
          decidedById: confirmed.byId,
          decidedAt: tx.recordedAt.toISOString(),
          decisionReason: null,
        };
        const erasure = addRecord(
          tx,
          ERASURE,
          { ...terms, ...approval },
          { action: 'erasure.ruled', more: termsOf(terms) },
        );
        return await this.eraser.erase(tx, erasure as ApprovedErasure);
      });
      if (sha256 !== null) {
        await this.content.clearErased(sha256);
      }
      return true;
    } catch (error) {
      if (error instanceof Kept) {
        return false;
      }
      throw error;
    }
  }
}

/** Thrown inside to leave without a write. */
class Kept extends Error {}
