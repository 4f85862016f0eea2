/** What may stand in a file's name neither on disk nor on a screen: control characters, marks of direction, separators. */
// eslint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\\/:*?"<>|]/g;
/** What a quoted string holds without escapes, in every program that reads it (RFC 6266, appendix D). */
const NOT_PLAIN = /[^\x20-\x7e]|[%;]/g;
/** What `encodeURIComponent` leaves and RFC 8187, section 3.2.1, does not. */
const NOT_ATTRIBUTE = /['()*]/g;

const NAME_LENGTH_MAX = 200;

/** `Content-Disposition` that makes a browser save, under a name that can do no harm (RFC 6266, RFC 8187). */
export function attachmentNamed(name: string): string {
  const safe = Array.from(name.toWellFormed().replaceAll(UNSAFE, '_'))
    .slice(0, NAME_LENGTH_MAX)
    .join('')
    .trim()
    .replace(/^\.+/, '_');
  const shown = safe === '' ? 'evidence' : safe;
  const plain = shown.replaceAll(NOT_PLAIN, '_');
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded(shown)}`;
}

const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    NOT_ATTRIBUTE,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
