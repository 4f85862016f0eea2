/** A name as it is compared: the same name is the same person, however it is typed (Unicode UAX 15, NFKC). */
export const nameKey = (name: string): string => name.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();

/** A to Z, then AA to AZ and so on; the first place is 1. */
const letters = (place: number): string =>
  place <= 0 ? '' : letters(Math.floor((place - 1) / 26)) + String.fromCodePoint(65 + ((place - 1) % 26));

/** What the holder is called who came `place`-th in their case, from 1: `Official A`. */
export const pseudonymAt = (place: number): string => `Official ${letters(place)}`;

interface KeptHolder {
  readonly name?: unknown;
  readonly disclosed?: unknown;
}

/**
 * A holder as anybody may be shown it. Today no name of an undisclosed holder is in any account; what was recorded
 * before there were pseudonyms has it still, and cannot be written anew.
 */
export const withoutName = <Of extends KeptHolder | null | undefined>(holder: Of): Of =>
  holder && typeof holder === 'object' && holder.disclosed !== true && holder.name ? { ...holder, name: null } : holder;

/** The same, of what a change says of a record: its fields before or after. */
export const withoutHolderName = <Of extends Readonly<Record<string, unknown>> | null>(fields: Of): Of =>
  fields && 'holder' in fields ? { ...fields, holder: withoutName(fields['holder'] as KeptHolder | null) } : fields;
