import type { HistoryEntry } from '../api/shapes';
import { At } from '../words/at';
import { fieldsInWords } from './field-words';

export type Redaction = NonNullable<HistoryEntry['redaction']> & {
  /** Names of the fields that are gone; null where that is not told. */
  readonly fields?: readonly string[] | null;
};

/** Where content was taken away: which, by whom, when and why. */
export function RedactionBar({ of: { byName, at, reason, fields } }: { of: Redaction }) {
  return (
    <span className="redaction">
      <span className="black-bar">Redacted{fields?.length ? `: ${fieldsInWords(fields)}` : ''}</span>
      <span className="small quiet break">
        by {byName ?? 'somebody'} on <At at={at} />: “{reason}”
      </span>
    </span>
  );
}
