import type { Verdict } from './verdict';

/** A mark that can be told apart without colour, and the words of the verdict. */
export function SealMark({ kind }: { kind: Verdict['kind'] }) {
  return (
    <svg className={`seal-mark ${kind}`} width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
      {kind === 'proved' || kind === 'withheld' || kind === 'redacted' ? (
        <>
          <circle cx="7" cy="7" r="6" />
          <path d="M4 7.2 6.2 9.4 10.2 4.8" />
        </>
      ) : null}
      {kind === 'waiting' || kind === 'checking' || kind === 'missing' || kind === 'unable' ? (
        <circle cx="7" cy="7" r="5.5" strokeDasharray={kind === 'checking' ? '3 3' : undefined} />
      ) : null}
      {kind === 'failed' ? <path d="M7 0.5 13.6 13H0.4z M7 5v3.6 M7 10.2v1.2" /> : null}
    </svg>
  );
}

/** The seal beside a change; pressed, it opens to every step of the check. */
export function Seal({ verdict, of, onOpen }: { verdict: Verdict; of: string; onOpen: () => void }) {
  return (
    <button type="button" className={`seal ${verdict.kind}`} onClick={onOpen}>
      <SealMark kind={verdict.kind} />
      <span>
        {verdict.kind === 'failed' ? <b>Not proven. </b> : null}
        {verdict.words}
        <span className="unseen">. How it was checked: {of}</span>
      </span>
    </button>
  );
}
