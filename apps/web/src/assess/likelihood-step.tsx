import { useId } from 'react';
import type { Hypothesis } from '../api/shapes';
import { useTerms } from '../api/vocabularies';
import { Explained } from '../words/explained';
import { likelihoodOf, RANGES, TERMS, unknownLast, type JudgementDraft } from './draft';
import { LikelihoodBand, LikelihoodMark } from './marks';
import type { StepProps } from './step';

const OPEN: JudgementDraft = { term: '', percent: '' };

/** How likely each answer is: one of seven degrees, or a whole percent. Nothing is chosen beforehand. */
export function LikelihoodStep({ draft, set, incident }: StepProps) {
  const judge = (id: string, judgement: JudgementDraft) => set('judgements')({ ...draft.judgements, [id]: judgement });
  return (
    <>
      <p>
        Say how likely each answer is. <Explained word="likelihood">Likelihood</Explained> is about what happened, not
        about how good your grounds are: that comes later, by itself. Not every answer need be judged, and “unknown” may
        keep its share.
      </p>
      <div>
        {unknownLast(incident.hypotheses).map((one, index) => (
          <OneHypothesis
            key={one.id}
            hypothesis={one}
            judgement={draft.judgements[one.id] ?? OPEN}
            onJudge={(judgement) => judge(one.id, judgement)}
            first={index === 0}
          />
        ))}
      </div>
    </>
  );
}

function OneHypothesis({
  hypothesis,
  judgement,
  onJudge,
  first,
}: {
  hypothesis: Hypothesis;
  judgement: JudgementDraft;
  onJudge: (judgement: JudgementDraft) => void;
  first: boolean;
}) {
  const terms = useTerms('likelihood');
  const name = useId();
  const wrong = judgement.percent.trim() !== '' && !likelihoodOf(judgement);
  return (
    <details className="judging" open={first}>
      <summary>
        <span className="judging-label">{hypothesis.label}</span>
        <LikelihoodMark likelihood={likelihoodOf(judgement)} />
      </summary>
      <fieldset className="degrees">
        <legend className="unseen">How likely is it: {hypothesis.label}?</legend>
        {TERMS.map((term) => {
          const [min, max] = RANGES[term];
          const words = terms.find(({ id }) => id === term);
          return (
            <label key={term} title={words?.explanation}>
              <input
                type="radio"
                name={name}
                checked={judgement.term === term && judgement.percent === ''}
                onChange={() => onJudge({ term, percent: '' })}
              />
              <span className="degree-term">{words?.label ?? term}</span>
              <LikelihoodBand likelihood={{ min, max, percent: null }} wide />
              <span className="degree-range numerals quiet">
                {min} to {max} %
              </span>
            </label>
          );
        })}
        <label className="degree-open">
          <input
            type="radio"
            name={name}
            checked={judgement.term === '' && judgement.percent === ''}
            onChange={() => onJudge(OPEN)}
          />
          <span className="degree-term">Not judged</span>
        </label>
        <p className={`degree-percent${wrong ? ' at-fault' : ''}`}>
          <label htmlFor={`${name}-percent`}>or a whole percent, 1 to 99</label>
          <input
            id={`${name}-percent`}
            className="plain-input"
            inputMode="numeric"
            value={judgement.percent}
            aria-invalid={wrong || undefined}
            onChange={(event) => onJudge({ term: '', percent: event.target.value })}
          />
          {wrong ? <span className="fault">Nothing is 0 or 100 percent: say a whole number from 1 to 99.</span> : null}
        </p>
      </fieldset>
    </details>
  );
}
