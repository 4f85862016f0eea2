import { Injectable } from '@nestjs/common';
import type { Caller, CaseSight } from '@app/access';
import { CaseLock } from '@app/ledger';
import { Conflict, Invalid, isUuid, UnitOfWork, type IncidentId } from '@app/platform';
import { addRecord, amendRecord, type Present } from '../case-record.js';
import { Incidents } from '../incidents.repository.js';
import { MERGER, type MergerState } from '../mergers.js';
import { isOpen } from '../status.rules.js';
import { TransitionIncident } from './transition-incident.js';

@Injectable()
export class MergeIncident {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly incidents: Incidents,
    private readonly transitions: TransitionIncident,
  ) {}

  /**
   * Marks an open case as a duplicate of another. Nothing moves: each keeps its records.
   *
   * @throws {Invalid} `into` is this case, or one that the caller does not see.
   * @throws {Conflict} the case is not open; `target_is_duplicate`: two cases would point at each other.
   */
  async execute<View>(
    caller: Caller,
    sight: CaseSight,
    { into, reason }: { into: string; reason: string },
    present: Present<MergerState, View>,
  ): Promise<View> {
    if (into === sight.incidentId) {
      throw Invalid.at('into', 'itself', 'A case cannot be a duplicate of itself.');
    }
    if (!isUuid(into) || !(await this.incidents.seenBy(caller, into as IncidentId))) {
      throw Invalid.at('into', 'unknown_reference', 'There is no such incident, or you may not see it.');
    }
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      const incident = await this.incidents.ofOpenCase(tx);
      if (!isOpen(incident.status)) {
        throw new Conflict('transition_not_allowed', `A case that is ${incident.status} cannot be merged.`);
      }
      // Two that merge into each other at once wait for each other; the one that is run again finds this.
      if ((await this.incidents.statusOf(tx, into as IncidentId)) === 'duplicate') {
        throw new Conflict(
          'target_is_duplicate',
          'That case is itself a duplicate. Merge into the one that carries on.',
        );
      }
      const statusBefore = incident.status;
      this.transitions.step(tx, caller, incident, {
        to: 'duplicate',
        reason,
        closingSummary: incident.closingSummary,
        action: 'incident.merged',
        duplicateOf: into as IncidentId,
      });
      const fields = { intoId: into as IncidentId, byId: caller.userId, reason, statusBefore, reversedAt: null };
      return present(addRecord(tx, MERGER, fields, { action: 'merger.recorded', reason }), {
        [caller.userId]: caller.name,
      });
    });
  }

  /**
   * Reverses a merger: the case stands where it stood.
   *
   * @throws {NotFound} no such merger of this case.
   * @throws {Conflict} reversed already.
   */
  async reverse<View>(
    caller: Caller,
    sight: CaseSight,
    { mergerId, reason }: { mergerId: string; reason: string },
    present: Present<MergerState, View>,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      const merger = await amendRecord(tx, MERGER, {
        id: mergerId,
        action: 'merger.reversed',
        reason,
        change: (before) => {
          if (before.reversedAt) {
            throw new Conflict('already_reversed', 'This merger was reversed already.');
          }
          return { ...before, reversedAt: tx.case.recordedAt.toISOString() };
        },
      });
      const incident = await this.incidents.ofOpenCase(tx);
      this.transitions.step(tx, caller, incident, {
        to: merger.statusBefore,
        reason,
        closingSummary: incident.closingSummary,
        action: 'incident.merger_reversed',
        duplicateOf: null,
      });
      return present(merger, await this.incidents.namesOf(tx, [merger.byId]));
    });
  }
}
