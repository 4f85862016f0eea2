import { Injectable } from '@nestjs/common';
import { afterId, type Caller, type PageAsked } from '@app/access';
import { Conflict, Database, NotFound, statement, type IncidentId, type Tx } from '@app/platform';
import type { LegalHold } from './legal-hold.js';

const COLUMNS = `h.id, h.organization_id AS "organizationId", h.incident_id AS "incidentId", h.reason, h.placed_by_id AS "placedById",
  h.placed_at AS "placedAt", h.lifted_by_id AS "liftedById", h.lifted_at AS "liftedAt", h.lift_reason AS "liftReason"`;
const HELD = statement('case_is_held', 'SELECT held($1) AS held');
const ADD = statement(
  'legal_hold_add',
  'INSERT INTO legal_hold (id, organization_id, incident_id, reason, placed_by_id, placed_at) VALUES ($1, $2, $3, $4, $5, $6)',
);
const LIFT = statement(
  'legal_hold_lift',
  'UPDATE legal_hold SET lifted_by_id = $2, lifted_at = $3, lift_reason = $4 WHERE id = $1',
);
const ONE = statement(
  'legal_hold',
  `SELECT ${COLUMNS} FROM legal_hold h WHERE h.id = $1 AND h.organization_id = $2 FOR UPDATE`,
);
const LIST = statement(
  'legal_holds',
  `SELECT ${COLUMNS}, placer.name AS "placedByName", lifter.name AS "liftedByName" FROM legal_hold h
     JOIN app_user placer ON placer.id = h.placed_by_id LEFT JOIN app_user lifter ON lifter.id = h.lifted_by_id
   WHERE h.organization_id = $1 AND h.organization_id = ANY($2::uuid[]) AND ($3::uuid IS NULL OR h.id < $3)
   ORDER BY h.id DESC LIMIT $4`,
);
const OF_ORGANIZATION = statement(
  'incident_of_organization',
  'SELECT 1 FROM incident WHERE id = $1 AND organization_id = $2',
);

export interface NamedHold extends LegalHold {
  readonly placedByName: string;
  readonly liftedByName: string | null;
}

/** The holds of an organization and of its cases. */
@Injectable()
export class LegalHolds {
  constructor(private readonly database: Database) {}

  /** Whether one is in force over the open case. */
  async isHeld(tx: Tx, incidentId: IncidentId): Promise<boolean> {
    const [row] = await tx.sql<{ held: boolean }>(HELD, [incidentId]);
    return row?.held ?? false;
  }

  /** @throws {Conflict} `legal_hold`. */
  async requireNone(tx: Tx, incidentId: IncidentId): Promise<void> {
    if (await this.isHeld(tx, incidentId)) {
      throw new Conflict('legal_hold', 'A legal hold is in force over this case: nothing of it is erased.');
    }
  }

  add(tx: Tx, { id, organizationId, incidentId, reason, placedById, placedAt }: LegalHold): void {
    tx.write(ADD, [id, organizationId, incidentId, reason, placedById, placedAt]);
  }

  lift(tx: Tx, { id, liftedById, liftedAt, liftReason }: LegalHold): void {
    tx.write(LIFT, [id, liftedById, liftedAt, liftReason]);
  }

  /** @throws {NotFound} */
  async lock(tx: Tx, organizationId: string, id: string): Promise<LegalHold> {
    const [hold] = await tx.sql<LegalHold>(ONE, [id, organizationId]);
    if (!hold) {
      throw new NotFound('legal hold');
    }
    return hold;
  }

  /** @throws {NotFound} the organization has no such case. */
  async requireCase(tx: Tx, organizationId: string, incidentId: IncidentId): Promise<void> {
    if ((await tx.sql(OF_ORGANIZATION, [incidentId, organizationId])).length === 0) {
      throw new NotFound('incident');
    }
  }

  /** Newest first, and one more than `limit`; none to one who is no member. */
  async list(caller: Caller, organizationId: string, { limit, cursor }: PageAsked): Promise<NamedHold[]> {
    return await this.database.read<NamedHold>(caller, LIST, [
      organizationId,
      caller.organizationIds,
      afterId(cursor),
      limit + 1,
    ]);
  }
}
