import { Injectable, Logger } from '@nestjs/common';
import { Clock, newId, type OrganizationId, type Principal } from '@app/platform';
import { erasableOf } from '../erasure/erasable-kinds.js';
import { DueRecords, type DueRecord } from './due-records.query.js';
import { EraseByRule } from './erase-by-rule.js';
import { RetentionRules } from './retention-rules.repository.js';
import { closedBefore, GRACE_DAYS, type RetentionRule } from './retention-rule.js';

const DAY_MS = 24 * 60 * 60_000;
/** Records that one rule erases from in one run at the most; the next run goes on. */
const RECORDS_MAX = 1000;
const BATCH_RECORDS = 100;

export interface Applied {
  readonly ruleId: string;
  readonly records: number;
  readonly cases: number;
  /** Records that stay for now: a hold was put on their case meanwhile, or they could not be erased. */
  readonly left: number;
}

/** Erases what the rules of organizations say (docs/operations/retention.md). */
@Injectable()
export class ApplyRules {
  private readonly log = new Logger('retention');

  constructor(
    private readonly rules: RetentionRules,
    private readonly due: DueRecords,
    private readonly eraser: EraseByRule,
    private readonly clock: Clock,
  ) {}

  /** @param recordsMax of one rule in this run. */
  async execute(recordsMax = RECORDS_MAX): Promise<Applied[]> {
    const now = this.clock.now();
    const all: Applied[] = [];
    for (const rule of await this.rules.inForce(new Date(now.getTime() - GRACE_DAYS * DAY_MS))) {
      const applied = await this.apply(rule, now, recordsMax);
      all.push(applied);
      if (applied.records + applied.left > 0) {
        this.log.log(
          `The rule ${rule.id} erased from ${applied.records} records of ${applied.cases} cases; ${applied.left} stay for now.`,
        );
      }
    }
    return all;
  }

  private async apply(rule: RetentionRule, now: Date, recordsMax: number): Promise<Applied> {
    const principal = actingFor(rule.organizationId, now);
    const cases = new Set<string>();
    let records = 0;
    let left = 0;
    let after: DueRecord | null = null;
    do {
      const batch: DueRecord[] = await this.due.next(principal, {
        organizationId: rule.organizationId,
        kind: rule.kind,
        fields: erasableOf(rule.kind),
        closedBefore: closedBefore(rule.days, now),
        after,
        limit: Math.min(BATCH_RECORDS, recordsMax - records),
      });
      for (const record of batch) {
        if (await this.erase(principal, rule, { record, now })) {
          records += 1;
          cases.add(record.incidentId);
        } else {
          left += 1;
        }
      }
      after = batch.at(-1) ?? null;
    } while (after !== null && records < recordsMax);
    return { ruleId: rule.id, records, cases: cases.size, left };
  }

  /** One record that cannot be erased keeps no other from going. */
  private async erase(
    principal: Principal,
    rule: RetentionRule,
    { record, now }: { record: DueRecord; now: Date },
  ): Promise<boolean> {
    try {
      return await this.eraser.execute(principal, { rule, record, closedBefore: closedBefore(rule.days, now) });
    } catch (error) {
      this.log.error(`A record stays, though the rule ${rule.id} erases it: ${(error as Error).message}`);
      return false;
    }
  }
}

/** The organization's own rule acts on its own cases, and on no others. */
const actingFor = (organizationId: OrganizationId, now: Date): Principal => ({
  userId: null,
  organizationIds: [organizationId],
  purpose: 'retention',
  requestId: newId(now),
});
