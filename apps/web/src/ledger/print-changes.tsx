import { changeInWords } from '../incident/change-words';
import { utcInstant } from '../words/time';
import type { Printed, PrintedLine } from './print-query';
import { tombstonesOf } from './tally';

const HASH_CHARACTERS = 12;

/** Every change of the case, in the order of the log. */
export function ChangesPrinted({ lines }: { lines: readonly PrintedLine[] }) {
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">4. Changes</h2>
      {lines.length === 0 ? (
        <p>None.</p>
      ) : (
        <table className="sheet-changes">
          <thead>
            <tr>
              <th scope="col">Place</th>
              <th scope="col">Recorded (UTC)</th>
              <th scope="col">Who did what</th>
              <th scope="col">Leaf hash</th>
              <th scope="col">Proof</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.change.sent.id}>
                <td className="numerals">{line.change.check.index}</td>
                <td className="numerals">{utcInstant(line.change.sent.at).replace(' UTC', '')}</td>
                <td>
                  {what(line)}
                  {line.entry?.reason ? ` “${line.entry.reason}”` : ''}
                </td>
                <td className="mono">{line.change.sent.leafHash.slice(0, HASH_CHARACTERS)}</td>
                <td>{line.verdict.kind === 'failed' ? `FAILS: ${line.verdict.words}` : 'holds'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function what({ entry, verdict }: PrintedLine): string {
  if (verdict.kind === 'redacted') {
    return '[redacted]';
  }
  return entry ? changeInWords(entry) : '[withheld]';
}

/** What was taken away, by whom and why, and where something is missing. */
export function ErasedPrinted({ printed: { lines, changes } }: { printed: Printed }) {
  const tombstones = tombstonesOf(changes);
  const redacted = lines.filter(({ verdict }) => verdict.kind === 'redacted');
  const withheld = lines.filter(({ verdict }) => verdict.kind === 'withheld').length;
  return (
    <section aria-labelledby="erased">
      <h2 id="erased">5. Redactions and gaps</h2>
      {redacted.length === 0 ? <p>Nothing of this case was redacted.</p> : null}
      <ul>
        {redacted.map(({ change, entry }) => {
          const redaction = entry?.redaction ?? change.sent.redaction;
          const tombstone = tombstones.get(change.sent.leafHash);
          return redaction ? (
            <li key={change.sent.id}>
              At {change.check.index}: redacted by {redaction.byName ?? 'somebody'} on {utcInstant(redaction.at)}, “
              {redaction.reason}”
              {tombstone && tombstone.index !== null ? `, itself in the log at ${tombstone.index}` : ''}.
            </li>
          ) : null;
        })}
      </ul>
      {withheld > 0 ? (
        <p>Of {withheld === 1 ? 'one change' : `${withheld} changes`} the content is withheld from this reader.</p>
      ) : null}
      <p>Places between those above are entries of other cases, or of none.</p>
    </section>
  );
}
