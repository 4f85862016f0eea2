/** Whether a value of a row, or of a state, is the other one. What is not there is null. Objects are compared member by member, whatever their order. */
export function same(a: unknown, b: unknown): boolean {
  const [one, other] = [a ?? null, b ?? null];
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return one === other;
  }
  if (Array.isArray(one) !== Array.isArray(other)) {
    return false;
  }
  const [left, right] = [one as Record<string, unknown>, other as Record<string, unknown>];
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => same(left[key], right[key]));
}

/** Members of which the two states do not say the same. Those that follow from others are left out. */
export const differingMembers = (a: object, b: object): string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((member) => member !== 'version' && member !== 'updatedAt')
    .filter((member) => !same((a as Record<string, unknown>)[member], (b as Record<string, unknown>)[member]));

const JSON_INSTANT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00:00$/;

/**
 * An instant of a row, which PostgreSQL writes into JSON with as many digits as it needs, as states have it: RFC 3339
 * with milliseconds. One that is finer, or no instant, comes back as it is, and so is like none.
 */
export function instantOf(value: unknown): unknown {
  const [, seconds, fraction = ''] = JSON_INSTANT.exec(String(value)) ?? [];
  if (seconds === undefined || /[1-9]/.test(fraction.slice(3))) {
    return value;
  }
  return `${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
}
