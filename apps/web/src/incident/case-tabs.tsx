import { Link, useParams, useRouterState, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { Incident } from '../api/shapes';
import { useCase } from './case';

/** The parts of the case that this reader may see. Each has an address. */
export function CaseTabs({ incident }: { incident: Incident }) {
  const { can, knownAt } = useCase();
  const place = useRouterState({ select: (state) => state.location.pathname });
  // The case as the address names it, by reference or by id: the tab that is open must know itself.
  const { incidentId = incident.id } = useParams({ strict: false });
  // Looked at as somebody else, nothing can be added; what they brought themselves is still theirs to see.
  const looksOn = useSearch({ strict: false }).viewAs !== undefined;
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    const here = box.current?.querySelector<HTMLElement>('[aria-current]');
    box.current?.scrollTo({ left: (here?.offsetLeft ?? 0) - 40 });
  }, [place]);
  const tabs = [
    { to: '/incidents/$incidentId', label: 'Overview', shown: true },
    { to: '/incidents/$incidentId/accounts', label: 'Accounts', count: incident.affectedAccounts.length, shown: true },
    { to: '/incidents/$incidentId/disclosures', label: 'Disclosures', count: incident.disclosures.length, shown: true },
    {
      to: '/incidents/$incidentId/findings',
      label: 'Findings',
      shown: looksOn || can('addFindings') || can('readHistory'),
    },
    {
      to: '/incidents/$incidentId/evidence',
      label: 'Evidence',
      shown: looksOn || can('readHistory') || incident.abilities.addEvidence,
    },
    { to: '/incidents/$incidentId/attribution', label: 'Attribution', count: incident.claims.length, shown: true },
    { to: '/incidents/$incidentId/timeline', label: 'Timeline', shown: true },
    { to: '/incidents/$incidentId/tasks', label: 'Tasks', shown: can('readTasks') },
    { to: '/incidents/$incidentId/told', label: 'People told', shown: can('readTold') && knownAt === undefined },
    { to: '/incidents/$incidentId/history', label: 'History', shown: can('readHistory') },
    {
      to: '/incidents/$incidentId/participants',
      label: 'Participants',
      shown: can('readParticipants') && knownAt === undefined,
    },
  ] as const;
  return (
    <nav ref={box} className="case-tabs" aria-label="Parts of the case">
      <ul>
        {tabs
          .filter((tab) => tab.shown)
          .map((tab) => (
            <li key={tab.to}>
              <Link
                to={tab.to}
                params={{ incidentId }}
                activeOptions={{ exact: tab.label !== 'Findings' && tab.label !== 'Attribution', includeSearch: false }}
                replace
                resetScroll={false}
              >
                {tab.label}
                {'count' in tab && tab.count > 0 ? <span className="tab-count numerals"> {tab.count}</span> : null}
              </Link>
            </li>
          ))}
      </ul>
    </nav>
  );
}
