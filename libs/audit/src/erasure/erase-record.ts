import { Injectable } from '@nestjs/common';
import { leafHash } from '@app/ledger';
import { NotFound, statement, type State, type Tx, type UserId } from '@app/platform';
import { columnsThatDiffer, CONTENT, ERASABLE, redactedState, textsIn, type ErasableKind } from './erasable-kinds.js';
import type { ErasureState } from './erasure.js';
import { entryWithout, type WholeOrOpened } from './opened-entry.js';

const STATES = statement('states_of_record', 'SELECT version, state FROM states_of_record($1, $2, $3)');
const ENTRIES = statement(
  'entries_of_record',
  `SELECT e.id, e.leaf, p.salt, p.body, p.opened FROM history_entry e JOIN history_payload p ON p.entry_id = e.id
   WHERE e.incident_id = $1 AND e.kind = $2 AND convert_from(p.body, 'UTF8')::json->'subject'->>'id' = $3
   ORDER BY e.case_version, e.ordinal`,
);
const ERASE = statement('erase_from_history', 'SELECT erase_from_history($1, $2, $3, $4, $5, $6, $7)');

interface KeptState {
  /** Of the case. */
  readonly version: number;
  readonly state: State;
}
type Entry = WholeOrOpened & { readonly id: string };

/** An erasure that a second person has approved in this transaction. */
export type ApprovedErasure = ErasureState & { readonly decidedById: UserId };

/** Takes what two persons decided on out of the history, the record, search, and what was told of it. */
@Injectable()
export class EraseRecord {
  /** Every state of a record of the open case, oldest first. @throws {NotFound} the case has no such record. */
  async states(tx: Tx, { kind, id }: ErasureState['subject']): Promise<[KeptState, ...KeptState[]]> {
    const [first, ...more] = await tx.sql<KeptState>(STATES, [tx.case.incidentId, kind, id]);
    if (!first) {
      throw new NotFound(kind);
    }
    return [first, ...more];
  }

  /**
   * Leaves the tombstone, and gives which file is to go once this is committed. The database refuses it where nobody else approved it, or a legal hold is in force.
   *
   * @throws {NotFound}
   */
  async erase(tx: Tx, erasure: ApprovedErasure): Promise<{ sha256: string | null }> {
    const { subject, fields } = erasure;
    const kind = ERASABLE[subject.kind] as ErasableKind;
    const states = await this.states(tx, subject);
    const entries = await tx.sql<Entry>(ENTRIES, [tx.case.incidentId, subject.kind, subject.id]);
    const erased = entries.flatMap((entry) => {
      const left = entryWithout(entry, fields);
      return left ? [{ ...left, id: entry.id, leafHash: leafHash(entry.leaf).toString('base64') }] : [];
    });
    const before = (states.at(-1) as KeptState).state;
    const takesFile = fields.includes(CONTENT) && before['stored'] === true;
    const after = {
      ...redactedState(before, fields),
      ...(takesFile ? { stored: false } : {}),
      ...('version' in before ? { version: tx.case.caseVersion } : {}),
    };
    const row = { ...columnsThatDiffer(kind, before, after), version: tx.case.caseVersion };
    tx.write(ERASE, [
      erasure.id,
      tx.recordedAt,
      JSON.stringify(erased.map(({ id, fields: names, body, opened }) => ({ id, fields: names, body, opened }))),
      JSON.stringify(states.map(({ version, state }) => ({ version, state: redactedState(state, fields) }))),
      kind.table,
      JSON.stringify(row),
      [...new Set([...states.flatMap(({ state }) => textsIn(state, fields)), ...reasonsIn(entries, fields)])],
    ]);
    tx.record({
      action: 'record.redacted',
      subject,
      before: null,
      after,
      redaction: {
        id: erasure.id,
        basis: erasure.basis,
        requestedById: erasure.requestedById,
        approvedById: erasure.decidedById,
        fields,
        entries: erased.map(({ leafHash: hash, fields: names }) => ({ leafHash: hash, fields: names })),
      },
      text: kind.text?.(after),
    });
    return { sha256: takesFile ? (before['sha256'] as string) : null };
  }
}

const reasonsIn = (entries: readonly Entry[], fields: readonly string[]): string[] =>
  entries.flatMap(({ body }) =>
    textsIn(
      JSON.parse(body.toString('utf8')) as State,
      fields.filter((name) => name === 'reason'),
    ),
  );
