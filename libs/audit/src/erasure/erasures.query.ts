import { Injectable } from '@nestjs/common';
import { afterId, type Caller, type CaseSight, type PageAsked } from '@app/access';
import { Database, statement } from '@app/platform';
import type { ErasureState } from './erasure.js';

const LIST = statement(
  'erasures',
  `SELECT e.id, e.organization_id AS "organizationId", json_build_object('kind', e.subject_kind, 'id', e.subject_id) AS subject, e.fields,
     e.basis, e.requested_by_id AS "requestedById", e.status, e.decided_by_id AS "decidedById", e.decided_at AS "decidedAt",
     e.decision_reason AS "decisionReason", e.version, e.created_at AS "createdAt", asker.name AS "requestedByName", decider.name AS "decidedByName"
   FROM erasure e JOIN app_user asker ON asker.id = e.requested_by_id LEFT JOIN app_user decider ON decider.id = e.decided_by_id
   WHERE e.incident_id = $1 AND e.organization_id = ANY($2::uuid[]) AND ($3::uuid IS NULL OR e.id < $3) ORDER BY e.id DESC LIMIT $4`,
);

type Row = Omit<ErasureState, 'createdAt' | 'decidedAt'> & {
  readonly createdAt: Date;
  readonly decidedAt: Date | null;
  readonly requestedByName: string;
  readonly decidedByName: string | null;
};

export interface NamedErasure {
  readonly erasure: ErasureState;
  /** By id of the person. */
  readonly names: Readonly<Record<string, string>>;
}

/** What was asked for of a case, and decided. */
@Injectable()
export class Erasures {
  constructor(private readonly database: Database) {}

  /** Newest first, and one more than `limit`. */
  async list(caller: Caller, { incidentId }: CaseSight, { limit, cursor }: PageAsked): Promise<NamedErasure[]> {
    const values = [incidentId, caller.organizationIds, afterId(cursor), limit + 1];
    return (await this.database.read<Row>({ ...caller, caseId: incidentId }, LIST, values)).map(named);
  }
}

const named = ({ requestedByName, decidedByName, createdAt, decidedAt, ...row }: Row): NamedErasure => ({
  erasure: { ...row, createdAt: createdAt.toISOString(), decidedAt: decidedAt?.toISOString() ?? null },
  names: {
    [row.requestedById]: requestedByName,
    ...(row.decidedById && decidedByName ? { [row.decidedById]: decidedByName } : {}),
  },
});
