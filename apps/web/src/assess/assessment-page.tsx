import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useLabel } from '../api/vocabularies';
import { Loaded } from '../frame/loaded';
import { useCase } from '../incident/case';
import { At, Span } from '../words/at';
import { Explained } from '../words/explained';
import { TlpLabel } from '../words/marks';
import './assess.css';
import { assessmentQuery, type Assessment } from './assessments';
import { Cited } from './cited';
import { DecideDialog, type Deciding } from './decide-dialog';
import { LanguageNotes } from './language-notes';
import { ConfidenceTicks, LikelihoodMark } from './marks';

/** One assessment, as its readers and its second person see it. */
export function AssessmentPage() {
  const { incident, knownAt } = useCase();
  const { assessmentId } = useParams({ from: '/inside/incidents/$incidentId/attribution/assessments/$assessmentId' });
  const query = useQuery(assessmentQuery(incident.id, assessmentId, knownAt));
  return <Loaded query={query}>{(view) => <Read view={view} />}</Loaded>;
}

function Read({ view }: { view: Assessment }) {
  const { incident } = useCase();
  const labels = new Map(incident.hypotheses.map((one) => [one.id, one.label]));
  return (
    <article className="assessment">
      <header className="stack tight">
        <div className="row spread">
          <h2>
            <Explained word="assessment">Assessment</Explained> by {view.organization.name}
          </h2>
          {view.tlp ? <TlpLabel tlp={view.tlp} /> : null}
        </div>
        <Where view={view} />
        <WaitsFor view={view} />
      </header>
      <Flagged view={view} labels={labels} />
      <section className="stack tight">
        <h3>
          <Explained word="likelihood">Likelihood</Explained>
        </h3>
        <dl className="looked-over">
          {view.judgements.map(({ hypothesisId, likelihood }) => (
            <div key={hypothesisId}>
              <dt>{labels.get(hypothesisId) ?? 'A hypothesis that is not shown here'}</dt>
              <dd>
                <LikelihoodMark likelihood={likelihood} />
              </dd>
            </div>
          ))}
        </dl>
        {view.judgements.length === 0 ? <p className="quiet">No hypothesis is judged yet.</p> : null}
      </section>
      <section className="stack tight">
        <h3>
          <Explained word="confidence">Confidence</Explained>
        </h3>
        <ConfidenceTicks confidence={view.confidence} />
        <Factors view={view} />
      </section>
      <div className="beside-notes">
        <section className="stack tight">
          <h3>Why</h3>
          {view.rationale ? <p className="prose">{view.rationale}</p> : <p className="quiet">Nothing is said yet.</p>}
          {view.keyAssumptions.length > 0 ? (
            <>
              <h4>Key assumptions</h4>
              <ul className="bulleted">
                {view.keyAssumptions.map((one) => (
                  <li key={one}>{one}</li>
                ))}
              </ul>
            </>
          ) : null}
        </section>
        {view.warnings.length > 0 ? <LanguageNotes warnings={view.warnings} checked /> : null}
      </div>
      <Cited evidence={view.evidence} />
      <Said title="Returned" items={view.returns.map(({ reason, ...one }) => ({ ...one, text: reason, id: one.at }))} />
      <Said title="Dissent" items={view.dissents.map(({ statement, ...one }) => ({ ...one, text: statement }))} />
      <Decisions view={view} />
    </article>
  );
}

/** Where it stands, in one sentence. */
function Where({ view }: { view: Assessment }) {
  const label = useLabel('assessmentStatus');
  const { approval, submission, authors } = view;
  return (
    <p className="quiet">
      {label(view.status)}
      {approval ? (
        <>
          {' '}
          by {approval.by.name} on <At at={approval.at} short />
        </>
      ) : submission ? (
        <>
          {' '}
          by {submission.by.name} on <At at={submission.at} short />
        </>
      ) : null}
      . Written by {authors.map(({ name }) => name).join(', ')}; stands as of <Span time={view.saidAt} />.
    </p>
  );
}

/** Who may approve it, where this reader may not. */
function WaitsFor({ view: { status, abilities, mayApprove } }: { view: Assessment }) {
  if (status !== 'submitted' || abilities.approve) {
    return null;
  }
  return (
    <p>
      {mayApprove.length > 0
        ? `It waits for a second person. ${mayApprove.map(({ name }) => name).join(', ')} may approve it.`
        : 'It waits for a second person, and nobody can approve it at present: an owner, lead or analyst who wrote none of it is needed.'}
    </p>
  );
}

/** What this reader may do with it, once they have read it. The past can only be read. */
function Decisions({ view }: { view: Assessment }) {
  const { incident, knownAt } = useCase();
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const { abilities } = view;
  if (knownAt !== undefined || !Object.values(abilities).some(Boolean)) {
    return null;
  }
  return (
    <div className="deciding row no-print">
      {abilities.approve ? (
        <button type="button" className="button primary" onClick={() => setDeciding('approvals')}>
          Approve the assessment
        </button>
      ) : null}
      {abilities.return ? (
        <button type="button" className="button" onClick={() => setDeciding('returns')}>
          {abilities.approve ? 'Return it to its authors' : 'Take it back'}
        </button>
      ) : null}
      {abilities.amend ? (
        <Link
          to="/incidents/$incidentId/attribution/assess"
          params={{ incidentId: incident.id }}
          search={{ assessment: view.id }}
          className="button primary"
        >
          Go on writing
        </Link>
      ) : null}
      {abilities.dissent ? (
        <button type="button" className="button bare" onClick={() => setDeciding('dissents')}>
          Dissent from it
        </button>
      ) : null}
      {deciding ? <DecideDialog view={view} deciding={deciding} onClose={() => setDeciding(null)} /> : null}
    </div>
  );
}

/** Allowed, and marked for ever. */
function Flagged({ view, labels }: { view: Assessment; labels: ReadonlyMap<string, string> }) {
  const { withoutNewEvidence: flag } = view;
  if (!flag) {
    return null;
  }
  const what = [
    ...flag.likelihood.map((id) => `the likelihood of “${labels.get(id) ?? 'a hypothesis'}”`),
    ...(flag.confidence ? ['the confidence'] : []),
  ];
  return (
    <p className="flagged">
      {flag.raised ? 'Raised' : 'Changed'} without new evidence: {what.join(', ')}. Nothing is cited that the assessment
      before did not cite.
    </p>
  );
}

const FACTORS = [
  ['assumptions', 'Assumptions'],
  ['sourcing', 'Sources'],
  ['argument', 'Argument'],
] as const;

function Factors({ view: { confidenceFactors: factors } }: { view: Assessment }) {
  const said = FACTORS.filter(([name]) => factors?.[name]);
  return said.length > 0 ? (
    <dl className="looked-over wordy">
      {said.map(([name, label]) => (
        <div key={name}>
          <dt>{label}</dt>
          <dd className="prose">{factors?.[name]}</dd>
        </div>
      ))}
    </dl>
  ) : null;
}

function Said({
  title,
  items,
}: {
  title: string;
  items: { id: string; by: { name: string }; at: string; text: string }[];
}) {
  return items.length > 0 ? (
    <section className="stack tight">
      <h3>{title}</h3>
      <ul className="lines">
        {items.map((one) => (
          <li key={one.id}>
            <p className="small quiet">
              {one.by.name}, <At at={one.at} short />
            </p>
            <p className="prose">{one.text}</p>
          </li>
        ))}
      </ul>
    </section>
  ) : null;
}
