import { Injectable } from '@nestjs/common';
import { mayInCase, type Caller, type CaseSight } from '@app/access';
import { CaseLock } from '@app/ledger';
import {
  Following,
  Forbidden,
  Invalid,
  NothingChanged,
  requireUnchanged,
  UnitOfWork,
  type PartialTime,
  type State,
  type Tlp,
  type Tx,
  type UserId,
} from '@app/platform';
import { incidentState, type Incident, type Severity } from '../incident.entity.js';
import type { IncidentLeadAssignedV1 } from '../incidents.events.js';
import { Incidents } from '../incidents.repository.js';
import { followMarkings } from '../markings.js';
import { firstInstant, searchText } from './file-incident.js';

/** What a change may set; what is left out stays, null clears. */
export interface IncidentPatch {
  readonly title?: string | undefined;
  readonly summary?: string | null | undefined;
  readonly category?: string | null | undefined;
  readonly severity?: Severity | null | undefined;
  readonly tlp?: Tlp | undefined;
  readonly occurredAt?: PartialTime | null | undefined;
  readonly detectedAt?: PartialTime | null | undefined;
  readonly leadId?: UserId | null | undefined;
  readonly tags?: readonly string[] | undefined;
  /** Why; kept with the change. */
  readonly reason?: string | undefined;
}

/** What the client is answered, read inside the transaction. */
export type Answer<View> = (tx: Tx) => Promise<View>;

@Injectable()
export class AmendIncident {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly incidents: Incidents,
  ) {}

  /**
   * Changes the incident's own fields.
   *
   * @throws {Forbidden} the caller may edit and not assign, and names a lead or a marking.
   * @throws {StaleVersion} the fields were changed after `readVersion`.
   * @throws {Invalid} the lead named cannot lead.
   */
  async execute<View>(
    caller: Caller,
    { sight, readVersion, patch }: { sight: CaseSight; readVersion: number; patch: IncidentPatch },
    answer: Answer<View>,
  ): Promise<View> {
    // Who leads, and who may see it, is for those of the house.
    const decides = patch.leadId !== undefined || patch.tlp !== undefined;
    if (decides && !mayInCase(sight, 'incident.assign')) {
      throw new Forbidden();
    }
    return await this.unitOfWork.run(caller, async (tx) => {
      const { caseVersion } = await this.caseLock.open(tx, sight.incidentId);
      const incident = await this.incidents.ofOpenCase(tx);
      requireUnchanged(readVersion, incident.version, caseVersion - 1);
      const before = incidentState(incident) as State;
      const leadBefore = incident.leadId;
      apply(incident, patch);
      if (JSON.stringify(incidentState(incident)) === JSON.stringify(before)) {
        throw new NothingChanged(await answer(tx));
      }
      await this.requireLead(tx, incident, leadBefore);
      this.save(tx, incident, before, patch.reason);
      if (incident.leadId && incident.leadId !== leadBefore) {
        tx.emit('incident.lead_assigned.v1', {
          incidentId: incident.id,
          organizationId: incident.organizationId,
          caseVersion,
          byUserId: caller.userId,
          leadId: incident.leadId,
        } satisfies IncidentLeadAssignedV1);
      }
      if (before['tlp'] !== incident.tlp) {
        await followMarkings(tx);
      }
      tx.settle();
      return new Following(answer(tx));
    });
  }

  private save(tx: Tx, incident: Incident, before: State, reason: string | undefined): void {
    incident.version = tx.case.caseVersion;
    this.incidents.update(tx, incident);
    tx.record({
      action: 'incident.amended',
      subject: { kind: 'incident', id: incident.id },
      before,
      after: { ...incidentState(incident), version: incident.version } as State,
      reason,
      text: searchText(incident),
    });
  }

  private async requireLead(tx: Tx, incident: Incident, leadBefore: UserId | null): Promise<void> {
    const { leadId, organizationId } = incident;
    if (leadId && leadId !== leadBefore && !(await this.incidents.mayLead(tx, organizationId, leadId))) {
      throw Invalid.at(
        'leadId',
        'not_a_member',
        'The lead must be a member of the organization who is not its auditor.',
      );
    }
  }
}

function apply(incident: Incident, { occurredAt, detectedAt, tags, reason: _, ...plain }: IncidentPatch): void {
  const sent = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined));
  Object.assign(incident, sent);
  if (tags !== undefined) {
    incident.tags = [...new Set(tags)];
  }
  if (occurredAt !== undefined) {
    incident.occurredAt = firstInstant(occurredAt);
    incident.occurredPrecision = occurredAt?.precision ?? null;
  }
  if (detectedAt !== undefined) {
    incident.detectedAt = firstInstant(detectedAt);
    incident.detectedPrecision = detectedAt?.precision ?? null;
  }
}
