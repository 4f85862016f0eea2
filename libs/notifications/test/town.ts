import { randomUUID } from 'node:crypto';
import { testDatabase } from '@app/testing';
import pg from 'pg';
import type { Capacity, Role } from '@app/access';
import { newId, type IncidentId, type MessageId, type OrganizationId, type Tlp, type UserId } from '@app/platform';

export const NOON = new Date('2024-08-10T12:00:00.000Z');

export interface CaseFields {
  readonly tlp?: Tlp;
  readonly leadId?: UserId;
  readonly reportedById?: UserId;
  readonly status?: string;
  readonly at?: Date;
}

/** A campaign, a vendor and a stranger, by bare statements: what these tests are about begins after the filing. */
export class Town {
  campaign: OrganizationId;
  vendor: OrganizationId;
  rival: OrganizationId;
  owner: UserId;
  lead: UserId;
  it: UserId;
  auditor: UserId;
  vendorUser: UserId;
  outsider: UserId;
  private recorded = 1;

  /** Connected as the owner of the tables: what is put here is put past the rule, and what is read is all there is. */
  private readonly pool = new pg.Pool({ connectionString: testDatabase().ownerUrl, max: 4 });

  constructor() {
    // Whoever makes the database anew throws out who is still connected.
    this.pool.on('error', () => undefined);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  async settle(): Promise<this> {
    this.campaign = await this.organization('Campaign');
    this.vendor = await this.organization('Vendor');
    this.rival = await this.organization('Rival');
    this.owner = await this.member(this.campaign, 'admin', 'owner');
    this.lead = await this.member(this.campaign, 'lead', 'lead');
    this.it = await this.member(this.campaign, 'it', 'responder');
    this.auditor = await this.member(this.campaign, 'audit', 'auditor');
    this.vendorUser = await this.member(this.vendor, 'vendor', 'analyst');
    this.outsider = await this.member(this.rival, 'outsider', 'owner');
    return this;
  }

  async sql<Row extends object = Record<string, unknown>>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    return (await this.pool.query<Row>(text, [...values])).rows;
  }

  async organization(name: string): Promise<OrganizationId> {
    const id = newId<'organization'>(NOON);
    await this.sql(`INSERT INTO organization (id, name, kind, created_at) VALUES ($1, $2, 'campaign', $3)`, [
      id,
      name,
      NOON,
    ]);
    return id;
  }

  async member(organizationId: OrganizationId, name: string, role: Role): Promise<UserId> {
    const id = newId<'user'>(NOON);
    const email = `${name}@demo.example`;
    await this.sql(`INSERT INTO app_user (id, email, email_key, name, created_at) VALUES ($1, $2, $2, $3, $4)`, [
      id,
      email,
      name,
      NOON,
    ]);
    await this.sql(`INSERT INTO membership (organization_id, user_id, role, created_at) VALUES ($1, $2, $3, $4)`, [
      organizationId,
      id,
      role,
      NOON,
    ]);
    return id;
  }

  async incident(title: string, fields: CaseFields = {}): Promise<IncidentId> {
    const id = newId<'incident'>(NOON);
    await this.sql(
      `INSERT INTO incident (id, organization_id, reference, title, tlp, status, lead_id, reported_by, reported_at,
         status_changed_at, case_version, recorded_at, version)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, 1, $9, 1)`,
      [
        id,
        this.campaign,
        `INC-2024-${String(Math.floor(Math.random() * 1e9))}`,
        title,
        fields.tlp ?? 'amber',
        fields.status ?? 'reported',
        fields.leadId ?? null,
        fields.reportedById ?? this.it,
        fields.at ?? NOON,
      ],
    );
    return id;
  }

  async participant(
    incidentId: IncidentId,
    organizationId: OrganizationId,
    { capacity, maxTlp }: { capacity: Capacity; maxTlp: Tlp },
  ): Promise<string> {
    const id = randomUUID();
    await this.sql(
      `INSERT INTO participant (id, incident_id, version, created_at, organization_id, capacity, max_tlp)
       VALUES ($1, $2, 1, $3, $4, $5, $6)`,
      [id, incidentId, NOON, organizationId, capacity, maxTlp],
    );
    return id;
  }

  async stakeholder(name: string, maxTlp: Tlp, incidentId: IncidentId | null = null): Promise<string> {
    const id = randomUUID();
    await this.sql(
      `INSERT INTO stakeholder (id, organization_id, incident_id, name, role, email, max_tlp, created_at)
       VALUES ($1, $2, $3, $4, 'counsel', $5, $6, $7)`,
      [id, this.campaign, incidentId, name, `${name}@law.example`, maxTlp, NOON],
    );
    return id;
  }

