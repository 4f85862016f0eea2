type ObservableType =
  'ipv4' | 'ipv6' | 'domain' | 'url' | 'email' | 'sha256' | 'sha1' | 'md5' | 'file_name' | 'user_agent' | 'other';

interface Pasted {
  type: ObservableType;
  value: string;
}

const NAMED = /^(ipv4|ipv6|domain|url|email|sha256|sha1|md5|file_name|user_agent|other)\s*[:=]\s*(\S.*)$/i;
const HEX: Partial<Record<number, ObservableType>> = { 64: 'sha256', 40: 'sha1', 32: 'md5' };
const FILE_ENDINGS =
  /\.(exe|dll|docx?|docm|xlsx?|xlsm|pptx?|pdf|zip|rar|7z|iso|img|lnk|js|vbs|ps1|bat|html?|hta|apk|dmg)$/i;

/** What a line most likely is. The server decides whether it is; the reader sees what was made of it. */
export function typeOf(line: string): ObservableType {
  const plain = line.replaceAll(/[[({](?:\.|dot)[\])}]/gi, '.').replaceAll(/[[({](?:@|at)[\])}]/gi, '@');
  if (/^[0-9a-f]+$/i.test(plain)) {
    return HEX[plain.length] ?? 'other';
  }
  if (/^(h(tt|xx|\*\*)ps?|ftps?|fxps?|wss?)(\[?:|\[:\/\/\])/i.test(plain)) {
    return 'url';
  }
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(plain)) {
    return 'ipv4';
  }
  if (/^[0-9a-f]{0,4}(\[?:\]?[0-9a-f]{0,4}){2,}$/i.test(plain)) {
    return 'ipv6';
  }
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(plain)) {
    return 'email';
  }
  return nameLike(plain);
}

function nameLike(plain: string): ObservableType {
  if (/^mozilla\/\d/i.test(plain)) {
    return 'user_agent';
  }
  if (FILE_ENDINGS.test(plain)) {
    return 'file_name';
  }
  return /^(?:[\p{L}\p{N}_-]+\.)+[\p{L}-]{2,}\.?$/u.test(plain) ? 'domain' : 'other';
}

/** A list as people paste it, one a line; `file_name: x.bin` says what it is. */
export const observablesIn = (text: string): Pasted[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const named = NAMED.exec(line);
      return named
        ? { type: (named[1] ?? 'other').toLowerCase() as ObservableType, value: named[2] ?? '' }
        : { type: typeOf(line), value: line };
    });

/** Observables as lines again, each with what it is, so that nothing is guessed anew. */
export const linesOf = (observables: readonly { type: string; value: string }[]): string =>
  observables.map(({ type, value }) => `${type}: ${value}`).join('\n');
