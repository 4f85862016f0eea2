/** Kinds of record that a rule can be about: those of which something can be erased. */
export const RETAINED_KINDS = [
  'account',
  'comment',
  'task',
  'disclosure',
  'artifact',
  'evidence',
  'custody_step',
  'finding',
  'inquiry',
] as const;
