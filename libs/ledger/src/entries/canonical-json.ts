import type { Value } from '@app/platform';

/**
 * RFC 8785 (JCS), narrowed to what we hash: strings, booleans, null, and integers
 * within 2^53 (STANDARDS 5.6 bans fractions). Keys are sorted by UTF-16 code units,
 * which is what `sort` does; `JSON.stringify` writes scalars as the RFC asks.
 *
 * @throws {TypeError} on fractions, `undefined`, lone surrogates, and anything else that has no one form.
 */
export function canonicalJson(value: Value): string {
  if (value === null || typeof value === 'boolean') {
    return String(value);
  }
  if (typeof value === 'string') {
    return canonicalString(value);
  }
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) {
      throw new TypeError('Only whole numbers within 2^53 have a place in the history.');
    }
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    return `[${(value as readonly Value[]).map(canonicalJson).join(',')}]`;
  }
  if (typeof value === 'object') {
    return canonicalObject(value as { readonly [key: string]: Value });
  }
  throw new TypeError(`A value of type ${typeof value} has no place in the history.`);
}

function canonicalString(text: string): string {
  if (!text.isWellFormed()) {
    throw new TypeError('Text with a lone surrogate is not Unicode (RFC 8785, section 3.2.2.2).');
  }
  return JSON.stringify(text);
}

function canonicalObject(object: { readonly [key: string]: Value }): string {
  let text = '';
  for (const key of Object.keys(object).sort()) {
    text += `${text === '' ? '' : ','}${canonicalString(key)}:${canonicalJson(object[key] as Value)}`;
  }
  return `{${text}}`;
}
