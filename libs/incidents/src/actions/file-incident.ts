import { Injectable } from '@nestjs/common';
import type { Caller } from '@app/access';
import {
  Invalid,
  newId,
  startOfSpan,
  type IncidentId,
  type OrganizationId,
  type PartialTime,
  type State,
  type Tlp,
  type Tx,
  type UserId,
} from '@app/platform';
import { Incident, incidentState, type Severity } from '../incident.entity.js';
import { Incidents } from '../incidents.repository.js';
import type { IncidentReportedV1 } from '../incidents.events.js';

export interface FiledIncident {
  readonly organizationId: OrganizationId;
  readonly title: string;
  readonly summary?: string | undefined;
  readonly category?: string | undefined;
  readonly severity?: Severity | undefined;
  /** Left out: the organization's default. */
  readonly tlp?: Tlp | undefined;
  readonly occurredAt?: PartialTime | undefined;
  readonly detectedAt?: PartialTime | undefined;
  readonly leadId?: UserId | undefined;
  readonly tags?: readonly string[] | undefined;
}

/** A time that may be partial, as the entity's two properties have it: its first instant. */
export const firstInstant = (time: PartialTime | null | undefined): Date | null =>
  time?.at ? startOfSpan(new Date(time.at), time.precision) : null;

@Injectable()
export class FileIncident {
  constructor(private readonly incidents: Incidents) {}

  /**
   * Opens a case inside a transaction, with version 1. Its records (accounts, disclosures,
   * claims) are added by whoever files them, in the same transaction.
   *
   * @throws {Invalid} the lead named is no member who can lead.
   */
  async within(tx: Tx, caller: Caller, filed: FiledIncident): Promise<Incident> {
    // The clock is read once, before the reference is taken: waiting for the counter must not move the year.
    const reportedAt = tx.at;
    const [tlp, reference] = await Promise.all([
      filed.tlp ?? this.incidents.defaultTlp(tx, filed.organizationId),
      this.incidents.nextReference(tx, filed.organizationId, reportedAt.getUTCFullYear()),
      this.requireLead(tx, filed),
    ]);
    const id = newId<'incident'>(reportedAt) as IncidentId;
    const incident: Incident = Object.assign(new Incident(), {
      id,
      organizationId: filed.organizationId,
      reference,
      title: filed.title,
      summary: filed.summary ?? null,
      category: filed.category ?? null,
      severity: filed.severity ?? null,
      tlp,
      status: 'reported' as const,
      occurredAt: firstInstant(filed.occurredAt),
      occurredPrecision: filed.occurredAt?.precision ?? null,
      detectedAt: firstInstant(filed.detectedAt),
      detectedPrecision: filed.detectedAt?.precision ?? null,
      leadId: filed.leadId ?? null,
      tags: [...new Set(filed.tags ?? [])],
      reportedById: caller.userId,
      reportedAt,
      statusChangedAt: reportedAt,
      closingSummary: null,
      duplicateOf: null,
      caseVersion: 1,
      recordedAt: reportedAt,
      version: 1,
    });
    this.incidents.insert(tx, incident);
    tx.opened({
      incidentId: id,
      organizationId: filed.organizationId,
      caseVersion: 1,
      recordedAt: reportedAt,
      previousLeaf: null,
    });
    tx.record({
      action: 'incident.reported',
      subject: { kind: 'incident', id },
      before: null,
      after: { ...incidentState(incident), version: 1 } as State,
      text: searchText(incident),
    });
    tx.emit('incident.reported.v1', {
      incidentId: id,
      organizationId: filed.organizationId,
      caseVersion: 1,
      byUserId: caller.userId,
    } satisfies IncidentReportedV1);
    return incident;
  }

  private async requireLead(tx: Tx, { organizationId, leadId }: FiledIncident): Promise<void> {
    if (leadId && !(await this.incidents.mayLead(tx, organizationId, leadId))) {
      throw Invalid.at(
        'leadId',
        'not_a_member',
        'The lead must be a member of the organization who is not its auditor.',
      );
    }
  }
}

export const searchText = (incident: Incident): string =>
  [incident.reference, incident.title, incident.summary, ...incident.tags].filter(Boolean).join(' ');
