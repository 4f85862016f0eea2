import { leafHash } from '@app/ledger';
import type { Ahead } from './ahead.js';
import type { EntryRow } from './entry-row.query.js';
import type { Found } from './found.js';
import type { Payload } from './payload.rules.js';

export interface IncidentRow {
  readonly id: string;
  readonly organizationId: string;
  readonly caseVersion: number;
  readonly recordedAt: string;
}

type Link = Pick<EntryRow, 'id' | 'incidentId' | 'caseVersion' | 'ordinal' | 'recordedAt'> & { readonly hash: string };

/** The entries of each case: gapless, in order, each naming the one before it, and the case's row where the last left it. */
export class CaseChain {
  private last: Link | null = null;
  private incident: IncidentRow | null = null;

  constructor(
    private readonly found: Found,
    private readonly incidents: Ahead<IncidentRow>,
  ) {}

  /** @param row by case, version and ordinal. @param payload null where it is erased, or cannot be read. */
  async follow(row: EntryRow, payload: Payload | null): Promise<void> {
    if (this.last?.incidentId !== row.incidentId) {
      this.close();
      await this.begin(row);
    }
    const { last } = this;
    this.gapless(last, row);
    if (payload?.['v'] === 2 && payload['previous'] !== (last?.hash ?? null)) {
      this.found.add('previous_differs', { table: 'history_entry', id: row.id });
    }
    if (this.incident && row.organizationId !== this.incident.organizationId) {
      this.found.add('case_differs', { table: 'incident', id: this.incident.id, member: 'organization_id' });
    }
    this.last = { ...row, hash: leafHash(row.leaf).toString('base64') };
  }

  async end(): Promise<void> {
    this.close();
    await this.incidents.takeWhile(
      () => true,
      (incident) => this.withoutEntries(incident),
    );
  }

  private async begin({ id, incidentId }: EntryRow): Promise<void> {
    this.last = null;
    this.incident = null;
    await this.incidents.takeWhile(
      (incident) => incident.id < (incidentId ?? ''),
      (incident) => this.withoutEntries(incident),
    );
    if ((await this.incidents.peek())?.id === incidentId) {
      this.incident = (await this.incidents.take()) ?? null;
    } else {
      this.found.add('entry_of_no_case', { table: 'history_entry', id });
    }
  }

  private gapless(last: Link | null, row: EntryRow): void {
    const version = row.caseVersion ?? 0;
    const before = last?.caseVersion ?? 0;
    if (version !== before && version !== before + 1) {
      const where = { table: 'history_entry', id: row.id, expected: before + 1, found: version };
      this.found.add('case_version_gap', where);
    }
    const expected = version === before ? (last?.ordinal ?? 0) + 1 : 1;
    this.found.compare('ordinal_gap', { table: 'history_entry', id: row.id }, { expected, found: row.ordinal });
    const isLater =
      last === null || (version === before ? row.recordedAt === last.recordedAt : row.recordedAt > last.recordedAt);
    if (!isLater) {
      this.found.add('time_backwards', {
        table: 'history_entry',
        id: row.id,
        expected: last.recordedAt,
        found: row.recordedAt,
      });
    }
  }

  private close(): void {
    const { incident, last } = this;
    if (!incident || !last) {
      return;
    }
    const where = { table: 'incident', id: incident.id };
    const version = { expected: last.caseVersion, found: incident.caseVersion };
    this.found.compare('case_differs', { ...where, member: 'case_version' }, version);
    const time = { expected: last.recordedAt, found: incident.recordedAt };
    this.found.compare('case_differs', { ...where, member: 'recorded_at' }, time);
  }

  private withoutEntries({ id, caseVersion }: IncidentRow): void {
    this.found.add('case_version_gap', { table: 'incident', id, expected: caseVersion, found: 0 });
  }
}
