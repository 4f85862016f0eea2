import { useInfiniteQuery } from '@tanstack/react-query';
import { everyItem, organizationHistoryQuery } from '../api/queries';
import type { HistoryEntry, Organization, OrganizationChange } from '../api/shapes';
import { Loaded, More, Nothing, Waiting } from '../frame/loaded';
import { useMe, useOrganizations } from '../frame/me';
import { Change } from '../incident/change';
import '../incident/incident.css';
import '../incident/participants.css';
import { At } from '../words/at';
import { organizationChangeInWords } from './organization-change-words';

/** Every change of members, roles, invitations, keys and settings. */
export function OrganizationHistorySection() {
  const me = useMe();
  const overseen = new Set(
    me.memberships.filter(({ role }) => role === 'owner' || role === 'auditor').map((seat) => seat.organizationId),
  );
  const organizations = useOrganizations().filter(({ id }) => overseen.has(id));
  return (
    <div className="stack wide">
      {organizations.length === 0 ? <Waiting /> : organizations.map((one) => <OfOne key={one.id} organization={one} />)}
    </div>
  );
}

function OfOne({ organization }: { organization: Organization }) {
  const history = useInfiniteQuery(organizationHistoryQuery(organization.id));
  return (
    <section className="stack" aria-label={`History of ${organization.name}`}>
      <h2>{organization.name}</h2>
      <p className="small quiet">
        Every change outside cases, the last one first: who belongs here and in which role, invitations, keys, settings.
      </p>
      <Loaded query={history} lines={8}>
        {(data) => {
          const entries = everyItem(data);
          return entries.length === 0 ? (
            <Nothing>Every change of the organization will be here.</Nothing>
          ) : (
            <>
              <ol className="history">
                {entries.map((entry) => (
                  <li key={entry.id}>
                    <Entry entry={entry} />
                  </li>
                ))}
              </ol>
              <More query={history} />
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

function Entry({ entry }: { entry: OrganizationChange }) {
  return (
    <details className="entry unnumbered">
      <summary>
        <span className="entry-words">
          <span className="break">{organizationChangeInWords(entry)}</span>
          {entry.reason ? <span className="small quiet entry-reason">“{entry.reason}”</span> : null}
        </span>
        <span className="small quiet entry-at">
          <At at={entry.at} />
        </span>
      </summary>
      <Change entry={{ ...entry, redaction: null } as unknown as HistoryEntry} />
    </details>
  );
}
