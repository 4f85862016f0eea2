import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { isProblem } from '../api/problem';
import { Faults } from '../form/field';
import { FormProblem } from '../form/form-problem';
import { useKept } from '../form/use-kept';
import { Loaded } from '../frame/loaded';
import { useMe } from '../frame/me';
import { useCase } from '../incident/case';
import { At } from '../words/at';
import { Explained } from '../words/explained';
import './assess.css';
import { assessmentQuery, type Assessment } from './assessments';
import { ConfidenceStep } from './confidence-step';
import { draftOf, EMPTY, missingOf, STEPS, type AssessDraft, type StepId } from './draft';
import { EvidenceStep } from './evidence-step';
import { LikelihoodStep } from './likelihood-step';
import { RationaleStep } from './rationale-step';
import type { StepProps } from './step';
import { SubmitStep } from './submit-step';
import { useAssessing } from './use-assessing';

const FROM = '/inside/incidents/$incidentId/attribution/assess';

/** Asks one thing at a time: how likely, on what, how well founded, why. Likelihood and confidence never share a step. */
export function AssessPage() {
  const { incident, knownAt } = useCase();
  const { assessment = '' } = useSearch({ from: FROM });
  const query = useQuery(assessmentQuery(incident.id, assessment));
  if (knownAt) {
    return <p>You are looking at the past, which can only be read. Go back to now to assess.</p>;
  }
  if (!assessment) {
    return <AssessForm name="new" server={null} />;
  }
  return (
    <Loaded query={query}>
      {(view) =>
        view.abilities.amend ? (
          <AssessForm key={view.id} name={view.id} server={view} />
        ) : (
          <p>
            This assessment is {view.status} and cannot be changed by you.{' '}
            <Link
              to="/incidents/$incidentId/attribution/assessments/$assessmentId"
              params={{ incidentId: incident.id, assessmentId: view.id }}
            >
              Read it
            </Link>
          </p>
        )
      }
    </Loaded>
  );
}

const BODIES: Record<Exclude<StepId, 'submit'>, (props: StepProps) => React.ReactNode> = {
  likelihood: LikelihoodStep,
  evidence: EvidenceStep,
  confidence: ConfidenceStep,
  rationale: RationaleStep,
};

function AssessForm({ name, server }: { name: string; server: Assessment | null }) {
  const { incident } = useCase();
  const me = useMe();
  const kept = useKept<AssessDraft>(`assessment.${me.id}.${incident.id}.${name}`, server ? draftOf(server) : EMPTY);
  const { value: draft, change, forget, savedAt, wasRestored } = kept;
  const { step, go } = useStep();
  const work = useAssessing(incident, { change, forget });
  const set: StepProps['set'] = (field) => (value) => change((before) => ({ ...before, [field]: value }));
  const at = STEPS.findIndex((one) => one.id === step);
  const Body = step === 'submit' ? null : BODIES[step];
  const discard = () => {
    if (window.confirm('Discard what is kept on this device? What was saved as a draft stays.')) {
      forget();
      work.reset();
    }
  };
  return (
    <Faults value={isProblem(work.error) ? work.error.faults : []}>
      <form
        className="assess"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const next = STEPS[at + 1];
          if (next) {
            go(next.id);
          }
        }}
      >
        <header className="stack tight">
          <h2>
            <Explained word="assessment">Assess</Explained> who did this
          </h2>
          {wasRestored && savedAt ? <Restored savedAt={savedAt} onDiscard={discard} /> : null}
          <Steps at={at} draft={draft} go={go} />
        </header>
        <StepHeading at={at} />
        {Body ? (
          <Body draft={draft} set={set} incident={incident} />
        ) : (
          <SubmitStep draft={draft} set={set} incident={incident} server={server} go={go} />
        )}
        <FormProblem error={work.error} />
        {isProblem(work.error, 'stale_version') && server ? (
          <button type="button" className="button" onClick={() => change(draftOf(server))}>
            Take what is saved, and lose what you typed
          </button>
        ) : null}
        <Ending at={at} go={go} draft={draft} savedAt={savedAt} work={work} />
      </form>
    </Faults>
  );
}

function Restored({ savedAt, onDiscard }: { savedAt: string; onDiscard: () => void }) {
  return (
    <p className="restored small" role="status">
      What you typed on <At at={savedAt} short /> was kept on this device.{' '}
      <button type="button" className="button bare" onClick={onDiscard}>
        Discard it
      </button>
    </p>
  );
}

interface EndingProps {
  at: number;
  go: (step: StepId) => void;
  draft: AssessDraft;
  savedAt: string | null;
  work: ReturnType<typeof useAssessing>;
}

/** On, back, and what is kept where. */
function Ending({ at, go, draft, savedAt, work }: EndingProps) {
  const [before, next] = [STEPS[at - 1], STEPS[at + 1]];
  return (
    <div className="form-end assess-end">
      {before ? (
        <button type="button" className="button" onClick={() => go(before.id)}>
          Back
        </button>
      ) : null}
      {next ? (
        <button type="submit" className="button primary">
          {`Next: ${next.label}`}
        </button>
      ) : (
        <button
          type="button"
          className="button primary"
          disabled={missingOf(draft).length > 0 || work.isPending}
          onClick={() => work.mutate({ draft, submit: true })}
        >
          {work.isPending ? 'Sending' : 'Submit for approval'}
        </button>
      )}
      <button
        type="button"
        className="button bare"
        disabled={work.isPending}
        onClick={() => work.mutate({ draft, submit: false })}
      >
        Save the draft for your organization
      </button>
      <p className="tiny quiet" role="status">
        {draft.saved ? 'Your organization has this draft. ' : ''}
        {savedAt ? 'What you type is kept on this device.' : ''}
      </p>
    </div>
  );
}

function useStep() {
  const { step: asked } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: '/incidents/$incidentId/attribution/assess' });
  const step = STEPS.find((one) => one.id === asked)?.id ?? 'likelihood';
  const go = (next: StepId) => void navigate({ search: (before) => ({ ...before, step: next }), resetScroll: false });
  return { step, go };
}

/** Said when a step is reached, so that nobody has to look for it. */
function StepHeading({ at }: { at: number }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) {
      heading.current?.focus();
      heading.current?.scrollIntoView({ block: 'nearest' });
    }
    first.current = false;
  }, [at]);
  return (
    <h3 ref={heading} tabIndex={-1} className="step-heading">
      {STEPS[at]?.label} <span className="quiet small numerals">{`step ${at + 1} of ${STEPS.length}`}</span>
    </h3>
  );
}

function Steps({ at, draft, go }: { at: number; draft: AssessDraft; go: (step: StepId) => void }) {
  const missing = new Set(missingOf(draft).map(({ step }) => step));
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const here = list.current?.querySelector<HTMLElement>('[aria-current]');
    list.current?.scrollTo({ left: (here?.offsetLeft ?? 0) - 40 });
  }, [at]);
  return (
    <nav aria-label="Steps">
      <ol className="assess-steps" ref={list}>
        {STEPS.map((one, index) => (
          <li key={one.id}>
            <button type="button" aria-current={index === at ? 'step' : undefined} onClick={() => go(one.id)}>
              <span className="numerals">{index + 1}</span> {one.label}
              {missing.has(one.id) ? <span className="unseen"> (not said yet)</span> : null}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
