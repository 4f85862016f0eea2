import type { Finding, Severity } from './findings.js';
import { escaped, instantOf } from './shown.js';
import type { Verification, Verdict } from './verification.js';

export const VERDICTS: Record<Verdict, string> = {
  verified: 'Verified',
  failed: 'Failed',
  unreadable: 'Could not be read',
};
const MEANINGS: Record<Verdict, string> = {
  verified: 'What this shows is in the log, as it was written, and nothing that was checked speaks against it.',
  failed: 'What this shows cannot be relied on: at least one check failed.',
  unreadable: 'This is not something that can be checked here.',
};
const SEVERITIES: Record<Severity, string> = { failure: 'FAILED', warning: 'Warning', note: 'Note' };

export const meaningOf = (verdict: Verdict): string => MEANINGS[verdict];

/** Where, what, and the code under which the guide explains it. */
export function sentenceOf({ severity, text, code, line, index }: Finding): string {
  const places = [line === undefined ? '' : `line ${line}`, index === undefined ? '' : `entry #${index} of the log`];
  const place = places.filter((one) => one !== '').join(', ');
  return `${SEVERITIES[severity]}${place === '' ? '' : `, ${place}`}: ${escaped(text)} [${code}]`;
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** What was looked at, a fact a line. */
export function factsOf({ bundle, checkpoint, counts }: Verification): string[] {
  const facts: string[] = [];
  if (bundle) {
    const { scope, knownAt, madeAt, madeFor, whole } = bundle;
    facts.push(
      scope.kind === 'case' ? `Case ${scope.reference}: ${scope.title}` : 'Everything that one reader may see',
    );
    facts.push(`As of ${knownAt}; made ${madeAt} for ${madeFor.name}${whole ? '; the whole case' : ''}`);
  }
  if (checkpoint) {
    const { origin, size, root, cosigners } = checkpoint;
    facts.push(`Log ${origin}, ${counted(size, 'entry', 'entries')}, root ${root}`);
    const who = cosigners.map(({ name, time }) => `${name} (${instantOf(time)})`);
    facts.push(who.length === 0 ? 'No witness whose cosignature counts' : `Cosigned by ${who.join(', ')}`);
  }
  if (counts) {
    const { entries, untold, redactions, states, evidence } = counts;
    const all = counted(entries, 'entry', 'entries');
    const parts = [
      `${untold} not told or told in part`,
      counted(redactions, 'erasure', 'erasures'),
      counted(states, 'record', 'records'),
      counted(evidence, 'evidence file', 'evidence files'),
    ];
    facts.push(bundle ? `${all}: ${parts.join(', ')}` : `${all}, all read`);
  }
  return facts.map(escaped);
}

/** Of each code the first five, which people read; programs are given more of them. */
const SHOWN_MAX = 5;

/** What people are shown of the findings, and how many more there were. */
export function shownOf({ findings, omitted }: Verification): { shown: Finding[]; more: string[] } {
  const counts = new Map<string, number>();
  const shown = findings.filter(({ code }) => {
    counts.set(code, (counts.get(code) ?? 0) + 1);
    return (counts.get(code) ?? 0) <= SHOWN_MAX;
  });
  const left = omitted + findings.length - shown.length;
  return { shown, more: left > 0 ? [`... and ${left} more of these kinds.`] : [] };
}

/** In plain words, for a terminal. */
export function wordsOf(verification: Verification): string {
  const { verdict } = verification;
  const { shown, more } = shownOf(verification);
  return [
    `${VERDICTS[verdict].toUpperCase()}. ${MEANINGS[verdict]}`,
    '',
    ...factsOf(verification).map((fact) => `  ${fact}`),
    '',
    ...[...shown.map(sentenceOf), ...more].map((line) => `  ${line}`),
    '',
  ].join('\n');
}
