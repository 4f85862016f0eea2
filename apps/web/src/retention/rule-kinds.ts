import type { RetentionRule } from './rules-query';

/** Kinds of record that a rule can be about, in words. */
export const RULE_KINDS: Readonly<Record<RetentionRule['kind'], string>> = {
  account: 'Affected accounts',
  comment: 'Comments',
  task: 'Tasks',
  disclosure: 'Disclosures',
  artifact: 'Leaked artifacts',
  evidence: 'Evidence',
  custody_step: 'Custody steps',
  finding: 'Findings',
  inquiry: 'Inquiries',
};
