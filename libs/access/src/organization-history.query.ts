import { Injectable } from '@nestjs/common';
import { Database, positionOf, statement } from '@app/platform';
import type { Caller } from './caller.js';
import type { PageAsked } from './id-cursor.js';

/** One change of an organization: its members, invitations, keys, settings, stakeholders, parties. */
export interface OrganizationChange {
  readonly id: string;
  readonly at: Date;
  readonly payload: ChangePayload | null;
  readonly byName: string | null;
  /** Of the person that the change is about. */
  readonly subjectName: string | null;
}

interface ChangePayload {
  readonly action: string;
  readonly by: { readonly userId: string | null; readonly purpose: string | null };
  readonly subject: { readonly kind: string; readonly id: string };
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
  readonly reason: string | null;
  readonly requestId: string;
}

const HISTORY = statement(
  'organization_history',
  `WITH entry AS (
     SELECT e.id, e.position, e.recorded_at, convert_from(p.body, 'UTF8')::json AS payload
     FROM history_entry e LEFT JOIN history_payload p ON p.entry_id = e.id
     WHERE e.organization_id = $1 AND e.organization_id = ANY($2::uuid[]) AND e.incident_id IS NULL AND e.kind IS DISTINCT FROM 'case_read'
       AND ($3::uuid IS NULL OR e.position < (SELECT c.position FROM history_entry c WHERE c.id = $3 AND c.organization_id = $1))
     ORDER BY e.position DESC LIMIT $4)
   SELECT entry.id, entry.recorded_at AS at, entry.payload, u.name AS "byName", about.name AS "subjectName"
   FROM entry LEFT JOIN app_user u ON u.id = (entry.payload->'by'->>'userId')::uuid
     LEFT JOIN app_user about ON about.id::text = entry.payload->'subject'->>'id' AND entry.payload->'subject'->>'kind' = 'member'
   ORDER BY entry.position DESC`,
);

/** The history of an organization outside its cases. Who read a case is in the log of that case's reads. */
@Injectable()
export class OrganizationHistory {
  constructor(private readonly database: Database) {}

  /** Newest first, and one more than `limit`; nothing to one who is no member. */
  async list(caller: Caller, organizationId: string, { limit, cursor }: PageAsked): Promise<OrganizationChange[]> {
    const [before] = cursor === undefined ? [null] : positionOf(cursor, ['uuid']);
    const values = [organizationId, caller.organizationIds, before, limit + 1];
    return await this.database.read<OrganizationChange>(caller, HISTORY, values);
  }
}
