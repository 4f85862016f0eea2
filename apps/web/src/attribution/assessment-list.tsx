import { Link } from '@tanstack/react-router';
import { useCase } from '../incident/case';
import { At, Span } from '../words/at';
import { Explained } from '../words/explained';
import { useAttribution, useCan } from './attribution';
import { termInWords } from './likelihoods';
import { assessedAt } from './river-layout';
import type { Assessment } from './shapes';

const STATUS = { draft: 'Draft', submitted: 'Waiting for approval', approved: 'Approved' } as const;

/** What organizations judged themselves, the latest first, with what still waits for a second person. */
export function AssessmentList() {
  const { incident } = useCase();
  const { assessments, moment } = useAttribution();
  const can = useCan();
  const past = Boolean(moment.validAt ?? moment.knownAt);
  const shown = assessments
    .filter((one) => (past ? one.approval && (!moment.knownAt || one.approval.at <= moment.knownAt) : true))
    .filter((one) => !moment.validAt || assessedAt(one) <= Date.parse(moment.validAt))
    .toSorted((a, b) => assessedAt(b) - assessedAt(a));
  return (
    <section className="stack" aria-labelledby="assessments">
      <div className="row spread">
        <h3 id="assessments" className="section-head">
          <Explained word="assessment">Assessments</Explained>
        </h3>
        {can('addClaims') ? (
          <Link
            to="/incidents/$incidentId/attribution/assess"
            params={{ incidentId: incident.id }}
            className="button no-print"
          >
            Assess
          </Link>
        ) : null}
      </div>
      {shown.length === 0 ? (
        <p className="small quiet">
          {past
            ? 'No organization had published an assessment by then.'
            : 'No organization has published an assessment. Until one does, nothing here is likely or unlikely.'}
        </p>
      ) : (
        <ul className="lines small">
          {shown.slice(0, LISTED_MAX).map((one) => (
            <li key={one.id}>
              <OneAssessment assessment={one} />
            </li>
          ))}
        </ul>
      )}
      {shown.length > LISTED_MAX ? (
        <p className="small quiet">{shown.length - LISTED_MAX} earlier ones stand on the river.</p>
      ) : null}
    </section>
  );
}

const LISTED_MAX = 12;

function OneAssessment({ assessment }: { assessment: Assessment }) {
  const { incident } = useCase();
  const { standing } = useAttribution();
  const labelOf = (id: string) => standing.hypotheses.find((one) => one.id === id)?.label ?? 'another answer';
  return (
    <div className="assessment-line">
      <span>
        <Link
          to="/incidents/$incidentId/attribution/assessments/$assessmentId"
          params={{ incidentId: incident.id, assessmentId: assessment.id }}
        >
          {assessment.organization.name}
        </Link>
        , <Span time={assessment.saidAt} />
        {'. '}
        {assessment.judgements
          .map((own) => `${labelOf(own.hypothesisId)}: ${termInWords(own.likelihood.term)}`)
          .join('; ')}
      </span>
      <span className="quiet">
        {assessment.approval ? (
          <>
            Approved by {assessment.approval.by.name}, <At at={assessment.approval.at} />
          </>
        ) : (
          STATUS[assessment.status]
        )}
        {assessment.dissents.length > 0
          ? `. ${assessment.dissents.length === 1 ? 'One dissent' : `${assessment.dissents.length} dissents`}`
          : ''}
        {assessment.withoutNewEvidence ? <span className="flagged">changed without new evidence</span> : null}
      </span>
    </div>
  );
}
