import { Injectable } from '@nestjs/common';
import { afterId, type Caller, type PageAsked } from '@app/access';
import { Database, NotFound, statement, type IncidentId, type OrganizationId, type Tx } from '@app/platform';
import { Stakeholder } from './stakeholder.entity.js';

/** Whose register: an organization's, or one case's. */
export interface RegisterOf {
  readonly organizationId: OrganizationId;
  readonly incidentId: IncidentId | null;
}

const COLUMNS = `id, organization_id AS "organizationId", incident_id AS "incidentId", name, role, email, channels, max_tlp AS "maxTlp",
  ended_at AS "endedAt", version, created_at AS "createdAt"`;

// An organization's register and a case's are apart; of a case, those of its organization are not repeated.
const LIST = statement(
  'stakeholders',
  `SELECT ${COLUMNS} FROM stakeholder
   WHERE organization_id = $1 AND incident_id IS NOT DISTINCT FROM $2::uuid AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4`,
);

const LOCK = statement(
  'lock_stakeholder',
  `SELECT ${COLUMNS} FROM stakeholder WHERE id = $1 AND organization_id = $2 AND incident_id IS NOT DISTINCT FROM $3::uuid FOR UPDATE`,
);

/** The register. Whoever asks was let in by the guard, to this organization or case. */
@Injectable()
export class Stakeholders {
  constructor(private readonly database: Database) {}

  /** In the order in which they were registered. One row more than asked for, where there is one. */
  async list(
    caller: Caller,
    { organizationId, incidentId }: RegisterOf,
    { limit, cursor }: PageAsked,
  ): Promise<Stakeholder[]> {
    return await this.database.read<Stakeholder>(caller, LIST, [
      organizationId,
      incidentId,
      afterId(cursor),
      limit + 1,
    ]);
  }

  async insert(tx: Tx, stakeholder: Stakeholder): Promise<void> {
    await tx.manager.insert(Stakeholder, stakeholder);
  }

  /** @throws {NotFound} the register has no such entry. */
  async lock(tx: Tx, { organizationId, incidentId }: RegisterOf, id: string): Promise<Stakeholder> {
    const [row] = await tx.sql<Stakeholder>(LOCK, [id, organizationId, incidentId]);
    if (!row) {
      throw new NotFound('stakeholder');
    }
    return Object.assign(new Stakeholder(), row);
  }

  async update(tx: Tx, { id, name, role, email, channels, maxTlp, endedAt, version }: Stakeholder): Promise<void> {
    await tx.manager.update(Stakeholder, { id }, { name, role, email, channels, maxTlp, endedAt, version });
  }
}
