import { Injectable } from '@nestjs/common';
import { Invalid, statement, type Tx } from '@app/platform';

const FOUND = statement(
  'linked_records',
  `SELECT DISTINCT kind, record_id AS id FROM record_state WHERE incident_id = $1 AND record_id = ANY($2::uuid[])`,
);

/** Links between records of one case. */
@Injectable()
export class RecordLinks {
  /** @throws {Invalid} a link names a record that the open case does not have; `path` is the field. */
  async require(tx: Tx, links: readonly { readonly kind: string; readonly id: string }[], path: string): Promise<void> {
    if (links.length === 0) {
      return;
    }
    const rows = await tx.sql<{ kind: string; id: string }>(FOUND, [tx.case.incidentId, links.map((link) => link.id)]);
    const known = new Set(rows.map((row) => `${row.kind} ${row.id}`));
    const missing = links.findIndex((link) => !known.has(`${link.kind} ${link.id.toLowerCase()}`));
    if (missing >= 0) {
      throw Invalid.at(`${path}[${missing}]`, 'unknown_reference', 'The case has no such record.');
    }
  }
}
