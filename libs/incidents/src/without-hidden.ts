/**
 * A value without what names a hidden record: for whoever is not shown a record, no name of it exists either. Links in
 * a list are left out, and so are entries about one (`{ evidence: { id } }`); what stands alone becomes null.
 */
export function withoutHidden<Value>(value: Value, hidden: ReadonlySet<string>): Value {
  return (hidden.size === 0 ? value : strip(value, hidden)) as Value;
}

function strip(value: unknown, hidden: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) {
    return value.filter((item) => !names(item, hidden)).map((item) => strip(item, hidden));
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, names(item, hidden) ? null : strip(item, hidden)]),
  );
}

function names(value: unknown, hidden: ReadonlySet<string>): boolean {
  if (typeof value === 'string') {
    return hidden.has(value);
  }
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { id, evidence } = value as { id?: unknown; evidence?: unknown };
  return (typeof id === 'string' && hidden.has(id)) || (!Array.isArray(evidence) && names(evidence, hidden));
}
