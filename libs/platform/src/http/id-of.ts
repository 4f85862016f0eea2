import { isUuid } from '../ids.js';
import { NotFound } from '../problem.js';

/** The id in an address, in lower case; what is none names nothing that exists. @throws {NotFound} */
export function idOf(text: string, what: string): string {
  if (!isUuid(text)) {
    throw new NotFound(what);
  }
  return text.toLowerCase();
}
