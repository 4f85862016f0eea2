import type { HistoryEntry } from '../api/shapes';
import { spelledField } from './field-words';

/** One change, field by field: what it was, what it became. */
export function Change({ entry }: { entry: HistoryEntry }) {
  const fields = changedFields(entry);
  return (
    <div className="change">
      {fields.length === 0 ? (
        <p className="small quiet">{entry.redaction ? 'Nothing of its content is left.' : 'No field changed.'}</p>
      ) : null}
      <dl>
        {fields.map(([name, before, after]) => (
          <div key={name}>
            <dt className="small">{spelledField(name)}</dt>
            {before === '' ? null : (
              <dd className="was">
                <span className="unseen">before: </span>
                {before}
              </dd>
            )}
            {after === '' ? null : (
              <dd className="is">
                <span className="unseen">after: </span>
                {after}
              </dd>
            )}
          </div>
        ))}
      </dl>
      {entry.requestId ? <p className="tiny quiet mono break">request {entry.requestId}</p> : null}
    </div>
  );
}

const HOUSEKEEPING = new Set([
  'id',
  'version',
  'caseVersion',
  'incidentId',
  'organizationId',
  'createdAt',
  'recordedAt',
  'updatedAt',
  'statusChangedAt',
]);

function changedFields({ before, after }: HistoryEntry): [string, string, string][] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names
    .filter((name) => !HOUSEKEEPING.has(name))
    .map((name): [string, string, string] => [name, valueInWords(before?.[name]), valueInWords(after?.[name])])
    .filter(([, was, is]) => was !== is);
}

function valueInWords(value: unknown): string {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) {
    return '';
  }
  if (typeof value === 'boolean') {
    return value ? 'yes' : 'no';
  }
  if (Array.isArray(value)) {
    return value.map(valueInWords).join('; ');
  }
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, inner]) => [spelledField(name).toLowerCase(), valueInWords(inner)] as const)
      .filter(([, text]) => text !== '')
      .map(([name, text]) => `${name} ${text}`)
      .join(', ');
  }
  return String(value as string | number);
}
