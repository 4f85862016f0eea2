import { isUuid, NotFound } from '@app/platform';

/** The id in an address, or the answer for what does not exist. */
export function idOf(text: string, what: string): string {
  if (!isUuid(text)) {
    throw new NotFound(what);
  }
  return text.toLowerCase();
}
