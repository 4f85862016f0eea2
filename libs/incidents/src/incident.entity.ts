import type { IncidentId, OrganizationId, PartialTime, Precision, Tlp, UserId } from '@app/platform';
import { partialTime } from '@app/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Status } from './status.rules.js';

export const SEVERITIES = ['low', 'moderate', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The case itself: its own fields. Its records (accounts, claims, ...) have tables of their own. */
@Entity('incident')
export class Incident {
  @PrimaryColumn('uuid')
  readonly id: IncidentId;

  @Column('uuid', { name: 'organization_id' })
  readonly organizationId: OrganizationId;

  @Column('text')
  readonly reference: string;

  @Column('text')
  title: string;

  @Column('text', { nullable: true })
  summary: string | null;

  @Column('text', { nullable: true })
  category: string | null;

  /** Null: not assessed. */
  @Column('text', { nullable: true })
  severity: Severity | null;

  @Column('text')
  tlp: Tlp;

  @Column('text')
  status: Status;

  @Column('timestamptz', { name: 'occurred_at', nullable: true })
  occurredAt: Date | null;

  @Column('text', { name: 'occurred_precision', nullable: true })
  occurredPrecision: Precision | null;

  @Column('timestamptz', { name: 'detected_at', nullable: true })
  detectedAt: Date | null;

  @Column('text', { name: 'detected_precision', nullable: true })
  detectedPrecision: Precision | null;

  @Column('uuid', { name: 'lead_id', nullable: true })
  leadId: UserId | null;

  @Column('text', { array: true })
  tags: string[];

  @Column('uuid', { name: 'reported_by', nullable: true })
  readonly reportedById: UserId | null;

  @Column('timestamptz', { name: 'reported_at' })
  readonly reportedAt: Date;

  @Column('timestamptz', { name: 'status_changed_at' })
  statusChangedAt: Date;

  @Column('text', { name: 'closing_summary', nullable: true })
  closingSummary: string | null;

  @Column('uuid', { name: 'duplicate_of', nullable: true })
  duplicateOf: IncidentId | null;

  /** The version of the whole case. */
  @Column('integer', { name: 'case_version' })
  readonly caseVersion: number;

  @Column('timestamptz', { name: 'recorded_at' })
  readonly recordedAt: Date;

  /** The case version at which these fields last changed. */
  @Column('integer')
  version: number;
}

/** The incident as the history keeps it and the API shows it. */
export interface IncidentState {
  readonly [key: string]:
    string | number | null | readonly string[] | { readonly at: string | null; readonly precision: string };
  readonly id: IncidentId;
  readonly reference: string;
  readonly organizationId: OrganizationId;
  readonly title: string;
  readonly status: Status;
  readonly tlp: Tlp;
  readonly leadId: UserId | null;
}

const time = (at: Date | null, precision: Precision | null): { at: string | null; precision: string } | null => {
  const partial: PartialTime | null = partialTime(at, precision);
  return partial && { at: partial.at, precision: partial.precision };
};

export function incidentState(incident: Incident): IncidentState {
  return {
    id: incident.id,
    reference: incident.reference,
    organizationId: incident.organizationId,
    title: incident.title,
    summary: incident.summary,
    category: incident.category,
    severity: incident.severity,
    tlp: incident.tlp,
    status: incident.status,
    occurredAt: time(incident.occurredAt, incident.occurredPrecision),
    detectedAt: time(incident.detectedAt, incident.detectedPrecision),
    leadId: incident.leadId,
    tags: incident.tags,
    reportedById: incident.reportedById,
    reportedAt: incident.reportedAt.toISOString(),
    statusChangedAt: incident.statusChangedAt.toISOString(),
    closingSummary: incident.closingSummary,
    duplicateOf: incident.duplicateOf,
  };
}
