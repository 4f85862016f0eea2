import { useQuery } from '@tanstack/react-query';
import { Outlet, useMatches, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { incidentQuery } from '../api/cases';
import { isProblem } from '../api/problem';
import type { Incident } from '../api/shapes';
import { NothingHere } from '../frame/failure';
import { CouldNotLoad, Waiting } from '../frame/loaded';
import { useTitle } from '../frame/title';
import { Explained } from '../words/explained';
import { SeverityBar, TlpLabel } from '../words/marks';
import { AsOfBanner } from './as-of-banner';
import { CaseContext, useCase } from './case';
import { CaseTabs } from './case-tabs';
import './incident.css';
import { stateInWords } from './state-in-words';
import { Moves, StatusStepper } from './status-stepper';
import { useViewAs } from './view-as';
import { ViewAsBanner } from './view-as-banner';

const EditDialog = lazy(async () => ({ default: (await import('./edit-dialog')).EditDialog }));
const AsOfDialog = lazy(async () => ({ default: (await import('./as-of-dialog')).AsOfDialog }));
const TransitionDialog = lazy(async () => ({ default: (await import('./transition-dialog')).TransitionDialog }));

/** One case: its head, and the part of it that the address names. */
export function IncidentPage() {
  const { incidentId } = useParams({ from: '/inside/incidents/$incidentId' });
  const { knownAt, viewAs } = useSearch({ from: '/inside/incidents/$incidentId' });
  useViewAs(viewAs);
  const { shown, error, unknown, again } = useShownCase(incidentId, knownAt);
  useTitle(shown ? `${shown.reference} ${shown.title}` : undefined);
  if (shown) {
    return (
      <CaseContext value={{ incident: shown, knownAt }}>
        {viewAs ? <ViewAsBanner incidentId={incidentId} participantId={viewAs} /> : null}
        <Case incident={shown} />
      </CaseContext>
    );
  }
  if (viewAs && isProblem(error, 404)) {
    return <ViewAsBanner incidentId={incidentId} participantId={viewAs} nothing />;
  }
  if (unknown) {
    return <AsOfBanner knownAt={knownAt ?? ''} />;
  }
  if (isProblem(error, 404)) {
    return <NothingHere />;
  }
  return error ? <CouldNotLoad error={error} again={again} /> : <Waiting lines={9} />;
}

/** The case as of the moment. Where the clocks are moved, it stays on the screen whatever becomes of the moment. */
function useShownCase(incidentId: string, knownAt: string | undefined) {
  const clocks = useHasClocks() && knownAt !== undefined;
  const query = useQuery({
    ...incidentQuery(incidentId, knownAt),
    placeholderData: (before: Incident | undefined, asked) =>
      clocks && asked?.queryKey[1] === incidentId ? before : undefined,
  });
  const present = useQuery({ ...incidentQuery(incidentId), enabled: clocks });
  const asked = clocks ? present : query;
  return {
    shown: query.data ?? (clocks ? present.data : undefined),
    error: asked.error,
    /** It had not been reported by then. */
    unknown: knownAt !== undefined && !clocks && isProblem(query.error, 404),
    again: () => void asked.refetch(),
  };
}

/** Whether the page below says itself which moment it shows. */
const useHasClocks = (): boolean =>
  useMatches({
    select: (matches) => matches.some(({ routeId }) => routeId === '/inside/incidents/$incidentId/attribution'),
  });

type Open = 'edit' | 'as-of' | { to: string } | null;

function Case({ incident }: { incident: Incident }) {
  const { can, knownAt } = useCase();
  const clocks = useHasClocks();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <article className="case">
      {knownAt && !clocks ? <AsOfBanner knownAt={knownAt} caseVersion={incident.caseVersion} /> : null}
      <header className="case-head">
        <div className="row spread">
          <p className="small quiet">
            <span className="numerals">{incident.reference}</span> · {incident.organizationName}
          </p>
          <p className="case-head-marks">
            <SeverityBar severity={incident.severity} />
            <Explained word="tlp">
              <TlpLabel tlp={incident.tlp} />
            </Explained>
          </p>
        </div>
        <h1>{incident.title}</h1>
        <p className="case-state">{stateInWords(incident)}</p>
        <StatusStepper incident={incident} />
        <div className="row spread no-print">
          {can('transition') ? <Moves incident={incident} onMove={(to) => setOpen({ to })} /> : null}
          <div className="row">
            {can('edit') ? (
              <button type="button" className="button bare" onClick={() => setOpen('edit')}>
                Edit the case
              </button>
            ) : null}
            <button type="button" className="button bare" onClick={() => setOpen('as-of')}>
              Look at a past moment
            </button>
          </div>
        </div>
      </header>
      <CaseTabs incident={incident} />
      <Suspense fallback={<Waiting />}>
        <Outlet />
      </Suspense>
      <Suspense>
        {open === 'edit' ? <EditDialog incident={incident} onClose={close} /> : null}
        {open === 'as-of' ? <AsOfDialog incident={incident} onClose={close} /> : null}
        {open !== null && typeof open === 'object' ? (
          <TransitionDialog incident={incident} to={open.to} onClose={close} />
        ) : null}
      </Suspense>
    </article>
  );
}
