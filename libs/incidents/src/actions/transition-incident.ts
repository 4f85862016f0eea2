import { Injectable } from '@nestjs/common';
import type { Caller, CaseSight } from '@app/access';
import { CaseLock } from '@app/ledger';
import { Conflict, Following, Invalid, requireUnchanged, UnitOfWork, type State, type Tx } from '@app/platform';
import { incidentState, type Incident } from '../incident.entity.js';
import type { IncidentStatusChangedV1 } from '../incidents.events.js';
import { Incidents } from '../incidents.repository.js';
import { mayStep, type Status } from '../status.rules.js';
import type { Answer } from './amend-incident.js';
import { searchText } from './file-incident.js';

export interface Transition {
  readonly to: Status;
  readonly reason: string;
  readonly closingSummary?: string | undefined;
}

@Injectable()
export class TransitionIncident {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly incidents: Incidents,
  ) {}

  /**
   * Takes the case one step.
   *
   * @throws {StaleVersion} the incident was changed after `readVersion`.
   * @throws {Conflict} `transition_not_allowed`.
   * @throws {Invalid} closing without a closing summary.
   */
  async execute<View>(
    caller: Caller,
    { sight, readVersion, transition }: { sight: CaseSight; readVersion: number; transition: Transition },
    answer: Answer<View>,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      const { caseVersion } = await this.caseLock.open(tx, sight.incidentId);
      const incident = await this.incidents.ofOpenCase(tx);
      requireUnchanged(readVersion, incident.version, caseVersion - 1);
      if (!mayStep(incident.status, transition.to)) {
        throw new Conflict('transition_not_allowed', `A case cannot go from ${incident.status} to ${transition.to}.`);
      }
      if (transition.to === 'closed' && !transition.closingSummary) {
        throw Invalid.at('closingSummary', 'missing', 'A case is closed with a closing summary.');
      }
      const closingSummary = transition.to === 'closed' ? (transition.closingSummary ?? null) : incident.closingSummary;
      this.step(tx, caller, incident, { to: transition.to, reason: transition.reason, closingSummary });
      tx.settle();
      return new Following(answer(tx));
    });
  }

  /** Sets the status of the open case, whatever it was: transitions ask the rules first, mergers have their own. */
  step(
    tx: Tx,
    caller: Caller,
    incident: Incident,
    {
      to,
      reason,
      closingSummary,
      action,
      duplicateOf = incident.duplicateOf,
    }: {
      to: Status;
      reason: string;
      closingSummary: string | null;
      action?: string;
      duplicateOf?: Incident['duplicateOf'];
    },
  ): void {
    const before = incidentState(incident) as State;
    const from = incident.status;
    Object.assign(incident, {
      status: to,
      statusChangedAt: tx.case.recordedAt,
      closingSummary,
      duplicateOf,
      version: tx.case.caseVersion,
    });
    this.incidents.update(tx, incident);
    tx.record({
      action: action ?? 'incident.status_changed',
      subject: { kind: 'incident', id: incident.id },
      before,
      after: { ...incidentState(incident), version: incident.version } as State,
      reason,
      text: searchText(incident),
    });
    tx.emit('incident.status_changed.v1', {
      incidentId: incident.id,
      organizationId: incident.organizationId,
      caseVersion: tx.case.caseVersion,
      byUserId: caller.userId,
      from,
      to,
      reason,
    } satisfies IncidentStatusChangedV1);
  }
}
