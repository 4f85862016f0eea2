import type { CatalogueParty } from '../catalogue.repository.js';
import type { PartyKind } from '../party.entity.js';

const NAMES: Readonly<Partial<Record<PartyKind, readonly string[]>>> = {
  vendor: [
    'Check Point',
    'CrowdStrike',
    'ESET',
    'Google',
    'Kaspersky',
    'Mandiant',
    'Meta',
    'Microsoft',
    'MITRE',
    'OpenAI',
    'Palo Alto Networks',
    'Proofpoint',
    'Recorded Future',
    'Secureworks',
    'Symantec',
    'Trend Micro',
    'Volexity',
  ],
  agency: [
    'CERT-UA',
    'CISA',
    'FBI',
    'NCSC (United Kingdom)',
    'NSA',
    'ODNI',
    'US Department of Justice',
    'US Department of the Treasury',
  ],
  government: ['China', 'Iran', 'North Korea', 'Russia', 'United Kingdom', 'United States'],
  media: [
    'Agence France-Presse',
    'Associated Press',
    'Politico',
    'Reuters',
    'The New York Times',
    'The Washington Post',
  ],
};

/** Who speaks of intrusions, and who is spoken of. Organizations only, never a private person. */
export const CATALOGUE_PARTIES: readonly CatalogueParty[] = Object.entries(NAMES).flatMap(([kind, names]) =>
  names.map((name) => ({ name, kind: kind as PartyKind })),
);
