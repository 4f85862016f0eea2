import type { PartyKind } from '@app/parties';

/** Who speaks in the case, each with its kind: those of the shipped catalogue, and those that only this case knows. */
export const PARTIES = {
  Microsoft: 'vendor',
  Google: 'vendor',
  Meta: 'vendor',
  OpenAI: 'vendor',
  Politico: 'media',
  'The newsletter that published the file': 'media',
  'A political newsletter': 'media',
  "The state's mission to the United Nations": 'government',
  'The candidate': 'person_role',
  FBI: 'agency',
  'ODNI, FBI and CISA': 'agency',
  'US Department of Justice': 'agency',
  CISA: 'agency',
  'The persona "Robert"': 'other',
} as const satisfies Readonly<Record<string, PartyKind>>;

/** The campaign speaks for itself: its party comes with the organization. */
export type PartyName = keyof typeof PARTIES | 'The campaign';
