import { Injectable } from '@nestjs/common';
import { Database, statement, type IncidentId, type Principal, type Tx } from '@app/platform';

/** A record of which a rule has something to erase. */
export interface DueRecord {
  readonly incidentId: IncidentId;
  readonly recordId: string;
}

export interface DueAsked {
  readonly organizationId: string;
  readonly kind: string;
  /** What is erased of records of this kind. */
  readonly fields: readonly string[];
  /** The case was closed before, and was not opened again. */
  readonly closedBefore: Date;
  /** Those after this one, in the order of cases and records. */
  readonly after: DueRecord | null;
  readonly limit: number;
}

const DUE = statement(
  'due_records',
  'SELECT incident_id AS "incidentId", record_id AS "recordId" FROM due_records($1, $2, $3, $4, $5, $6, $7)',
);
const FREE = statement(
  'free_to_erase',
  `SELECT 1 FROM incident WHERE id = $1 AND status IN ('closed', 'rejected') AND status_changed_at < $2 AND NOT held(id)`,
);

/** Records of closed cases that a rule is about, and that it did not erase already. None of a case that is held. */
@Injectable()
export class DueRecords {
  constructor(private readonly database: Database) {}

  /** @param principal acts for the organization whose cases they are, for retention. */
  async next(principal: Principal, asked: DueAsked): Promise<DueRecord[]> {
    return await this.database.read<DueRecord>(principal, DUE, [
      asked.organizationId,
      asked.kind,
      asked.fields,
      asked.closedBefore,
      asked.after?.incidentId ?? null,
      asked.after?.recordId ?? null,
      asked.limit,
    ]);
  }

  /** Whether the open case is still one that was closed before: somebody may have opened it again meanwhile, or put a hold on it. */
  async isFree(tx: Tx, closedBefore: Date): Promise<boolean> {
    return (await tx.sql(FREE, [tx.case.incidentId, closedBefore])).length > 0;
  }
}
