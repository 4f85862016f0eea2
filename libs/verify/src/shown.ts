/**
 * What does not show, or changes how what follows is shown: on a terminal, it could make one verdict look like another.
 * The list is fixed: by the runtime's own, which grows, two runtimes would write two reports.
 */
// eslint-disable-next-line no-control-regex, no-misleading-character-class
const UNSHOWN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

export const isShown = (text: string): boolean => text.search(UNSHOWN) < 0;

/** As JavaScript writes it in a literal. */
export const escaped = (text: string): string =>
  text.replace(UNSHOWN, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** @param seconds POSIX; beyond the year 275760, which only a forger writes, as they are. */
export function instantOf(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `second ${seconds}` : date.toISOString();
}
