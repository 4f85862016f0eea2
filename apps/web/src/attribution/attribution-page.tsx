import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useRouterState, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useRef } from 'react';
import { isProblem } from '../api/problem';
import { CouldNotLoad, Waiting } from '../frame/loaded';
import { useCase } from '../incident/case';
import { Explained } from '../words/explained';
import { answerOf } from './answer';
import { AttributionContext, useAttribution } from './attribution';
import './attribution.css';
import { lookedAt } from './moment';
import { assessmentsQuery, caseThenQuery, citationsQuery, standingQuery } from './queries';
import { useLookAt, useMoment } from './use-moment';

const RecordDialog = lazy(async () => ({ default: (await import('./record-dialog')).RecordDialog }));

const NOW = {};

/** Who did it: the answer as it can be stated, and everything that it is made from. */
export function AttributionPage() {
  const { incident } = useCase();
  const moment = useMoment();
  const standing = useQuery(standingQuery(incident.id, moment));
  const citations = useQuery(citationsQuery(incident.id, moment));
  const all = useQuery(citationsQuery(incident.id, NOW));
  const allStanding = useQuery(standingQuery(incident.id, NOW));
  const present = useQuery(caseThenQuery(incident.id, NOW));
  const assessments = useQuery(assessmentsQuery(incident.id));
  const past = useQuery({ ...caseThenQuery(incident.id, moment), enabled: moment.validAt !== undefined });
  // Before the case was known there is nothing of it to show but that.
  const then = moment.validAt === undefined || isProblem(past.error, 404) ? incident : past.data;
  const asked = [standing, citations, all, allStanding, present, assessments, past];
  const parts = useMemo(
    () =>
      then && standing.data && citations.data && all.data && allStanding.data && present.data && assessments.data
        ? {
            moment,
            then,
            standing: standing.data,
            citations: citations.data,
            allCitations: all.data,
            allStanding: allStanding.data,
            present: present.data,
            assessments: assessments.data,
          }
        : null,
    // A moment is its two texts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [
      moment.validAt,
      moment.knownAt,
      then,
      standing.data,
      citations.data,
      all.data,
      allStanding.data,
      present.data,
      assessments.data,
    ],
  );
  // What was shown stays, and says so, where another moment could not be fetched.
  const last = useRef(parts);
  useEffect(() => {
    last.current = parts ?? last.current;
  }, [parts]);
  const failed = asked.find(({ error }) => error && !isProblem(error, 404));
  const again = () => asked.filter(({ error }) => error).forEach((one) => void one.refetch());
  const shown = parts ?? (last.current?.present.id === incident.id ? last.current : null);
  if (!shown) {
    return failed ? <CouldNotLoad error={failed.error} again={again} /> : <Waiting lines={9} />;
  }
  return (
    <AttributionContext value={shown}>
      <Attribution changing={standing.isPlaceholderData || citations.isPlaceholderData} again={failed && again} />
    </AttributionContext>
  );
}

function Attribution({ changing, again }: { changing: boolean; again: (() => void) | undefined }) {
  const { record } = useSearch({ strict: false }) as { record?: string };
  return (
    <div className="attribution" aria-busy={changing}>
      <Top />
      <MomentLine again={again} />
      <Parts />
      <Suspense fallback={<Waiting lines={6} />}>
        <Outlet />
      </Suspense>
      <Suspense>{record ? <RecordDialog key={record} record={record} /> : null}</Suspense>
    </div>
  );
}

/** The question, and the answer with what to bear in mind. */
function Top() {
  const { standing } = useAttribution();
  const answer = answerOf(standing);
  return (
    <header className="answer">
      <h2>Who did this?</h2>
      <p className="answer-lead">{answer.lead}</p>
      {answer.caveats.length > 0 ? <p className="answer-caveats">{answer.caveats.join(' ')}</p> : null}
      <p className="tiny quiet">
        <Explained word="standing">Computed from the record</Explained>, version{' '}
        <span className="numerals">{standing.caseVersion}</span> of the case.
      </p>
    </header>
  );
}

/** Says in words what is being looked at. It is always there, so that nothing moves when the clocks do. */
function MomentLine({ again }: { again: (() => void) | undefined }) {
  const { moment } = useAttribution();
  const lookAt = useLookAt();
  const past = Boolean(moment.validAt ?? moment.knownAt);
  return (
    <div className={`moment-line${past ? ' past' : ''}`}>
      <p role="status">
        {lookedAt(moment)}
        {past ? <span className="quiet"> Nothing can be changed here.</span> : null}
        {again ? <span className="fault"> Ascribe cannot be reached: this is still shown.</span> : null}
      </p>
      {again ? (
        <button type="button" className="button" onClick={again}>
          Try again
        </button>
      ) : null}
      {past ? (
        <span className="row no-print">
          <Link
            to="/incidents/$incidentId/attribution/compare"
            from="/incidents/$incidentId"
            search={compared(moment) as never}
            className="button bare"
          >
            Compare with now
          </Link>
          <button type="button" className="button" onClick={() => lookAt({ validAt: undefined, knownAt: undefined })}>
            Now
          </button>
        </span>
      ) : null}
    </div>
  );
}

/** Pins the moment that is looked at, and chooses now beside it. */
const compared = ({ validAt, knownAt }: { validAt?: string | undefined; knownAt?: string | undefined }) => ({
  from: validAt,
  fromKnownAt: knownAt,
  validAt: undefined,
  knownAt: undefined,
});

const PARTS = [
  { to: '/incidents/$incidentId/attribution', label: 'Overview', exact: true },
  { to: '/incidents/$incidentId/attribution/citations', label: 'Citations' },
  { to: '/incidents/$incidentId/attribution/ach', label: 'Competing hypotheses' },
  { to: '/incidents/$incidentId/attribution/compare', label: 'Compare' },
  { to: '/incidents/$incidentId/attribution/measures', label: 'Measures', history: true },
  { to: '/incidents/$incidentId/attribution/history', label: 'History of the standing', history: true },
] as const;

function Parts() {
  const { incident } = useCase();
  const place = useRouterState({ select: (state) => state.location.pathname });
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    const here = box.current?.querySelector<HTMLElement>('[aria-current]');
    box.current?.scrollTo({ left: (here?.offsetLeft ?? 0) - 40 });
  }, [place]);
  return (
    <nav ref={box} className="parts no-print" aria-label="Parts of the attribution">
      <ul>
        {PARTS.filter((part) => !('history' in part) || incident.abilities.readHistory).map((part) => (
          <li key={part.to}>
            <Link
              to={part.to}
              from="/incidents/$incidentId"
              activeOptions={{ exact: true, includeSearch: false }}
              resetScroll={false}
            >
              {part.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
