const LENGTH_MAX = 2000;
/** Stands for our own origin, whatever it is: an address that leaves it names another. */
const HERE = 'https://here.invalid';

/**
 * Where to go after sign-in: a page of our own, or the first page. Whatever a link says is
 * read as a browser reads it (WHATWG URL): it drops tabs and line breaks, takes `\` for `/`,
 * and `//host` for another origin. Addresses of the API are no pages; one of them would begin
 * the sign-in again.
 */
export function ownPath(next: unknown): string {
  if (typeof next !== 'string' || next.length > LENGTH_MAX || !next.startsWith('/')) {
    return '/';
  }
  if (/[\p{Cc}\p{Cs}\\]/u.test(next) || !URL.canParse(next, HERE)) {
    return '/';
  }
  const { origin, pathname, search, hash } = new URL(next, HERE);
  const leaves = origin !== HERE || pathname.startsWith('//');
  return leaves || /^\/(?:api|sign-in)(?:\/|$)/i.test(decoded(pathname)) ? '/' : pathname + search + hash;
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
