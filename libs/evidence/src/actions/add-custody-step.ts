import { Injectable } from '@nestjs/common';
import type { Caller, CaseSight } from '@app/access';
import { addRecord, markingOf, requireCleared, type Present } from '@app/incidents';
import { CaseLock } from '@app/ledger';
import { cutToSpan, UnitOfWork, type PartialTime, type Tlp } from '@app/platform';
import { CUSTODY_STEP, type CustodyAction, type CustodyStepState } from '../evidence.js';
import { heldEvidence } from './record-evidence.js';

export interface CustodyStepInput {
  readonly action: CustodyAction;
  readonly at?: PartialTime | undefined;
  readonly byWhom: string;
  readonly note?: string | undefined;
  readonly tlp?: Tlp | null | undefined;
}

/** Puts down a step of the chain of custody. */
@Injectable()
export class AddCustodyStep {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
  ) {}

  /** @throws {NotFound} @throws {Conflict} `withdrawn`. @throws {Invalid} a marking above the caller's clearance. */
  async execute<View>(
    caller: Caller,
    sight: CaseSight,
    { evidenceId, ...input }: CustodyStepInput & { evidenceId: string },
    present: Present<CustodyStepState, View>,
  ): Promise<View> {
    requireCleared(sight.clearance, input.tlp);
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      const evidence = await heldEvidence(tx, caller, sight, evidenceId);
      const step = addRecord(
        tx,
        CUSTODY_STEP,
        {
          organizationId: evidence.organizationId,
          evidenceId: evidence.id,
          action: input.action,
          at: cutToSpan(input.at),
          byWhom: input.byWhom,
          note: input.note ?? null,
          recordedById: caller.userId,
          ...(await markingOf(tx, input.tlp, [evidence])),
        },
        { action: 'custody_step.added' },
      );
      return present(step, { [caller.userId]: caller.name });
    });
  }
}
