import { useQuery } from '@tanstack/react-query';
import { TextArea } from '../form/field';
import { linesQuery, useLanguageCheck, type Basis } from './assessments';
import { likelihoodOf, type AssessDraft } from './draft';
import { LanguageNotes } from './language-notes';
import type { StepProps } from './step';

/** Why; with the language check beside the text while it is typed. */
export function RationaleStep({ draft, set, incident }: StepProps) {
  const lines = useQuery(linesQuery(incident.id)).data;
  const basis = basisOf(draft, lines);
  const rationale = useLanguageCheck(incident.id, draft.rationale, 'rationale', basis);
  const assumptions = useLanguageCheck(incident.id, draft.keyAssumptions, 'keyAssumptions', basis);
  return (
    <div className="beside-notes">
      <div className="stack">
        <TextArea
          label="Why do you judge so?"
          path="rationale"
          rows={10}
          maxLength={20_000}
          hint="For a reader who knows none of it. Say how likely it is and how good the grounds are in two sentences, not in one."
          value={draft.rationale}
          onChange={set('rationale')}
        />
        <TextArea
          label="Key assumptions"
          path="keyAssumptions"
          optional
          hint="One a line: what, if it fell, would change the judgement."
          value={draft.keyAssumptions}
          onChange={set('keyAssumptions')}
        />
      </div>
      <LanguageNotes warnings={[...rationale, ...assumptions]} checked={draft.rationale.trim() !== ''} />
    </div>
  );
}

/** What the text stands on: what is cited, and the lines of the answer that is held to be the likeliest. */
function basisOf(draft: AssessDraft, lines: Record<string, number> | undefined): Basis {
  const judged = Object.entries(draft.judgements).flatMap(([id, judgement]) => {
    const likelihood = likelihoodOf(judgement);
    return likelihood ? [{ id, min: likelihood.min }] : [];
  });
  const leading = judged.toSorted((a, b) => b.min - a.min)[0];
  return {
    evidenceCited: Object.values(draft.evidence).filter(Boolean).length,
    independentLines: leading && lines ? (lines[leading.id] ?? 0) : undefined,
  };
}
