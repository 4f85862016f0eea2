import { spelled } from '../api/vocabularies';

/** "claimantId" is read as "Claimant id". */
export const spelledField = (name: string): string =>
  spelled(name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase());

/** Which fields of an entry are meant (docs/formats/ledger.md, "Commitment, version 2"), each once: "statement, reason". */
export function fieldsInWords(fields: readonly string[]): string {
  if (fields.includes('*')) {
    return 'all of it';
  }
  const members = fields.map((name) => name.replace(/^(?:before|after)\./, ''));
  return [...new Set(members)].map((name) => spelledField(name).toLowerCase()).join(', ');
}
