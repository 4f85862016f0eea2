import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { everyItem } from '../api/queries';
import { Loaded, More, Nothing } from '../frame/loaded';
import { useCase } from '../incident/case';
import { At } from '../words/at';
import { nodeSentence, useAttribution } from './attribution';
import { ChangeList } from './change-list';
import { causeInWords } from './changes';
import { standingHistoryQuery } from './queries';
import type { StandingStep } from './shapes';

const instantBefore = (iso: string): string => new Date(Date.parse(iso) - 1).toISOString();

/** Each change of the standing with what caused it, the last one first. */
export function StandingHistoryTab() {
  const { incident } = useCase();
  const history = useInfiniteQuery(standingHistoryQuery(incident.id));
  return (
    <section className="stack" aria-labelledby="standing-history">
      <div className="stack tight">
        <h3 id="standing-history" className="section-head">
          History of the standing
        </h3>
        <p className="small quiet">
          Each time that what can be stated changed, with what was recorded to change it. Whatever left the standing as
          it was is only in the history of the case.
        </p>
      </div>
      <Loaded query={history} lines={8}>
        {(data) => {
          const steps = everyItem(data).toReversed();
          return steps.length === 0 ? (
            <Nothing>Each change of the standing will be here, with its cause.</Nothing>
          ) : (
            <>
              {/* Pages come oldest first. */}
              <More query={history} />
              <ol className="history">
                {steps.map((step, index) => (
                  <li key={step.caseVersion}>
                    <Step step={step} open={index === 0} />
                  </li>
                ))}
              </ol>
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

/** `: Microsoft attributes it, 9 Aug 2024`, where that says more than the kind of the record. */
function useSubject(): (cause: StandingStep['causes'][number]) => string {
  const { allCitations, allStanding } = useAttribution();
  return ({ subject }) => {
    const node = subject.kind === 'claim' && allCitations.nodes.find(({ id }) => id === subject.id);
    const answer = allStanding.hypotheses.find(({ id }) => id === subject.id);
    return node ? `: ${nodeSentence(node)}` : answer ? `: ${answer.label}` : '';
  };
}

function Step({ step, open }: { step: StandingStep; open: boolean }) {
  const reasons = [...new Set(step.causes.flatMap(({ reason }) => (reason ? [reason] : [])))];
  const subjectOf = useSubject();
  const causes = [...new Set(step.causes.map((cause) => `${causeInWords(cause)}${subjectOf(cause)}`))];
  return (
    <details className="entry" open={open}>
      <summary>
        <span className="entry-version numerals tiny quiet" title={`Case version ${step.caseVersion}`}>
          {step.caseVersion}
        </span>
        <span className="entry-words">
          <span>
            {causes.join('; ') || 'A record that is not shown to you changed'}
            <span className="quiet"> by {step.by.name}</span>
          </span>
          {reasons.map((reason) => (
            <span key={reason} className="small quiet entry-reason">
              “{reason}”
            </span>
          ))}
        </span>
        <span className="small quiet entry-at">
          <At at={step.at} />
        </span>
      </summary>
      <div className="change">
        <ChangeList changes={step.changes} />
        <p className="row small">
          <Link
            to="/incidents/$incidentId/attribution"
            from="/incidents/$incidentId"
            search={{ validAt: step.at, knownAt: step.at } as never}
          >
            Look at this moment
          </Link>
          <Link
            to="/incidents/$incidentId/attribution/compare"
            from="/incidents/$incidentId"
            search={{ from: instantBefore(step.at), to: step.at } as never}
          >
            Compare with just before
          </Link>
        </p>
      </div>
    </details>
  );
}
