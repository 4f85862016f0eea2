import { Injectable } from '@nestjs/common';
import { sightSql, sightUser, type Caller } from '@app/access';
import {
  Clock,
  Database,
  NotFound,
  statement,
  type IncidentId,
  type OrganizationId,
  type Tlp,
  type Tx,
  type UserId,
} from '@app/platform';
import { Incident } from './incident.entity.js';
import type { Status } from './status.rules.js';

// Locks the counter's row to the end of the transaction, so that a roll-back leaves no gap.
const NEXT_REFERENCE = statement(
  'next_reference',
  `INSERT INTO reference_counter (organization_id, year, last) VALUES ($1, $2, 1)
   ON CONFLICT (organization_id, year) DO UPDATE SET last = reference_counter.last + 1 RETURNING last`,
);

const INSERT = statement(
  'insert_incident',
  `INSERT INTO incident (id, organization_id, reference, title, summary, category, severity, tlp, status, occurred_at, occurred_precision,
     detected_at, detected_precision, lead_id, tags, reported_by, reported_at, status_changed_at, case_version, recorded_at, version)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'reported', $9, $10, $11, $12, $13, $14, $15, $16, $16, 1, $16, 1)`,
);

const UPDATE = statement(
  'update_incident',
  `UPDATE incident SET title = $2, summary = $3, category = $4, severity = $5, tlp = $6, status = $7, occurred_at = $8, occurred_precision = $9,
     detected_at = $10, detected_precision = $11, lead_id = $12, tags = $13, status_changed_at = $14, closing_summary = $15, duplicate_of = $16, version = $17
   WHERE id = $1`,
);

const SEEN = statement(
  'incident_seen',
  `SELECT i.id FROM incident i WHERE i.id = $1 AND ${sightSql('i', { organizationIds: '$2::uuid[]', userId: '$3', now: '$4' })}`,
);

const MAY_LEAD = statement(
  'may_lead',
  `SELECT 1 FROM membership m JOIN app_user u ON u.id = m.user_id
   WHERE m.organization_id = $1 AND m.user_id = $2 AND m.ended_at IS NULL AND m.role <> 'auditor' AND u.disabled_at IS NULL`,
);

const MAY_WORK = statement(
  'may_work',
  `SELECT 1 FROM app_user u JOIN incident i ON i.id = $1 WHERE u.id = $2 AND u.disabled_at IS NULL AND (
     EXISTS (SELECT 1 FROM membership m WHERE m.organization_id = i.organization_id AND m.user_id = u.id AND m.ended_at IS NULL AND m.role <> 'auditor')
     OR EXISTS (SELECT 1 FROM participant p LEFT JOIN membership m ON m.organization_id = p.organization_id AND m.ended_at IS NULL
                WHERE p.incident_id = i.id AND p.ended_at IS NULL AND (p.until IS NULL OR p.until > $3) AND p.capacity IN ('responder', 'analyst')
                AND (p.user_id = u.id OR (m.user_id = u.id AND m.role <> 'auditor'))))`,
);

const NAMES = statement('user_names', 'SELECT id, name FROM app_user WHERE id = ANY($1::uuid[])');

const DEFAULT_TLP = statement('organization_default_tlp', 'SELECT default_tlp AS tlp FROM organization WHERE id = $1');

const STATUS_OF = statement('incident_status', 'SELECT status FROM incident WHERE id = $1 FOR SHARE');

/** The incident's own row. */
@Injectable()
export class Incidents {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** `INC-2024-0001`: gapless per organization and year (UTC) of the report. */
  async nextReference(tx: Tx, organizationId: OrganizationId, year: number): Promise<string> {
    const [row] = await tx.sql<{ last: number }>(NEXT_REFERENCE, [organizationId, year]);
    return `INC-${year}-${String(row?.last ?? 0).padStart(4, '0')}`;
  }

  /** How the organization marks what nobody marked. */
  async defaultTlp(tx: Tx, organizationId: OrganizationId): Promise<Tlp> {
    const [row] = await tx.sql<{ tlp: Tlp }>(DEFAULT_TLP, [organizationId]);
    return row?.tlp ?? 'amber';
  }

  insert(tx: Tx, incident: Incident): void {
    tx.write(INSERT, [
      incident.id,
      incident.organizationId,
      incident.reference,
      incident.title,
      incident.summary,
      incident.category,
      incident.severity,
      incident.tlp,
      incident.occurredAt,
      incident.occurredPrecision,
      incident.detectedAt,
      incident.detectedPrecision,
      incident.leadId,
      incident.tags,
      incident.reportedById,
      incident.reportedAt,
    ]);
  }

  /** The row of the open case: locked, so that it is read as it will be written. */
  async ofOpenCase(tx: Tx): Promise<Incident> {
    const incident = await tx.manager.findOneBy(Incident, { id: tx.case.incidentId });
    if (!incident) {
      throw new NotFound('incident');
    }
    return incident;
  }

  update(tx: Tx, incident: Incident): void {
    tx.write(UPDATE, [
      incident.id,
      incident.title,
      incident.summary,
      incident.category,
      incident.severity,
      incident.tlp,
      incident.status,
      incident.occurredAt,
      incident.occurredPrecision,
      incident.detectedAt,
      incident.detectedPrecision,
      incident.leadId,
      incident.tags,
      incident.statusChangedAt,
      incident.closingSummary,
      incident.duplicateOf,
      incident.version,
    ]);
  }

  /** Names of people, by id. */
  async namesOf(tx: Tx, ids: readonly UserId[]): Promise<Readonly<Record<string, string>>> {
    const rows = await tx.sql<{ id: string; name: string }>(NAMES, [ids]);
    return Object.fromEntries(rows.map((row) => [row.id, row.name]));
  }

  /** Where another case stands, and will stand until this transaction ends. */
  async statusOf(tx: Tx, incidentId: IncidentId): Promise<Status | undefined> {
    const [row] = await tx.sql<{ status: Status }>(STATUS_OF, [incidentId]);
    return row?.status;
  }

  /** Whether the caller sees this incident. */
  async seenBy(caller: Caller, incidentId: IncidentId): Promise<boolean> {
    const rows = await this.database.read(caller, SEEN, [
      incidentId,
      caller.organizationIds,
      sightUser(caller),
      this.clock.now(),
    ]);
    return rows.length > 0;
  }

  /** Whether this person can lead cases of the organization: a member, and not its auditor. */
  async mayLead(tx: Tx, organizationId: OrganizationId, userId: UserId): Promise<boolean> {
    return (await tx.sql(MAY_LEAD, [organizationId, userId])).length > 0;
  }

  /** Whether this person works on a case (the open one), and so can be given a task of it. */
  async mayWork(tx: Tx, userId: UserId, incidentId?: IncidentId): Promise<boolean> {
    return (await tx.sql(MAY_WORK, [incidentId ?? tx.case.incidentId, userId, this.clock.now()])).length > 0;
  }
}
