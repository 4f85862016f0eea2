/** An origin that nobody has (RFC 2606, section 2): what leaves it would leave Ascribe. */
const NOWHERE = 'https://ascribe.invalid';
/** Browsers leave tabs and line breaks out of addresses, and take a backslash for a slash (WHATWG URL, section 4.4). */
// oxlint-disable-next-line no-control-regex
const TREACHEROUS = /[\u0000-\u0020\u007f-\u00a0\\]/u;

/** Where to go after signing in: only back into Ascribe, and never to another origin; or else home. */
export function ownAddress(next: string | undefined): string {
  if (!next || !isOwn(next)) {
    return '/';
  }
  try {
    // Whoever decodes the address once more must not find another origin in it.
    return isOwn(decodeURIComponent(next.split(/[?#]/)[0] ?? '')) ? next : '/';
  } catch {
    return '/';
  }
}

function isOwn(address: string): boolean {
  return (
    address.startsWith('/') &&
    !address.startsWith('//') &&
    !TREACHEROUS.test(address) &&
    URL.canParse(address, NOWHERE) &&
    new URL(address, NOWHERE).origin === NOWHERE
  );
}
