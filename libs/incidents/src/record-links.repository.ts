import { Injectable } from '@nestjs/common';
import { isRecordShown, notHiddenSinceSql } from '@app/access';
import { Invalid, statement, type Tlp, type Tx } from '@app/platform';
import type { Writer } from './case-record.js';

const FOUND = statement(
  'linked_records',
  `SELECT DISTINCT ON (kind, record_id) kind, record_id AS id, state->>'tlp' AS tlp, state->>'organizationId' AS "organizationId"
   FROM record_state WHERE incident_id = $1 AND record_id = ANY($2::uuid[])
     AND ${notHiddenSinceSql('record_id', '$1', 'NULL')} ORDER BY kind, record_id, case_version DESC`,
);

interface Link {
  readonly kind: string;
  readonly id: string;
}

interface Found extends Link {
  readonly tlp: Tlp | null;
  readonly organizationId: string | null;
}

/** Whoever makes a link: to what they are not shown they cannot link, and learn nothing by trying. */
export type Linker = Writer;

/** Links between records of one case. */
@Injectable()
export class RecordLinks {
  /**
   * Answers with how the record is marked.
   *
   * @throws {Invalid} the open case does not have that record, or not for the linker; `path` is the field.
   */
  async requireOne(tx: Tx, link: Link, path: string, linker?: Linker): Promise<{ readonly tlp: Tlp | null }> {
    const found = (await this.found(tx, [link], linker)).find(({ kind }) => kind === link.kind);
    if (!found) {
      throw unknown(path);
    }
    return { tlp: link.kind === 'incident' ? null : found.tlp };
  }

  /** @throws {Invalid} a link names a record that the open case does not have, or not for the linker; `path` is the field. */
  async require(tx: Tx, links: readonly Link[], path: string, linker?: Linker): Promise<void> {
    const missing = await this.missing(tx, links, linker);
    if (missing >= 0) {
      throw unknown(`${path}[${missing}]`);
    }
  }

  /** Which of the links names nothing; -1 where none does so. */
  private async missing(tx: Tx, links: readonly Link[], linker: Linker | undefined): Promise<number> {
    if (links.length === 0) {
      return -1;
    }
    const known = new Set((await this.found(tx, links, linker)).map((row) => `${row.kind} ${row.id}`));
    return links.findIndex((link) => !known.has(`${link.kind} ${link.id.toLowerCase()}`));
  }

  private async found(tx: Tx, links: readonly Link[], linker: Linker | undefined): Promise<Found[]> {
    const rows = await tx.sql<Found>(FOUND, [tx.case.incidentId, links.map((link) => link.id)]);
    return rows.filter((row) => !linker || isRecordShown(linker.caller, linker.sight, row.kind, row));
  }
}

const unknown = (path: string): Invalid => Invalid.at(path, 'unknown_reference', 'The case has no such record.');
