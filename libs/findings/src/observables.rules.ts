import { isIP } from 'node:net';

export const OBSERVABLE_TYPES = [
  'ipv4',
  'ipv6',
  'domain',
  'url',
  'email',
  'sha256',
  'sha1',
  'md5',
  'file_name',
  'user_agent',
  'other',
] as const;
export type ObservableType = (typeof OBSERVABLE_TYPES)[number];

/** The names that STIX 2.1 gives the same (section 6, cyber-observable objects), and what people write: taken, and kept under ours. */
const ALSO_KNOWN_AS: Readonly<Record<string, ObservableType>> = {
  'ipv4-addr': 'ipv4',
  'ipv6-addr': 'ipv6',
  'domain-name': 'domain',
  hostname: 'domain',
  'email-addr': 'email',
  filename: 'file_name',
  'user-agent': 'user_agent',
};
export const OBSERVABLE_NAMES: readonly string[] = [...OBSERVABLE_TYPES, ...Object.keys(ALSO_KNOWN_AS), 'ip', 'hash'];
const HASH_BY_DIGITS: Readonly<Record<number, ObservableType>> = { 64: 'sha256', 40: 'sha1', 32: 'md5' };

/** An observable under our name for its type; `ip` and `hash` are told by their value. */
export function typed({ type, value }: { readonly type: string; readonly value: string }): Observable {
  if (type === 'ip') {
    return { type: value.includes(':') ? 'ipv6' : 'ipv4', value };
  }
  if (type === 'hash') {
    return { type: HASH_BY_DIGITS[value.trim().length] ?? 'sha256', value };
  }
  return { type: ALSO_KNOWN_AS[type] ?? (type as ObservableType), value };
}

/** Something technical that can be looked for. Never fetched, and shown defanged. */
export interface Observable {
  readonly type: ObservableType;
  /** As it is in the world: no longer defanged. */
  readonly value: string;
}

/** Types in whose values people write `[.]`, `[@]` and `hxxp`, lest anyone follow them. */
const DEFANGED: ReadonlySet<ObservableType> = new Set(['ipv4', 'ipv6', 'domain', 'url', 'email']);

/**
 * An observable as it is in the world: `hxxps://evil[.]example` is `https://evil.example`. Hashes are in lower case.
 * What has no address in it is left as it was given.
 */
export function refang({ type, value }: Observable): Observable {
  if (type in HEX_DIGITS) {
    return { type, value: value.trim().toLowerCase() };
  }
  if (!DEFANGED.has(type)) {
    return { type, value };
  }
  const plain = value
    .trim()
    .replaceAll(/[[({](?:\.|dot)[\])}]/gi, '.')
    .replaceAll(/[[({](?:@|at)[\])}]/gi, '@')
    .replaceAll(/\[(:\/\/|:)\]/g, '$1')
    .replaceAll(/h(?:xx|\*\*)p(s?)(?=:\/\/)/gi, 'http$1')
    .replaceAll(/fxp(?=:\/\/)/gi, 'ftp');
  return { type, value: plain };
}

