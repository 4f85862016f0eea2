import { NAMES_KIND } from '@app/access';
import type { HolderNameId } from '@app/platform';
import type { RecordKind, RecordState } from './case-record.js';
import { nameKey } from './pseudonyms.rules.js';

/** Who stands behind a pseudonym of a case. Of a kind of its own, which no read of records shows. */
export interface HolderNameState extends RecordState {
  readonly id: HolderNameId;
  readonly pseudonym: string;
  /** Null: the holder is known by their role only. */
  readonly name: string | null;
}

export const HOLDER_NAME: RecordKind<HolderNameState> = {
  kind: NAMES_KIND,
  table: 'holder_name',
  columns: ({ pseudonym, name }) => ({ pseudonym, name, name_key: name === null ? null : nameKey(name) }),
};
