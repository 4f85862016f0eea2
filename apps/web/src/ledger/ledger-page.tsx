import { toBase64 } from '@app/verify';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Loaded } from '../frame/loaded';
import { useTitle } from '../frame/title';
import '../incident/incident.css';
import { At } from '../words/at';
import { Explained } from '../words/explained';
import { useCheckedLog, type CheckedLog } from './checked-log';
import { KeptCheckpoint } from './kept-checkpoint';
import './ledger.css';
import { Keys } from './keys';
import { LogNote } from './log-note';
import { Receipts } from './receipts';
import { SeenCheckpoints } from './seen-checkpoints';
import { BUNDLE_OF_ALL, readStatus, VERIFIER, type LogStatus } from './source';
import { Whole } from './whole';

const EVERY_MS = 20_000;
const statusQuery = queryOptions({
  queryKey: ['ledger', 'status'],
  queryFn: readStatus,
  staleTime: EVERY_MS,
  refetchInterval: EVERY_MS,
});

/** The log of the whole installation, and what this browser knows of it. */
export function LedgerPage() {
  useTitle('Ledger');
  const log = useCheckedLog();
  const status = useQuery(statusQuery);
  return (
    <div className="stack wide ledger-page">
      <div className="stack tight">
        <h1>Ledger</h1>
        <p>
          Every change in Ascribe is an entry of a <Explained word="ledger">signed log</Explained>. What this page says
          of it was checked in this browser; what only the server says is called so.
        </p>
      </div>
      <Loaded query={log} lines={8}>
        {(checked) => (
          <>
            <div className="stack">
              <LogNote log={checked} />
              <History log={checked} />
              {status.data ? <State status={status.data} /> : null}
            </div>
            <TheLog log={checked} status={status.data} />
            <Witnesses log={checked} />
            <SeenCheckpoints log={checked} />
            <section className="stack" aria-labelledby="kept">
              <h2 id="kept">Hold a checkpoint against the log</h2>
              <KeptCheckpoint />
            </section>
            <Keys log={checked} />
            <Whole log={checked} />
            <Away />
            <Receipts log={checked} />
          </>
        )}
      </Loaded>
    </div>
  );
}

/** Whether the log is the one that was here before. */
function History({ log: { before, checkpoint, alarm } }: { log: CheckedLog }) {
  if (alarm || !checkpoint) {
    return null;
  }
  return before ? (
    <p className="visit-note">
      <b>
        Nothing that was in the log on <At at={before.seenAt} /> has been rewritten:
      </b>{' '}
      {before.size === checkpoint.size
        ? `it is the same log of ${before.size.toLocaleString('en')} entries.`
        : `the ${before.size.toLocaleString('en')} entries of then are the first of the ${checkpoint.size.toLocaleString('en')} of now.`}
    </p>
  ) : (
    <p className="small quiet">
      This browser sees the log for the first time, so it takes the key on trust. From now on it remembers both.
    </p>
  );
}

/** What the server says of itself. */
function State({ status: { halted, pending, checkpoint } }: { status: LogStatus }) {
  if (halted) {
    return (
      <section className="ledger-alarm" role="alert" aria-labelledby="halted">
        <h2 id="halted">The log is not signed any more</h2>
        <p>
          The server says why: “{halted}”. What is written is kept, and waits for its place. Whoever runs Ascribe has to
          look into it; until then nothing new can be proven.
        </p>
      </section>
    );
  }
  if (!checkpoint) {
    return <p className="small">Nothing has been signed yet. The first checkpoint follows the first entry.</p>;
  }
  return (
    <p className="small quiet">
      {pending === 0
        ? 'The server says that nothing waits for its place.'
        : `The server says that ${pending === 1 ? 'one entry waits' : `${pending} entries wait`} for a place, which takes less than a minute.`}
    </p>
  );
}

function TheLog({ log: { checkpoint, note }, status }: { log: CheckedLog; status: LogStatus | undefined }) {
  return checkpoint ? (
    <section className="stack" aria-labelledby="newest">
      <h2 id="newest">
        The newest <Explained word="checkpoint">checkpoint</Explained>
      </h2>
      <dl className="facts">
        <dt>Log</dt>
        <dd className="mono break">{checkpoint.origin}</dd>
        <dt>Entries</dt>
        <dd className="numerals">{checkpoint.size.toLocaleString('en')}</dd>
        <dt>Root</dt>
        <dd className="mono break">{toBase64(checkpoint.root)}</dd>
        <dt>Signed by</dt>
        <dd>
          {checkpoint.signers.map(({ id, name }) => (
            <span key={id} className="mono break">
              {name}, key {id}
            </span>
          ))}
        </dd>
        {status?.checkpoint?.size === checkpoint.size ? (
          <>
            <dt>Signed</dt>
            <dd>
              <At at={status.checkpoint.signedAt} beside /> <span className="quiet">as the server says</span>
            </dd>
          </>
        ) : null}
      </dl>
      <details className="as-text">
        <summary>As text, to be kept or compared</summary>
        <pre className="note-text tiny">{note}</pre>
      </details>
    </section>
  ) : null;
}

function Witnesses({ log: { checkpoint } }: { log: CheckedLog }) {
  return checkpoint ? (
    <section className="stack" aria-labelledby="witnesses">
      <h2 id="witnesses">
        <Explained word="witness">Witnesses</Explained>
      </h2>
      {checkpoint.cosigners.length === 0 ? (
        <p className="small">
          No witness has signed this checkpoint. Without one, somebody who runs Ascribe could show you another log than
          others; what you keep yourself is then the only thing to hold against it.
        </p>
      ) : (
        <>
          <ul className="lines small">
            {checkpoint.cosigners.map(({ id, name, at }) => (
              <li key={id} className="break">
                <b>{name}</b> signed it on <At at={at} />, signature checked in this browser{' '}
                <span className="quiet">
                  with the key <span className="mono">{id}</span>
                </span>
              </li>
            ))}
          </ul>
          <p className="small quiet">
            Which witnesses count is the policy of this server. Compare the key with what the witness told you.
          </p>
        </>
      )}
      {checkpoint.unknown.length > 0 ? (
        <p className="small quiet">
          There are signatures under {checkpoint.unknown.join(', ')} too, by keys that are not known here. They say
          nothing.
        </p>
      ) : null}
    </section>
  ) : null;
}

function Away() {
  return (
    <section className="stack" aria-labelledby="away">
      <h2 id="away">Take it away</h2>
      <p className="small">
        The bundle holds everything that you may see with all its proofs. The verifier is one page that checks bundles
        from a file, without a network. Whoever trusts nobody here takes the verifier from elsewhere.
      </p>
      <p className="row">
        <a className="button" href={BUNDLE_OF_ALL} download>
          Download the bundle
        </a>
        <a className="button" href={VERIFIER} download>
          Download the offline verifier
        </a>
      </p>
    </section>
  );
}
