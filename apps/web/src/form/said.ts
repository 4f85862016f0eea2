/**
 * The body of a request from what a form holds: what was left empty is left out, and so
 * stays not assessed. The server checks the rest and says what is wrong by its path.
 */
export function said<B>(record: { [K in keyof B]?: unknown }): B {
  return Object.fromEntries(
    Object.entries(record).filter(
      ([, value]) =>
        value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  ) as B;
}
