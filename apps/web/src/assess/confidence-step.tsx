import { useTerms } from '../api/vocabularies';
import { TextArea } from '../form/field';
import { Explained } from '../words/explained';
import type { Confidence } from './assessments';
import { ConfidenceTicks } from './marks';
import type { StepProps } from './step';

/** How good the grounds are, and the three things that this rests on. */
export function ConfidenceStep({ draft, set }: StepProps) {
  const levels = useTerms('confidence');
  return (
    <>
      <p>
        Now leave aside how likely anything is. <Explained word="confidence">Confidence</Explained> says how good your
        grounds are: something can be likely on weak grounds, or unlikely on strong ones.
      </p>
      <fieldset className="levels">
        <legend className="unseen">How good are the grounds?</legend>
        {levels.map(({ id, explanation }) => (
          <label key={id}>
            <input
              type="radio"
              name="confidence"
              checked={draft.confidence === id}
              onChange={() => set('confidence')(id)}
            />
            <span>
              <ConfidenceTicks confidence={id as Confidence} />
              <span className="hint">{explanation}</span>
            </span>
          </label>
        ))}
        <label>
          <input
            type="radio"
            name="confidence"
            checked={draft.confidence === ''}
            onChange={() => set('confidence')('')}
          />
          <span>Not stated yet</span>
        </label>
      </fieldset>
      <h3>What it rests on</h3>
      <TextArea
        label="Assumptions"
        path="confidenceFactors.assumptions"
        optional
        hint="What must hold for this to hold, and how much of it is assumed."
        value={draft.assumptions}
        onChange={set('assumptions')}
      />
      <TextArea
        label="Sources"
        path="confidenceFactors.sourcing"
        optional
        hint="How credible they are, and whether they are independent of each other. Two that cite one report are one."
        value={draft.sourcing}
        onChange={set('sourcing')}
      />
      <TextArea
        label="Argument"
        path="confidenceFactors.argument"
        optional
        hint="How strong each step from the evidence to the judgement is, and where it is weakest."
        value={draft.argument}
        onChange={set('argument')}
      />
    </>
  );
}
