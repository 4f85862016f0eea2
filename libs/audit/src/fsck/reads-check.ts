import type { State } from '@app/platform';
import type { Found } from './found.js';
import type { Payload } from './payload.rules.js';
import { instantOf, same } from './row-values.js';
import type { Snapshot } from './snapshot.query.js';

/** A row of `case_read`, as JSON. */
export type ReadRow = Readonly<Record<string, unknown>>;

/** Members of the entry by the columns of the row. */
const MEMBERS: Readonly<Record<string, string>> = {
  id: 'id',
  incident_id: 'incidentId',
  ground: 'ground',
  what: 'what',
  record_id: 'recordId',
  viewed_as_id: 'viewedAsId',
  moment: 'moment',
  key_id: 'keyId',
};

/** Reports where the log of reads does not say what the entry of a read says. */
export function compareRead(found: Found, payload: Payload, row: ReadRow | null): void {
  const where = { table: 'case_read', id: payload.subject.id };
  if (!row) {
    found.add('read_missing', where);
    return;
  }
  const after: State = payload.after ?? {};
  const expected: Record<string, unknown> = {
    ...Object.fromEntries(Object.entries(MEMBERS).map(([column, member]) => [column, after[member]])),
    at: payload.at,
    user_id: payload.by.userId,
    request_id: payload['requestId'],
  };
  for (const [member, value] of Object.entries(expected)) {
    const stands = member === 'at' ? instantOf(row[member]) : row[member];
    if (!same(value, stands)) {
      found.add('read_differs', { ...where, member });
    }
  }
}

/** Columns of `case_read` that {@link compareRead} does not compare, and why. */
export const READ_EXCUSED: Readonly<Record<string, string>> = { entry_id: 'by it the entry was found' };
export const READ_COMPARED: readonly string[] = [...Object.keys(MEMBERS), 'at', 'user_id', 'request_id'];

// Reads were rows before they were entries; since the first entry, none is a row only.
const ROWS_ALONE = `
  SELECT r.id FROM case_read r LEFT JOIN history_entry e ON e.id = r.entry_id
  WHERE CASE WHEN r.entry_id IS NULL THEN r.at > (SELECT min(recorded_at) FROM history_entry WHERE kind = 'case_read')
    ELSE e.kind IS DISTINCT FROM 'case_read' END ORDER BY r.id LIMIT 1000`;

/** Reports reads in the log of reads of which no entry tells. */
export async function findReadsAlone(snapshot: Snapshot, found: Found): Promise<void> {
  for (const { id } of await snapshot.all<{ id: string }>(ROWS_ALONE)) {
    found.add('read_differs', { table: 'case_read', id, member: 'entry_id' });
  }
}
