import { Injectable } from '@nestjs/common';
import { isRecordShown, notHiddenSinceSql, type Caller, type CaseSight } from '@app/access';
import { Invalid, statement, type Tx } from '@app/platform';

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
  readonly tlp: string | null;
  readonly organizationId: string | null;
}

/** Whoever makes a link: to what they are not shown they cannot link, and learn nothing by trying. */
export interface Linker {
  readonly caller: Pick<Caller, 'organizationIds'>;
  readonly sight: Pick<CaseSight, 'roles' | 'capacities' | 'clearance'>;
}

/** Links between records of one case. */
@Injectable()
export class RecordLinks {
  /** @throws {Invalid} the open case does not have that record, or not for the linker; `path` is the field. */
  async requireOne(tx: Tx, link: Link, path: string, linker?: Linker): Promise<void> {
    if ((await this.missing(tx, [link], linker)) >= 0) {
      throw unknown(path);
    }
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
    const rows = await tx.sql<Found>(FOUND, [tx.case.incidentId, links.map((link) => link.id)]);
    const shown = rows.filter((row) => !linker || isRecordShown(linker.caller, linker.sight, row.kind, row));
    const known = new Set(shown.map((row) => `${row.kind} ${row.id}`));
    return links.findIndex((link) => !known.has(`${link.kind} ${link.id.toLowerCase()}`));
  }
}

const unknown = (path: string): Invalid => Invalid.at(path, 'unknown_reference', 'The case has no such record.');
