import { useState } from 'react';
import { useLabel } from '../api/vocabularies';
import type { Observable } from './queries';

const SHOWN_FIRST = 50;

/** What can be looked for, defanged to read; what is copied is as it is in the world. */
export function Observables({ observables }: { observables: readonly Observable[] }) {
  const label = useLabel('observableType');
  const [all, setAll] = useState(false);
  const shown = all ? observables : observables.slice(0, SHOWN_FIRST);
  return (
    <section className="stack tight" aria-labelledby="observables">
      <div className="row spread">
        <h3 id="observables">Observables</h3>
        {observables.length > 1 ? (
          <span className="row">
            <Copy text={observables.map(({ value }) => value).join('\n')} what="all as they are" />
            <Copy text={observables.map((one) => one.defanged).join('\n')} what="all defanged" />
          </span>
        ) : null}
      </div>
      <p className="small quiet">Shown so that nothing can be followed by accident. Ascribe never fetches them.</p>
      <ul className="observables small">
        {shown.map((one, index) => (
          <li key={`${one.type} ${one.value} ${index}`}>
            <span className="quiet">{label(one.type)}</span>
            <bdi className="mono break">{one.defanged}</bdi>
            <Copy text={one.value} what="" named={one.defanged} />
          </li>
        ))}
      </ul>
      {shown.length < observables.length ? (
        <p>
          <button type="button" className="button" onClick={() => setAll(true)}>
            Show all {observables.length}
          </button>
        </p>
      ) : null}
    </section>
  );
}

/** Says that it was copied; says so too where the browser does not let it. */
function Copy({ text, what, named }: { text: string; what: string; named?: string }) {
  const [said, setSaid] = useState<string | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      setSaid('Could not copy');
    }
    window.setTimeout(() => setSaid(null), 2000);
  };
  return (
    <button
      type="button"
      className="button bare copy no-print"
      aria-label={said ? undefined : `Copy ${named ?? what}`}
      onClick={() => void copy()}
    >
      <span aria-live="polite">{said ?? `Copy ${what}`.trim()}</span>
    </button>
  );
}
