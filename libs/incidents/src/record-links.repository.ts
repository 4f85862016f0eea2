import { Injectable } from '@nestjs/common';
import { Invalid, statement, type Tx } from '@app/platform';

const FOUND = statement(
  'linked_records',
  `SELECT DISTINCT kind, record_id AS id FROM record_state WHERE incident_id = $1 AND record_id = ANY($2::uuid[])`,
);

interface Link {
  readonly kind: string;
  readonly id: string;
}

/** Links between records of one case. */
@Injectable()
export class RecordLinks {
  /** @throws {Invalid} the open case does not have that record; `path` is the field. */
  async requireOne(tx: Tx, link: Link, path: string): Promise<void> {
    if ((await this.missing(tx, [link])) >= 0) {
      throw unknown(path);
    }
  }

  /** @throws {Invalid} a link names a record that the open case does not have; `path` is the field. */
  async require(tx: Tx, links: readonly Link[], path: string): Promise<void> {
    const missing = await this.missing(tx, links);
    if (missing >= 0) {
      throw unknown(`${path}[${missing}]`);
    }
  }

  /** Which of the links names nothing; -1 where none does so. */
  private async missing(tx: Tx, links: readonly Link[]): Promise<number> {
    if (links.length === 0) {
      return -1;
    }
    const rows = await tx.sql<{ kind: string; id: string }>(FOUND, [tx.case.incidentId, links.map((link) => link.id)]);
    const known = new Set(rows.map((row) => `${row.kind} ${row.id}`));
    return links.findIndex((link) => !known.has(`${link.kind} ${link.id.toLowerCase()}`));
  }
}

const unknown = (path: string): Invalid => Invalid.at(path, 'unknown_reference', 'The case has no such record.');