  async comment(incidentId: IncidentId, authorId: UserId, body: string): Promise<string> {
    const id = randomUUID();
    await this.sql(
      `INSERT INTO comment (id, incident_id, version, created_at, author_id, body) VALUES ($1, $2, 1, $3, $4, $5)`,
      [id, incidentId, NOON, authorId, body],
    );
    return id;
  }

  async task(incidentId: IncidentId, title: string, assigneeId: UserId | null, dueAt: Date | null): Promise<string> {
    const id = randomUUID();
    await this.sql(
      `INSERT INTO task (id, incident_id, version, created_at, title, assignee_id, due_at, status)
       VALUES ($1, $2, 1, $3, $4, $5, $6, 'open')`,
      [id, incidentId, NOON, title, assigneeId, dueAt],
    );
    return id;
  }

  async inquiry(incidentId: IncidentId, recordedById: UserId, dueAt: Date): Promise<string> {
    const [id, partyId] = [randomUUID(), randomUUID()];
    await this.sql(`INSERT INTO party (id, name, kind, created_at) VALUES ($1, $2, 'government', $3)`, [
      partyId,
      `mission ${partyId}`,
      NOON,
    ]);
    await this.sql(
      `INSERT INTO inquiry (id, incident_id, version, created_at, organization_id, party_id, question, answer_due_at, recorded_by_id)
       VALUES ($1, $2, 1, $3, $4, $5, 'Was it you?', $6, $7)`,
      [id, incidentId, NOON, this.campaign, partyId, dueAt, recordedById],
    );
    return id;
  }

  /** A state of a record, marked and reserved as given; each later than the last. */
  async record(
    incidentId: IncidentId,
    kind: string,
    { id = randomUUID(), ...state }: { id?: string; tlp?: Tlp | null; organizationId?: OrganizationId } = {},
  ): Promise<string> {
    const entry = randomUUID();
    this.recorded += 1;
    await this.sql(
      `INSERT INTO history_entry (id, leaf, organization_id, incident_id, case_version, ordinal, recorded_at)
       VALUES ($1, '', $2, $3, $4, 1, $5)`,
      [entry, this.campaign, incidentId, this.recorded, NOON],
    );
    await this.sql(
      `INSERT INTO record_state (incident_id, kind, record_id, case_version, entry_id, state) VALUES ($1, $2, $3, $4, $5, $6)`,
      [incidentId, kind, id, this.recorded, entry, JSON.stringify({ id, ...state })],
    );
    return id;
  }

  /** The party that was asked denies, and that is the answer. */
  async answer(inquiryId: string): Promise<void> {
    const [hypothesisId, claimId] = [randomUUID(), randomUUID()];
    await this.sql(
      `INSERT INTO hypothesis (id, incident_id, version, created_at, kind, label)
       SELECT $2, incident_id, 1, created_at, 'insider', 'x' FROM inquiry WHERE id = $1`,
      [inquiryId, hypothesisId],
    );
    await this.sql(
      `INSERT INTO claim (id, incident_id, version, created_at, hypothesis_id, claimant_id, stance, statement, said_precision)
       SELECT $2, incident_id, 1, created_at, $3, party_id, 'denies', 'No.', 'unknown' FROM inquiry WHERE id = $1`,
      [inquiryId, claimId, hypothesisId],
    );
    await this.sql('UPDATE inquiry SET answer_claim_id = $2 WHERE id = $1', [inquiryId, claimId]);
  }

  /** A message as an action would have put it into the outbox. */
  async announce(type: string, incidentId: IncidentId, more: object = {}): Promise<MessageId> {
    const id = newId<'message'>(NOON);
    const body = { incidentId, organizationId: this.campaign, caseVersion: 1, byUserId: null, ...more };
    await this.sql(`INSERT INTO outbox_message (id, type, body, created_at) VALUES ($1, $2, $3, $4)`, [
      id,
      type,
      JSON.stringify(body),
      NOON,
    ]);
    return id;
  }

  /** Who was told, with subject and reason, by name. */
  async told(): Promise<{ name: string; reason: string; subject: string; body: string }[]> {
    return await this.sql(
      `SELECT coalesce(u.name, s.name) AS name, n.reason, n.subject, n.body FROM notification n
       LEFT JOIN app_user u ON u.id = n.user_id LEFT JOIN stakeholder s ON s.id = n.stakeholder_id ORDER BY 1`,
    );
  }
}
