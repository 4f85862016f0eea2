import { useTerms } from '../api/vocabularies';
import type { Severity, Tlp } from '../api/shapes';
import './marks.css';

/** Never zero, never empty: nobody has assessed it yet. */
export function NotAssessed({ text = 'Not assessed' }: { text?: string }) {
  return <span className="not-assessed">{text}</span>;
}

const STEPS: readonly Severity[] = ['low', 'moderate', 'high', 'critical'];

/** Four steps, and the word. */
export function SeverityBar({ severity, wordless }: { severity: Severity | null; wordless?: boolean }) {
  if (!severity) {
    return <NotAssessed />;
  }
  const reached = STEPS.indexOf(severity) + 1;
  return (
    <span className={`severity ${severity}`} title={`Severity ${severity}, ${reached} of 4`}>
      <svg width="30" height="10" viewBox="0 0 30 10" aria-hidden="true">
        {STEPS.map((step, index) => (
          <rect
            key={step}
            x={index * 8 + 0.5}
            y="0.5"
            width="5"
            height="9"
            className={index < reached ? 'on' : 'off'}
          />
        ))}
      </svg>
      <span className={wordless ? 'unseen' : undefined}>{severity.charAt(0).toUpperCase() + severity.slice(1)}</span>
    </span>
  );
}

/** The official colours on black, always with the words (FIRST TLP 2.0). */
export function TlpLabel({ tlp }: { tlp: Tlp }) {
  const term = useTerms('tlp').find((one) => one.id === tlp);
  return (
    <span className={`tlp ${tlp.replace('+', '-')}`} title={term?.explanation ?? undefined}>
      TLP:{tlp.toUpperCase()}
    </span>
  );
}

const TONES: Record<string, string> = {
  confirmed: 'danger',
  suspected: 'attention',
  contained: 'done',
  restored: 'done',
  ruled_out: 'quiet',
  dead: 'danger',
  failed: 'danger',
  pending: 'attention',
  sending: 'attention',
  withheld: 'quiet',
  sent: 'done',
  verified: 'done',
  held: 'done',
  withdrawn: 'quiet',
  disputed: 'attention',
  'finding-submitted': 'attention',
  'finding-accepted': 'done',
  'finding-rejected': 'danger',
  'finding-superseded': 'quiet',
  'finding-withdrawn': 'quiet',
};

/** A state in a word, with a shape before it so that colour is never alone. */
export function StateWord({ state, label }: { state: string; label: string }) {
  const tone = TONES[state] ?? 'plain';
  return (
    <span className={`state-word ${tone}`}>
      <svg width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
        {tone === 'danger' && <path d="M4 0 8 8H0z" />}
        {tone === 'attention' && <path d="M4 0 8 4 4 8 0 4z" />}
        {tone === 'done' && <circle cx="4" cy="4" r="4" />}
        {(tone === 'plain' || tone === 'quiet') && <circle cx="4" cy="4" r="3" className="ring" />}
      </svg>
      {label}
    </span>
  );
}
