import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { historyQuery } from '../api/cases';
import { everyItem } from '../api/queries';
import type { Incident } from '../api/shapes';
import { useLabel } from '../api/vocabularies';
import { localDay, utcInstant } from '../words/time';

const PATH = ['reported', 'triage', 'investigating', 'contained', 'remediated', 'closed'];

/** Where the case stands, with dates under the steps. */
export function StatusStepper({ incident }: { incident: Incident }) {
  const label = useLabel('status');
  const dates = useDates(incident);
  const aside = !PATH.includes(incident.status);
  const at = PATH.indexOf(incident.status);
  const steps = aside ? ['reported', incident.status] : PATH;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const here = box.current?.querySelector<HTMLElement>('.here');
    box.current?.scrollTo({ left: (here?.offsetLeft ?? 0) - 140 });
  }, [incident.status]);
  return (
    <div ref={box} className="stepper-box" tabIndex={0} role="group" aria-label="Status of the case">
      <ol className="stepper">
        {steps.map((step, index) => {
          const here = step === incident.status;
          const date = dates[step];
          const passed = here || (aside ? index === 0 : index <= at);
          return (
            <li
              key={step}
              className={here ? 'here' : passed ? 'passed' : 'ahead'}
              aria-current={here ? 'step' : undefined}
            >
              <span className="step-word">{label(step)}</span>
              <span className="step-date tiny numerals">
                {date && passed ? (
                  <time dateTime={date} title={utcInstant(date)}>
                    {localDay(date)}
                  </time>
                ) : (
                  <span className="unseen">{passed ? '' : 'not yet'}</span>
                )}
              </span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

const VERBS: Partial<Record<string, string>> = {
  triage: 'Take to triage',
  investigating: 'Investigate',
  contained: 'Mark contained',
  remediated: 'Mark remediated',
  closed: 'Close the case',
  rejected: 'Reject',
};

/** Where the case may go from here. */
export function Moves({ incident, onMove }: { incident: Incident; onMove: (to: string) => void }) {
  const offered = incident.abilities.transitionTo.filter((to) => VERBS[to]);
  const forward = PATH[PATH.indexOf(incident.status) + 1];
  return (
    <div className="row">
      {offered.map((to) => {
        const back = PATH.indexOf(to) >= 0 && PATH.indexOf(to) < PATH.indexOf(incident.status);
        const reopened = back || incident.status === 'rejected';
        return (
          <button
            key={to}
            type="button"
            className={`button${to === forward ? ' primary' : ''}`}
            onClick={() => onMove(to)}
          >
            {reopened && to === 'investigating' ? 'Reopen the investigation' : VERBS[to]}
          </button>
        );
      })}
    </div>
  );
}

/** When each status was last reached, as far as the history is shown to this reader. */
function useDates(incident: Incident): Partial<Record<string, string>> {
  const history = useInfiniteQuery({ ...historyQuery(incident.id), enabled: incident.abilities.readHistory });
  const dates: Partial<Record<string, string>> = { reported: incident.reportedAt };
  for (const entry of everyItem(history.data)) {
    const status = entry.after?.['status'];
    if (entry.subject?.kind === 'incident' && typeof status === 'string' && entry.caseVersion <= incident.caseVersion) {
      const before = dates[status];
      dates[status] = before && before > entry.at ? before : entry.at;
    }
  }
  dates[incident.status] ??= incident.statusChangedAt;
  return { ...dates, reported: incident.reportedAt };
}
