import { localDay, spanInWords } from '../words/time';
import type { PartialTime } from '../api/shapes';
import type { Mark, RiverRecord } from './river-layout';

/** What a party does, between its name and the answer that it speaks of. */
const DOES: Record<string, string> = {
  attributes: 'attributes it',
  corroborates: 'corroborates it',
  denies: 'denies it',
  disputes: 'disputes it',
  declines_to_attribute: 'declines to attribute it',
  cannot_verify: 'cannot verify it',
  retracts: 'retracts',
};

export const doesInWords = (stance: string | null): string => (stance && DOES[stance]) || 'speaks of it';

const FELL: Record<RiverRecord['status'], string> = {
  holds: '',
  superseded: 'superseded since',
  withdrawn: 'withdrawn',
  retracted: 'retracted by whoever said it',
  rejected: 'rejected',
};

export const fellInWords = (status: RiverRecord['status']): string => FELL[status];

/** `Microsoft attributes it, 9 Aug 2024`. */
export function recordInWords(one: RiverRecord): string {
  const who = one.kind === 'disclosure' ? 'Disclosure' : `${one.party ?? 'Unknown party'} ${doesInWords(one.stance)}`;
  const when = one.time?.at
    ? spanInWords(one.time as PartialTime)
    : `recorded ${localDay(new Date(one.from).toISOString())}`;
  return [who, when, fellInWords(one.status)].filter(Boolean).join(', ');
}

const KINDS: Record<Mark['glyph'], [string, string]> = {
  supports: ['claim that supports it', 'claims that support it'],
  denies: ['denial or dispute', 'denials and disputes'],
  open: ['party that leaves it open', 'parties that leave it open'],
  retracts: ['retraction', 'retractions'],
  disclosure: ['disclosure', 'disclosures'],
};

export function markInWords({ records, glyph }: Pick<Mark, 'records' | 'glyph'>): string {
  const [first] = records;
  return records.length === 1 && first ? recordInWords(first) : `${records.length} ${KINDS[glyph][1]}`;
}
