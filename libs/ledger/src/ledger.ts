import { Injectable } from '@nestjs/common';
import { LedgerPort, newId, statement, type Change, type State, type Tx } from '@app/platform';
import { canonicalJson } from './entries/canonical-json.js';
import { difference } from './entries/change.rules.js';
import { fieldsCommitment, fieldsOf, leaf, leafHash, newSalt } from './entries/commitment.js';
import { Receipts } from './log/receipts.js';

// Entries, payloads, states and search in one statement: one round trip whatever the number of changes.
const APPEND = statement(
  'append',
  `WITH change AS (
     SELECT * FROM unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::bytea[], $5::text[], $6::uuid[], $7::jsonb[], $13::bytea[])
       WITH ORDINALITY AS c (id, leaf, salt, body, kind, record_id, state, leaf_hash, ordinal)),
   entry AS (
     INSERT INTO history_entry (id, leaf, organization_id, incident_id, case_version, ordinal, recorded_at, kind, marking, inside_only, reserved_to)
     SELECT id, leaf, $8::uuid, $9::uuid, $10::int, $12::int + ordinal, $11::timestamptz,
       kind, tlp_rank(state->>'tlp'), kind_inside_only(kind), state_reserved_to(kind, state) FROM change ORDER BY ordinal),
   pending AS (
     INSERT INTO log_pending (entry_id, leaf_hash) SELECT id, leaf_hash FROM change ORDER BY ordinal),
   payload AS (
     INSERT INTO history_payload (entry_id, salt, body) SELECT id, salt, body FROM change)
   INSERT INTO record_state (incident_id, kind, record_id, case_version, entry_id, state)
   SELECT $9::uuid, kind, record_id, $10::int, id, state FROM change WHERE $9::uuid IS NOT NULL AND state IS NOT NULL`,
);

// The second form of the words splits addresses and host names, which the parser keeps whole.
const INDEX = statement(
  'index_text',
  `INSERT INTO search_document (record_id, incident_id, kind, text, words, marking, reserved_to)
   SELECT record_id, $4::uuid, kind, text,
          to_tsvector('simple', text) || to_tsvector('simple', regexp_replace(text, '[^[:alnum:]]+', ' ', 'g')),
          state_marking(kind, state), state_reserved_to(kind, state)
   FROM unnest($1::uuid[], $2::text[], $3::text[], $5::jsonb[]) AS d (record_id, kind, text, state)
   ON CONFLICT (record_id) DO UPDATE SET text = excluded.text, words = excluded.words, marking = excluded.marking, reserved_to = excluded.reserved_to`,
);

/**
 * The append-only record of who did what. It takes no lock: order within a case comes
 * from the case's version, and a later sequencer gives each entry its place in the log.
 */
@Injectable()
export class Ledger extends LedgerPort {
  constructor(private readonly receipts: Receipts) {
    super();
  }

  override append(tx: Tx, changes: readonly Change[]): void {
    const entries = changes.map((change, index) => this.entry(tx, change, tx.appended + index + 1));
    const column = <Key extends keyof (typeof entries)[number]>(key: Key) => entries.map((entry) => entry[key]);
    tx.write(APPEND, [
      column('id'),
      column('leaf'),
      column('salt'),
      column('body'),
      changes.map((change) => change.subject.kind),
      changes.map((change) => change.subject.id),
      changes.map((change) => (change.after ? JSON.stringify(change.after) : null)),
      tx.ofNobody ? null : tx.organizationId,
      tx.inCase?.incidentId ?? null,
      tx.inCase?.caseVersion ?? null,
      tx.recordedAt,
      tx.appended,
      column('leafHash'),
    ]);
    this.index(tx, changes);
  }

  override promise(tx: Tx): string | null {
    return this.receipts.promise(tx);
  }

  private entry(tx: Tx, change: Change, ordinal: number) {
    const id = change.entryId ?? newId<'entry'>(tx.recordedAt);
    const content = payload(tx, change, { id, ordinal });
    const salt = newSalt();
    const published = leaf(fieldsCommitment(fieldsOf(salt, content)));
    const hash = leafHash(published);
    tx.lastLeaf = hash;
    if (!change.consequence) {
      tx.leafHashes.push(hash);
    }
    return { id, body: Buffer.from(canonicalJson(content), 'utf8'), salt, leaf: published, leafHash: hash };
  }

  private index(tx: Tx, changes: readonly Change[]): void {
    const found = changes.filter((change) => change.text !== undefined);
    if (found.length > 0 && tx.inCase) {
      tx.write(INDEX, [
        found.map((change) => change.subject.id),
        found.map((change) => change.subject.kind),
        found.map((change) => change.text),
        tx.inCase.incidentId,
        found.map((change) => (change.after ? JSON.stringify(change.after) : null)),
      ]);
    }
  }
}

/** Version 2 of what is committed to (docs/formats/ledger.md). Fields are added in a new version, never changed. */
function payload(tx: Tx, change: Change, { id, ordinal }: { id: string; ordinal: number }): State {
  const { userId, purpose, requestId } = tx.principal;
  return {
    v: 2,
    id,
    action: change.action,
    at: tx.recordedAt.toISOString(),
    by: { userId, purpose: purpose ?? null },
    organizationId: tx.ofNobody ? null : tx.organizationId,
    incidentId: tx.inCase?.incidentId ?? null,
    caseVersion: tx.inCase?.caseVersion ?? null,
    ordinal,
    previous: tx.inCase ? (tx.lastLeaf?.toString('base64') ?? null) : null,
    subject: change.subject,
    ...difference(change.before, change.after),
    reason: change.reason ?? null,
    requestId,
    ...(change.redaction ? { redaction: change.redaction } : {}),
  };
}
