import type { RetentionRule } from './rules-query';

/** Kinds of record that a rule can be about, in words. */
export const RULE_KINDS: Readonly<Record<RetentionRule['kind'], string>> = {
  incident: 'The case itself',
  account: 'Affected accounts',
  holder_name: 'Names behind pseudonyms',
  pivot: 'Pivots',
  comment: 'Comments',
  task: 'Tasks',
  disclosure: 'Disclosures',
  artifact: 'Leaked artifacts',
  hypothesis: 'Hypotheses',
  claim: 'Claims',
  evidence: 'Evidence',
  custody_step: 'Custody steps',
  finding: 'Findings',
  inquiry: 'Inquiries',
  dissent: 'Dissents',
  stakeholder: 'Stakeholders of the case',
};
