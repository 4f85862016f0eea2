import { ERASABLE_KINDS } from '../erasure/erasable-kinds.js';

/** Kinds of record that a rule can be about: those of which something can be erased. */
export const RETAINED_KINDS: readonly string[] = ERASABLE_KINDS;