const ADDRESS = /(http|ftp|ws)(s?):\/\/([^\s/?#]*)/gi;
const SCHEME: Readonly<Record<string, string>> = { http: 'hxxp', ftp: 'fxp', ws: 'ws' };

const breakDots = (text: string): string => text.replaceAll('.', '[.]');
/** Addresses within a text, so that no program makes links of them. */
const breakAddresses = (text: string): string =>
  text.replaceAll(
    ADDRESS,
    (_, scheme: string, s: string, host: string) =>
      `${SCHEME[scheme.toLowerCase()] ?? scheme}${s}://${breakDots(host).replaceAll('@', '[@]')}`,
  );
/** Characters that turn the direction of writing or are not seen, so that `gpj.exe` cannot pass for a picture. */
const showHidden = (text: string): string =>
  text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );

const DEFANG: Readonly<Record<ObservableType, (value: string) => string>> = {
  ipv4: breakDots,
  ipv6: (value) => value.replaceAll(':', '[:]').replaceAll('.', '[.]'),
  domain: breakDots,
  url: breakAddresses,
  email: (value) => breakDots(value).replaceAll('@', '[@]'),
  sha256: (value) => value,
  sha1: (value) => value,
  md5: (value) => value,
  file_name: (value) => value,
  user_agent: breakAddresses,
  other: (value) =>
    breakAddresses(value)
      .replaceAll('@', '[@]')
      .replaceAll(/(?<=[\p{L}\p{N}])\.(?=[\p{L}\p{N}])/gu, '[.]'),
};

/** How an observable is written where people read it: nothing in it can be followed by accident. */
export const defang = ({ type, value }: Observable): string => showHidden(DEFANG[type](value));

const HEX_DIGITS: Readonly<Partial<Record<ObservableType, number>>> = { sha256: 64, sha1: 40, md5: 32 };
const URL_SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'ftp:', 'ws:', 'wss:']);
/** RFC 1035, section 2.3.4; in ASCII, as it is asked for. */
const HOST_CHARACTERS_MAX = 253;
const LABEL_CHARACTERS_MAX = 63;
/** RFC 5321, section 4.5.3.1.1. */
const LOCAL_PART_CHARACTERS_MAX = 64;

const parsed = (text: string): URL | null => {
  try {
    return new URL(text);
  } catch {
    return null;
  }
};

const unseen = (text: string): boolean => /[\s\p{Cc}]/u.test(text);

/** A host name of two labels at least, as WHATWG URL reads hosts; not an IP address. */
function isDomain(text: string): boolean {
  if (unseen(text) || /[/:@?#\\%[\]]/.test(text)) {
    return false;
  }
  const host = parsed(`http://${text}/`)?.hostname.replace(/\.$/, '') ?? '';
  const labels = host.split('.');
  return (
    host.length <= HOST_CHARACTERS_MAX &&
    labels.length > 1 &&
    labels.every((label) => label.length > 0 && label.length <= LABEL_CHARACTERS_MAX) &&
    isIP(host) === 0
  );
}

function isAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  return at > 0 && local.length <= LOCAL_PART_CHARACTERS_MAX && !unseen(local) && isDomain(text.slice(at + 1));
}

function isUrl(text: string): boolean {
  const url = /^[a-z]+:\/\//i.test(text) && !unseen(text) ? parsed(text) : null;
  return url !== null && URL_SCHEMES.has(url.protocol) && url.hostname !== '';
}

/** What an observable of each type has to be, and whether the value is it. */
const IS: Readonly<Record<ObservableType, readonly [is: (value: string) => boolean, what: string]>> = {
  ipv4: [(value) => isIP(value) === 4, 'an IPv4 address'],
  ipv6: [(value) => isIP(value) === 6 && !value.includes('%'), 'an IPv6 address'],
  domain: [isDomain, 'a domain name'],
  url: [isUrl, 'an address that begins with http, https, ftp or ws'],
  email: [isAddress, 'an e-mail address'],
  sha256: [(value) => isHex(value, 64), 'a SHA-256 in hex'],
  sha1: [(value) => isHex(value, 40), 'a SHA-1 in hex'],
  md5: [(value) => isHex(value, 32), 'an MD5 in hex'],
  file_name: [(value) => value.trim() !== '', 'a name'],
  user_agent: [(value) => value.trim() !== '', 'a text'],
  other: [(value) => value.trim() !== '', 'a text'],
};

const isHex = (value: string, digits: number): boolean => value.length === digits && /^[0-9a-f]*$/.test(value);

/** What is wrong with an observable, in words; null where nothing is. It has to be refanged. */
export function observableFault({ type, value }: Observable): string | null {
  const [is, what] = IS[type];
  return is(value) ? null : `This is not ${what}.`;
}
