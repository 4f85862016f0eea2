import { notHiddenSinceSql } from '@app/access';
import {
  Invalid,
  highestTlp,
  statement,
  tlpAllows,
  tlpLabel,
  tlpRank,
  type State,
  type Tlp,
  type Tx,
} from '@app/platform';

/** How a record is marked that can be read only with others. */
export interface Marking {
  /** Of its own; null: none, so that it goes by the case and by what it needs. */
  readonly ownTlp: Tlp | null;
  /** What holds: the highest of its own and of those of the records that it needs; null: the case's. */
  readonly tlp: Tlp | null;
}

/** @throws {Invalid} a marking above what the caller is shown: the record would be gone for them. `path` is the field. */
export function requireCleared(clearance: Tlp, tlp: Tlp | null | undefined, path = 'tlp'): void {
  if (tlp && !tlpAllows(clearance, tlp)) {
    throw Invalid.at(path, 'above_clearance', `You are shown up to ${tlpLabel(clearance)} in this case.`);
  }
}

/**
 * The marking that holds of a record. What it needs and is not marked is shown to everybody who sees the case, and so
 * asks for nothing; a record without a marking of its own is never lowered by what it needs.
 */
export function effectiveTlp(own: Tlp | null, needed: readonly (Tlp | null)[], caseTlp: Tlp): Tlp | null {
  if (own !== null) {
    return highestTlp([own, ...needed]);
  }
  const highest = highestTlp([caseTlp, ...needed]);
  return tlpRank(highest) > tlpRank(caseTlp) ? highest : null;
}

const CASE_TLP = statement('case_tlp', 'SELECT tlp FROM incident WHERE id = $1');

async function caseTlp(tx: Tx): Promise<Tlp> {
  const [row] = await tx.sql<{ tlp: Tlp }>(CASE_TLP, [tx.case.incidentId]);
  if (!row) {
    throw new Error('The open case has no row.');
  }
  return row.tlp;
}

/** How a record of the open case is to be marked that needs others; these as the case has them. */
export async function markingOf(
  tx: Tx,
  own: Tlp | null | undefined,
  needed: readonly ({ readonly tlp?: Tlp | null } | null | undefined)[],
): Promise<Marking> {
  const theirs = needed.map((record) => record?.tlp ?? null);
  if (own) {
    return { ownTlp: own, tlp: highestTlp([own, ...theirs]) };
  }
  const marked = theirs.some((tlp) => tlp !== null);
  return { ownTlp: null, tlp: marked ? effectiveTlp(null, theirs, await caseTlp(tx)) : null };
}

type Known = Readonly<Record<string, unknown>>;

/** A kind of record that cannot be read without others: which, and the table that has its marking. */
interface Needing {
  /** Null: its table is never changed; its marking then stands in its record states alone. */
  readonly table: string | null;
  readonly needs: (state: Known) => readonly unknown[];
}

/** Every kind of record that cannot be read without others, whichever library it is of: one rule marks them all. */
const NEEDING: Readonly<Record<string, Needing>> = {
  pivot: { table: 'pivot', needs: ({ fromAccountId, toAccountId }) => [fromAccountId, toAccountId] },
  claim: { table: 'claim', needs: ({ hypothesisId }) => [hypothesisId] },
  artifact: { table: 'leaked_artifact', needs: ({ disclosureId }) => [disclosureId] },
  custody_step: { table: null, needs: ({ evidenceId }) => [evidenceId] },
  finding_account: { table: 'finding_account', needs: ({ findingId, accountId }) => [findingId, accountId] },
  dissent: { table: null, needs: ({ assessmentId }) => [assessmentId] },
  comment: { table: 'comment', needs: ({ on }) => [(on as { id?: unknown } | null)?.id] },
};

/** The marking of its own of a record as kept: what was recorded before there were two had one only. */
export const ownTlpOf = (state: { readonly ownTlp?: Tlp | null; readonly tlp?: Tlp | null }): Tlp | null =>
  state.ownTlp === undefined ? (state.tlp ?? null) : state.ownTlp;

/** A record in today's shape as far as its marking goes. */
export const withMarking = <Of extends object>(kind: string, state: Of): Of => ({
  tlp: null,
  ...(Object.hasOwn(NEEDING, kind) ? { ownTlp: ownTlpOf(state) } : {}),
  ...state,
});

