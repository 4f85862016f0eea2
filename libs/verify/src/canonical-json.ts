import { FormatError } from './format-error.js';

/** JSON without fractions (STANDARDS 5.6). */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** A limit on everything: nothing of ours is deeper than a dozen. */
const DEPTH_MAX = 64;

/**
 * RFC 8785, narrowed to whole numbers within 2^53. Keys are sorted by UTF-16 code units, which is what `sort` does;
 * `JSON.stringify` writes scalars as the RFC asks.
 *
 * @throws {FormatError} on fractions, lone surrogates, what JSON does not have, and more than 64 levels.
 */
export function canonicalJson(value: Json, depth = 0): string {
  if (value === null || typeof value === 'boolean') {
    return String(value);
  }
  if (typeof value === 'string') {
    return canonicalString(value);
  }
  if (typeof value === 'number' && Number.isSafeInteger(value)) {
    return JSON.stringify(value);
  }
  if (typeof value !== 'object' || depth >= DEPTH_MAX) {
    throw new FormatError('Only text, whole numbers, true, false and null are written, in at most 64 levels.');
  }
  if (Array.isArray(value)) {
    return `[${(value as readonly Json[]).map((item) => canonicalJson(item, depth + 1)).join(',')}]`;
  }
  return canonicalObject(value as JsonObject, depth + 1);
}

function canonicalString(text: string): string {
  if (!text.isWellFormed()) {
    throw new FormatError('Text with a lone surrogate is not Unicode (RFC 8785, section 3.2.2.2).');
  }
  return JSON.stringify(text);
}

function canonicalObject(object: JsonObject, depth: number): string {
  let text = '';
  for (const key of Object.keys(object).sort()) {
    text += `${text === '' ? '' : ','}${canonicalString(key)}:${canonicalJson(object[key] as Json, depth)}`;
  }
  return `{${text}}`;
}

/**
 * Reads JSON that is written in its one form, so that nothing can be said twice or hidden between.
 *
 * @throws {FormatError} where it is not JSON, or not in that form.
 */
export function parseCanonicalJson(text: string): Json {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    throw new FormatError('This is not JSON.');
  }
  if (canonicalJson(value) !== text) {
    throw new FormatError('This JSON is not in its canonical form (RFC 8785).');
  }
  return value;
}
