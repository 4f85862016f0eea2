import type { HistoryEntry } from '../api/shapes';
import { At } from '../words/at';
import { fieldsInWords } from './field-words';

export type Redaction = NonNullable<HistoryEntry['redaction']> & {
  /** Names of the fields that are gone; a server of before says none. */
  readonly fields?: readonly string[];
};

/** Where content was taken away: which, by whom, when and why. */
export function RedactionBar({ of: { byName, at, reason, fields = [] } }: { of: Redaction }) {
  return (
    <span className="redaction">
      <span className="redacted">Redacted{fields.length > 0 ? `: ${fieldsInWords(fields)}` : ''}</span>
      <span className="small quiet break">
        by {byName ?? 'somebody'} on <At at={at} />: “{reason}”
      </span>
    </span>
  );
}
