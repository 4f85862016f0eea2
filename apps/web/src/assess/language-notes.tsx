import type { Warning } from './assessments';

/** What may be misunderstood, beside the text; it blocks nothing. */
export function LanguageNotes({ warnings, checked }: { warnings: readonly Warning[]; checked: boolean }) {
  return (
    <aside className="language-notes" aria-label="Language check" aria-live="polite">
      <h3>Language check</h3>
      {warnings.length === 0 ? (
        <p className="small quiet">
          {checked
            ? 'Nothing here that a reader is likely to misread.'
            : 'As you write, words that a reader may misread are named here, each with its rule. Nothing is blocked.'}
        </p>
      ) : (
        <ul>
          {warnings.map((one) => (
            <li key={`${one.field} ${one.code} ${one.start}`}>
              <q>{one.text.length > 120 ? `${one.text.slice(0, 119)}…` : one.text}</q>
              <p>{one.rule}</p>
              <p className="tiny quiet">{one.source}</p>
            </li>
          ))}
        </ul>
      )}
    </aside>
  );
}