const NEEDED = statement(
  'needed_markings',
  `SELECT DISTINCT ON (kind, record_id) record_id AS id, state->>'tlp' AS tlp FROM record_state
   WHERE incident_id = $1 AND record_id = ANY($2::uuid[]) AND ${notHiddenSinceSql('record_id', '$1', 'NULL')}
   ORDER BY kind, record_id, case_version DESC`,
);

/** A record as it is to be written: with the marking that holds, where its own was changed and it needs others. */
export async function remarked<Of extends { readonly tlp?: Tlp | null; readonly ownTlp?: Tlp | null }>(
  tx: Tx,
  kind: string,
  before: Of,
  after: Of,
): Promise<Of> {
  const needs = NEEDING[kind]?.needs;
  if (!needs || ownTlpOf(before) === ownTlpOf(after)) {
    return after;
  }
  const ids = needs(after as Known).filter((id) => typeof id === 'string');
  const needed =
    ids.length === 0 ? [] : await tx.sqlForPurpose<{ tlp: Tlp | null }>('reliance', NEEDED, [tx.case.incidentId, ids]);
  return { ...after, ...(await markingOf(tx, after.ownTlp, needed)) };
}

// What is kept from the writer is marked above all that they could mark: nothing follows for it.
const STATES = statement(
  'marked_states',
  `SELECT DISTINCT ON (kind, record_id) kind, record_id AS id, state->>'tlp' AS tlp,
     CASE WHEN kind = ANY($2::text[]) THEN state END AS state
   FROM record_state WHERE incident_id = $1 AND ${notHiddenSinceSql('record_id', '$1', 'NULL')}
   ORDER BY kind, record_id, case_version DESC`,
);

interface Kept {
  readonly kind: string;
  readonly id: string;
  readonly tlp: Tlp | null;
  readonly state: Known | null;
}

/** How often markings are passed on: a comment on a claim about a hypothesis is the longest way that there is. */
const PASSES_MAX = 4;

/**
 * Marks the records of the open case anew whose markings follow from others, after one of these changed: each with an
 * entry of its own in the history, so that nothing changes without a trace.
 */
export async function followMarkings(tx: Tx): Promise<void> {
  tx.settle();
  const [of, kept] = await Promise.all([
    caseTlp(tx),
    tx.sqlForPurpose<Kept>('reliance', STATES, [tx.case.incidentId, Object.keys(NEEDING)]),
  ]);
  const now = new Map(kept.map(({ id, tlp }) => [id, tlp]));
  const needing = kept.filter((record): record is Kept & { state: Known } => record.state !== null);
  for (let pass = 0; pass < PASSES_MAX; pass += 1) {
    for (const { kind, id, state } of needing) {
      const theirs = (NEEDING[kind]?.needs(state) ?? []).map((needed) => now.get(needed as string) ?? null);
      now.set(id, effectiveTlp(ownTlpOf(state), theirs, of));
    }
  }
  for (const record of needing) {
    const tlp = now.get(record.id) ?? null;
    if (tlp !== record.tlp) {
      remark(tx, record, tlp);
    }
  }
}

const REMARK_WORDS = statement(
  'remark_words',
  'UPDATE search_document SET marking = tlp_rank($3) WHERE record_id = $1 AND incident_id = $2',
);

function remark(tx: Tx, { kind, id, state }: Kept & { state: Known }, tlp: Tlp | null): void {
  const { incidentId, caseVersion } = tx.case;
  const table = NEEDING[kind]?.table;
  if (table) {
    const update = statement(
      `remark_${table}`,
      `UPDATE ${table} SET version = $3, tlp = $4 WHERE id = $1 AND incident_id = $2`,
    );
    tx.forPurpose('reliance', () => tx.write(update, [id, incidentId, caseVersion, tlp]));
  }
  tx.forPurpose('reliance', () => tx.write(REMARK_WORDS, [id, incidentId, tlp]));
  const before = withMarking(kind, state);
  tx.record({
    action: `${kind}.remarked`,
    subject: { kind, id },
    before: before as State,
    after: { ...before, tlp, version: caseVersion } as State,
    reason: 'Its marking follows that of a record without which it cannot be read.',
    consequence: true,
  });
}
