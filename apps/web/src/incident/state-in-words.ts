import type { Incident } from '../api/shapes';

const OPEN_ACCOUNT = new Set(['suspected', 'confirmed']);

const NEXT: Partial<Record<string, string>> = {
  reported: 'Next: triage, decide whether it is what it looks like.',
  triage: 'Next: investigate it, or reject it with a reason.',
  investigating: 'Next: contain every account that is still open.',
  contained: 'Next: remediate, so that it cannot happen the same way again.',
  remediated: 'Next: close it with a summary.',
};

const WORDS: Partial<Record<string, string>> = {
  reported: 'Reported',
  triage: 'In triage',
  investigating: 'Under investigation',
  contained: 'Contained',
  remediated: 'Remediated',
  closed: 'Closed',
  rejected: 'Rejected',
  duplicate: 'A duplicate of another case',
};

/** What matters, in a sentence: "Contained, 2 accounts still open. No lead yet." */
export function stateInWords(incident: Incident): string {
  const open = incident.affectedAccounts.filter((one) => OPEN_ACCOUNT.has(one.status)).length;
  const accounts = open === 0 ? '' : `, ${open === 1 ? '1 account' : `${open} accounts`} still open`;
  const lead = incident.lead ? `Led by ${incident.lead.name}.` : 'No lead yet.';
  return [`${WORDS[incident.status] ?? incident.status}${accounts}.`, lead, NEXT[incident.status] ?? '']
    .filter(Boolean)
    .join(' ');
}
