/** Words that one search looks for at the most. */
const WORDS_MAX = 12;

/**
 * The text that someone typed, as a `to_tsquery` of the `simple` configuration: every word
 * must be there, the last one may be begun only. Only letters and digits pass, so that no
 * operator of the query language can be typed.
 */
export function searchQuery(text: string): string {
  const words = text
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '')
    .slice(0, WORDS_MAX);
  // A query of nothing finds nothing, and is no error.
  return words.length === 0
    ? `'\u{1F6AB}'`
    : words.map((word, index) => (index === words.length - 1 ? `${word}:*` : word)).join(' & ');
}
