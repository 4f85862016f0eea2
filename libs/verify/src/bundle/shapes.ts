import type { Json, JsonObject } from '../canonical-json.js';

/** Says at which member a value is not as it should be ('' for itself), or nothing. */
export type Shape = (value: Json | undefined) => string | undefined;

const where = (holds: boolean): string | undefined => (holds ? undefined : '');
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const text: Shape = (value) => where(typeof value === 'string');
export const flag: Shape = (value) => where(typeof value === 'boolean');
export const whole =
  (least: number): Shape =>
  (value) =>
    where(Number.isSafeInteger(value) && (value as number) >= least);
export const matching =
  (pattern: RegExp): Shape =>
  (value) =>
    where(typeof value === 'string' && pattern.test(value));
export const exactly =
  (...values: readonly Json[]): Shape =>
  (value) =>
    where(value !== undefined && values.includes(value));
export const orNull =
  (shape: Shape): Shape =>
  (value) =>
    value === null ? undefined : shape(value);
export const either =
  (...shapes: readonly Shape[]): Shape =>
  (value) =>
    where(shapes.some((shape) => shape(value) === undefined));
export const anyObject: Shape = (value) => where(isObject(value));

/** RFC 3339 in UTC with milliseconds, and a day that there is. */
export const instant: Shape = (value) =>
  where(
    typeof value === 'string' &&
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) &&
      !Number.isNaN(Date.parse(value)) &&
      new Date(value).toISOString() === value,
  );

/** Base64 of 32 bytes, with no bits left over. */
export const hash = matching(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/);

export const list =
  (shape: Shape, { min = 0, max = Infinity } = {}): Shape =>
  (value) => {
    if (!Array.isArray(value) || value.length < min || value.length > max) {
      return '';
    }
    const items = value as readonly Json[];
    const wrong = items.findIndex((item) => shape(item) !== undefined);
    return wrong < 0 ? undefined : `[${wrong}]`;
  };

/** With these members and no others; those of `optional` may be missing. */
export const object =
  (members: Readonly<Record<string, Shape>>, optional: Readonly<Record<string, Shape>> = {}): Shape =>
  (value) => {
    if (!isObject(value)) {
      return '';
    }
    const stranger = Object.keys(value).find((name) => !Object.hasOwn(members, name) && !Object.hasOwn(optional, name));
    if (stranger !== undefined) {
      return `.${stranger}`;
    }
    return wrongMember(value, members, false) ?? wrongMember(value, optional, true);
  };

function wrongMember(
  value: JsonObject,
  members: Readonly<Record<string, Shape>>,
  mayMiss: boolean,
): string | undefined {
  for (const [name, shape] of Object.entries(members)) {
    const isMissing = !Object.hasOwn(value, name);
    const wrong = isMissing ? where(mayMiss) : shape(value[name]);
    if (wrong !== undefined) {
      return `.${name}${wrong}`;
    }
  }
  return undefined;
}
