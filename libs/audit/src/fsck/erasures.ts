import { leafHash } from '@app/ledger';
import type { EntryRow } from './entry-row.query.js';
import type { Found } from './found.js';
import type { Payload } from './payload.rules.js';

/** What was erased, and what the log says of it (docs/formats/ledger.md, Tombstone). As many as there are erasures are kept. */
export class Erasures {
  /** Leaf hashes, Base64, of entries that lack content, with their ids. */
  private readonly gone = new Map<string, string>();
  /** Leaf hashes that tombstones name, with the tombstones' ids. */
  private readonly named = new Map<string, string>();

  /** An entry of which something is not there. */
  erased(row: EntryRow, found: Found): void {
    if (!row.redacted) {
      found.add('payload_missing', { table: 'history_payload', id: row.id });
    }
    this.gone.set(leafHash(row.leaf).toString('base64'), row.id);
  }

  /** An entry of which everything is there; one that is said to be erased is remembered. */
  whole(row: EntryRow): void {
    if (row.redacted) {
      this.stillThere.push({ id: row.id, hash: leafHash(row.leaf).toString('base64') });
    }
  }

  tombstone({ id, ...payload }: Payload): void {
    const redaction = payload['redaction'] as
      { readonly entries?: readonly { readonly leafHash?: unknown }[] } | undefined;
    for (const entry of redaction?.entries ?? []) {
      this.named.set(String(entry.leafHash), id);
    }
  }

  /** Once every entry was told. */
  compare(found: Found): void {
    for (const [hash, id] of this.gone) {
      if (!this.named.delete(hash)) {
        found.add('redaction_without_tombstone', { table: 'history_redaction', id });
      }
    }
    for (const { id, hash } of this.stillThere) {
      this.named.delete(hash);
      found.add('tombstone_without_redaction', { table: 'history_redaction', id });
    }
    for (const id of this.named.values()) {
      found.add('tombstone_without_redaction', { table: 'history_entry', id });
    }
  }

  private readonly stillThere: { readonly id: string; readonly hash: string }[] = [];
}
