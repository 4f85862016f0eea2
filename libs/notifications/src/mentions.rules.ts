/** People that one comment can tell by mentioning them. */
export const MENTIONS_MAX = 50;

// An @ that nothing of an address precedes, and an address after it. Lengths are those of RFC 5321
// (4.5.3.1), and bound the work. A dot or hyphen at the end belongs to the sentence.
const MENTION = /(?<![\w.@+-])@([\w.%+-]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)/gi;

/** The addresses that a text mentions as `@name@host`, in lower case, each once. */
export function mentionsIn(text: string): string[] {
  const found = new Set<string>();
  for (const [, address] of text.matchAll(MENTION)) {
    if (address !== undefined && found.size < MENTIONS_MAX) {
      found.add(address.toLowerCase());
    }
  }
  return [...found];
}
