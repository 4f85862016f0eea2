import { useParams, useSearch } from '@tanstack/react-router';
import { isProblem } from '../api/problem';
import { NothingHere } from '../frame/failure';
import { useMe } from '../frame/me';
import { CouldNotLoad, Waiting } from '../frame/loaded';
import { useTitle } from '../frame/title';
import { utcInstant } from '../words/time';
import { Link } from '@tanstack/react-router';
import './ledger.css';
import { placeOf } from './position';
import { ChangesPrinted, ErasedPrinted } from './print-changes';
import { Checks } from './print-checks';
import { usePrinted, type Printed } from './print-query';
import './print.css';
import { UNABLE } from './able';

/** The case at a place in the log, on paper: for an auditor to read, to check and to sign. */
export function PrintPage() {
  const { incidentId } = useParams({ strict: false }) as { incidentId: string };
  const { size } = useSearch({ strict: false }) as { size?: string };
  const { printed, error, again } = usePrinted(incidentId, placeOf(size));
  useTitle(printed ? `${printed.incident.reference} in the ledger` : 'Ledger');
  if (isProblem(error, 404)) {
    return <NothingHere />;
  }
  if (!printed) {
    return error ? <CouldNotLoad error={error} again={again} /> : <Waiting lines={9} />;
  }
  return (
    <>
      <PrintBar printed={printed} />
      <Sheet printed={printed} />
    </>
  );
}

function PrintBar({ printed: { incident, ready, log, alarm } }: { printed: Printed }) {
  return (
    <div className="print-bar row spread no-print">
      <Link to="/incidents/$incidentId/history" params={{ incidentId: incident.id }} className="button bare">
        Back to the history
      </Link>
      <p role="status" className="small">
        {log.unable
          ? 'Nothing on this page is checked.'
          : ready
            ? alarm
              ? 'Checked in this browser, and it does not hold.'
              : 'Everything on this page was checked in this browser.'
            : 'Checking, change by change. Wait before you print.'}
      </p>
      <button type="button" className="button primary" disabled={!ready} onClick={() => window.print()}>
        Print this page
      </button>
    </div>
  );
}

function Sheet({ printed }: { printed: Printed }) {
  const { incident, size, knownAt, log, alarm } = printed;
  return (
    <article className="sheet" aria-busy={!printed.ready}>
      <header className="sheet-head">
        <p className="row spread">
          <span>Record of a case in the ledger</span>
          <span>TLP:{incident.tlp.toUpperCase()}</span>
        </p>
        <h1>
          {incident.reference}: {incident.title}
        </h1>
      </header>
      {alarm ? (
        <p className="sheet-alarm" role="alert">
          <b>This record is not proven.</b> {alarm}
        </p>
      ) : null}
      {log.unable ? <p className="sheet-alarm">{UNABLE[log.unable]}</p> : null}
      <Which printed={printed} />
      <CheckpointPrinted printed={printed} />
      <Checks printed={printed} />
      <ChangesPrinted lines={printed.lines} />
      <ErasedPrinted printed={printed} />
      <NotProven witnessed={(printed.checkpoint?.cosigners.length ?? 0) > 0} />
      <Signatures />
      <footer className="sheet-foot">
        {incident.reference} as of place {size} in the log {log.origin}
        {knownAt ? `, known at ${utcInstant(knownAt)}` : ''}
      </footer>
    </article>
  );
}

function Which({ printed: { incident, size, knownAt, log, lines } }: { printed: Printed }) {
  const me = useMe();
  return (
    <section aria-labelledby="which">
      <h2 id="which">1. Which record</h2>
      <dl className="sheet-facts">
        <dt>Kept by</dt>
        <dd>{incident.organizationName}</dd>
        <dt>Status, severity</dt>
        <dd>
          {incident.status}, {incident.severity ?? 'not assessed'}
        </dd>
        <dt>Log</dt>
        <dd>{log.origin}</dd>
        <dt>Size of the log</dt>
        <dd>{size} entries</dd>
        <dt>As known at</dt>
        <dd>{knownAt ? utcInstant(knownAt) : 'the log held nothing of this case yet'}</dd>
        <dt>Changes of the case</dt>
        <dd>{lines.length}</dd>
        <dt>Shown to</dt>
        <dd>
          {me.name}, {me.email}
        </dd>
        <dt>Checked</dt>
        <dd>{utcInstant(log.checkedAt)}</dd>
      </dl>
    </section>
  );
}

function CheckpointPrinted({ printed: { checkpoint, size } }: { printed: Printed }) {
  return (
    <section aria-labelledby="signed">
      <h2 id="signed">2. Checkpoint</h2>
      {checkpoint ? (
        <>
          {checkpoint.size === size ? null : (
            <p>
              None was signed at {size} entries. This one, of {checkpoint.size} entries, covers them:
            </p>
          )}
          <pre className="sheet-note">{checkpoint.note}</pre>
          <p>
            Signed by {checkpoint.signers.map(({ name, id }) => `${name} (key ${id})`).join(', ')}.{' '}
            {checkpoint.cosigners.length === 0
              ? 'No witness signed it.'
              : `Witnessed by ${checkpoint.cosigners
                  .map(({ name, id, at }) => `${name} (key ${id}) on ${utcInstant(at)}`)
                  .join(', ')}.`}
          </p>
        </>
      ) : (
        <p>There is no checkpoint that could be believed.</p>
      )}
    </section>
  );
}

function NotProven({ witnessed }: { witnessed: boolean }) {
  return (
    <section aria-labelledby="not-proven">
      <h2 id="not-proven">6. What this proves, and what it does not</h2>
      <p>
        It proves that the changes above were written before the log was signed at the size above, in this order, and
        that none of them has been changed since. It does not prove that what was written is true, or that everything
        that happened was written. The names of people are as this server has them; the log holds their accounts. The
        program that checked came from the same server: whoever does not trust it checks the bundle of this case with a
        verifier from elsewhere, against a checkpoint of their own.
        {witnessed
          ? ''
          : ' No witness has signed the checkpoint, so that others might be shown another log; this page, signed and kept, is itself something to hold against it.'}
      </p>
    </section>
  );
}

function Signatures() {
  return (
    <section className="sheet-signatures" aria-label="Signatures">
      {['Auditor', 'In the presence of'].map((who) => (
        <dl key={who}>
          <dt>{who}, name</dt>
          <dd />
          <dt>Place, date</dt>
          <dd />
          <dt>Signature</dt>
          <dd />
        </dl>
      ))}
    </section>
  );
}
