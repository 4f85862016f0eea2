/** A change to one record, as the history keeps it. */
export interface Change {
  /** What was done: `noun.past_participle`. */
  readonly action: string;
  /** Id of the entry, where a row refers to it; else the ledger gives one. */
  readonly entryId?: string;
  readonly subject: { readonly kind: string; readonly id: string };
  /** The record's whole state before and after, as the API shows it; null where there was none. */
  readonly before: State | null;
  readonly after: State | null;
  readonly reason?: string | undefined;
  /** Follows for a record that the writer may not be shown, or is a read: their receipt does not count it. */
  readonly consequence?: boolean;
  /** What was erased, for a tombstone: a member of the entry by itself (docs/formats/ledger.md). */
  readonly redaction?: State;
  /** What search finds the record by; absent where it is not searched. */
  readonly text?: string | undefined;
}

export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
export type State = { readonly [key: string]: Value };
