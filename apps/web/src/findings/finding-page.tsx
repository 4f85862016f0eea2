import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useLabel } from '../api/vocabularies';
import { Loaded, Waiting } from '../frame/loaded';
import { useCase } from '../incident/case';
import { OutLink } from '../incident/out-link';
import { At, Span } from '../words/at';
import { NotAssessed, StateWord, TlpLabel } from '../words/marks';
import './findings.css';
import { LinkedAccounts } from './linked-accounts';
import { Observables } from './observables';
import { findingQuery, type Finding } from './queries';

const Detail = lazy(async () => ({ default: (await import('./markdown')).Detail }));
const FindingDialog = lazy(async () => ({ default: (await import('./finding-dialog')).FindingDialog }));
const JudgeDialog = lazy(async () => ({ default: (await import('./judge-dialog')).JudgeDialog }));
const WithdrawDialog = lazy(async () => ({ default: (await import('./withdraw-dialog')).WithdrawDialog }));

/** One finding, whole. */
export function FindingPage() {
  const { incident, knownAt } = useCase();
  const { findingId } = useParams({ from: '/inside/incidents/$incidentId/findings/$findingId' });
  const finding = useQuery(findingQuery(incident.id, findingId, knownAt));
  const { incidentId = incident.id } = useParams({ strict: false });
  return (
    <div className="stack">
      <p className="small no-print">
        <Link to="/incidents/$incidentId/findings" params={{ incidentId }}>
          All findings
        </Link>
      </p>
      <Loaded query={finding}>{(data) => <WholeFinding finding={data} />}</Loaded>
    </div>
  );
}

type Open = 'accepted' | 'rejected' | 'withdraw' | 'supersede' | null;

function WholeFinding({ finding }: { finding: Finding }) {
  const status = useLabel('findingStatus');
  const pap = useLabel('pap');
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <article className="finding">
      <header className="stack tight">
        <div className="row spread">
          <StateWord state={`finding-${finding.status}`} label={status(finding.status)} />
          <span className="row small">
            {finding.pap ? <span>{pap(finding.pap)}</span> : null}
            {finding.tlp ? <TlpLabel tlp={finding.tlp} /> : <span className="quiet">Marked as the case is</span>}
          </span>
        </div>
        <h2 className="finding-summary break">{finding.summary}</h2>
        <p className="small quiet">
          {finding.submittedBy.name} of {finding.organization.name}, <At at={finding.createdAt} />
        </p>
      </header>
      <Outcome finding={finding} />
      <Acts finding={finding} open={setOpen} />
      <Facts finding={finding} />
      {finding.detail ? (
        <Suspense fallback={<Waiting lines={3} />}>
          <Detail text={finding.detail} />
        </Suspense>
      ) : null}
      {finding.observables.length > 0 ? <Observables observables={finding.observables} /> : null}
      {finding.techniques.length > 0 ? <Techniques finding={finding} /> : null}
      {finding.abilities.readAccounts ? <LinkedAccounts finding={finding} /> : null}
      <Suspense>
        {open === 'accepted' || open === 'rejected' ? (
          <JudgeDialog finding={finding} outcome={open} onClose={close} />
        ) : null}
        {open === 'withdraw' ? <WithdrawDialog finding={finding} onClose={close} /> : null}
        {open === 'supersede' ? <FindingDialog former={finding} onClose={close} /> : null}
      </Suspense>
    </article>
  );
}

/** What became of it, and why. */
function Outcome({ finding }: { finding: Finding }) {
  const { incident } = useCase();
  const { incidentId = incident.id } = useParams({ strict: false });
  const { decision, withdrawal, supersededById } = finding;
  const said = [
    decision && { ...decision, word: decision.outcome === 'accepted' ? 'Accepted' : 'Rejected' },
    withdrawal && { ...withdrawal, word: 'Withdrawn' },
  ].filter((deed) => deed !== null);
  return (
    <>
      {said.map(({ word, by, at, reason }) => (
        <div key={word} className="finding-said">
          <p>
            {word} by {by.name}, <At at={at} />
          </p>
          <blockquote className="prose">{reason}</blockquote>
        </div>
      ))}
      {supersededById ? (
        <p className="finding-said">
          Another stands in its place:{' '}
          <Link to="/incidents/$incidentId/findings/$findingId" params={{ incidentId, findingId: supersededById }}>
            the finding that superseded it
          </Link>
          . What rested on this one rests on that.
        </p>
      ) : null}
    </>
  );
}

function Acts({ finding, open }: { finding: Finding; open: (what: Open) => void }) {
  const { knownAt } = useCase();
  const { judge, withdraw, supersede } = finding.abilities;
  if (knownAt !== undefined || !(judge || withdraw || supersede)) {
    return null;
  }
  return (
    <div className="row no-print">
      {judge ? (
        <>
          <button type="button" className="button primary" onClick={() => open('accepted')}>
            Accept the finding
          </button>
          <button type="button" className="button" onClick={() => open('rejected')}>
            Reject the finding
          </button>
        </>
      ) : null}
      {supersede ? (
        <button type="button" className="button" onClick={() => open('supersede')}>
          Put another in its place
        </button>
      ) : null}
      {withdraw ? (
        <button type="button" className="button danger" onClick={() => open('withdraw')}>
          Withdraw the finding
        </button>
      ) : null}
    </div>
  );
}

function Facts({ finding }: { finding: Finding }) {
  const { incident } = useCase();
  const named = finding.accountIds.map(
    (id) => incident.affectedAccounts.find((one) => one.id === id)?.identifier ?? 'An account',
  );
  return (
    <dl className="facts">
      <dt>Observed</dt>
      <dd>{finding.observedAt ? <Span time={finding.observedAt} /> : <NotAssessed text="Not said" />}</dd>
      {finding.concerns ? (
        <>
          <dt>Concerns</dt>
          <dd className="prose">{finding.concerns}</dd>
        </>
      ) : null}
      {named.length > 0 ? (
        <>
          <dt>Accounts it names</dt>
          <dd className="break">{named.join(', ')}</dd>
        </>
      ) : null}
      <dt>How sure, in their words</dt>
      <dd className="prose">
        {finding.confidenceStated ? `“${finding.confidenceStated}”` : <NotAssessed text="Not said" />}
      </dd>
      {finding.asks ? (
        <>
          <dt>Asks of you</dt>
          <dd className="prose">{finding.asks}</dd>
        </>
      ) : null}
    </dl>
  );
}

/** Ids and names as MITRE has them. */
function Techniques({ finding }: { finding: Finding }) {
  return (
    <section className="stack tight" aria-labelledby="techniques">
      <h3 id="techniques">Techniques</h3>
      <ul className="techniques small">
        {finding.techniques.map(({ id, name }) => (
          <li key={id}>
            {name ? (
              <OutLink url={`https://attack.mitre.org/techniques/${id.replace('.', '/')}/`}>
                <span className="numerals">{id}</span>
              </OutLink>
            ) : (
              <span className="numerals">{id}</span>
            )}
            <span>{name ?? <span className="quiet">No name here</span>}</span>
          </li>
        ))}
      </ul>
      <p className="tiny quiet">ATT&amp;CK®, © 2025 The MITRE Corporation, reproduced with its permission.</p>
    </section>
  );
}
