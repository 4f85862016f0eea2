import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { incidentQuery } from '../api/cases';
import { everyItem } from '../api/queries';
import { toldQuery } from '../api/told';
import { Loaded, Waiting } from '../frame/loaded';
import { useOrganizations } from '../frame/me';
import { useTitle } from '../frame/title';
import { At } from '../words/at';
import { TlpLabel } from '../words/marks';
import './filing.css';

const ASK_AGAIN_MS = 1500;
const HOUR_MS = 3_600_000;

/** After filing: the reference, who was told, what is due. */
export function FiledPage() {
  const { incidentId } = useParams({ from: '/inside/incidents/$incidentId/filed' });
  const incident = useQuery(incidentQuery(incidentId));
  useTitle(incident.data ? `${incident.data.reference} filed` : 'Filed');
  return (
    <div className="filed stack wide">
      <Loaded query={incident}>
        {(one) => (
          <>
            <header className="stack tight">
              <p className="filed-word">Filed</p>
              <h1 className="numerals">{one.reference}</h1>
              <p>{one.title}</p>
              <p className="small quiet">
                <At at={one.reportedAt} /> under <TlpLabel tlp={one.tlp} />
              </p>
            </header>
            <Told incidentId={one.id} />
            <section className="stack tight">
              <h2>What is due</h2>
              <Due organizationId={one.organizationId} reportedAt={one.reportedAt} led={one.lead !== null} />
            </section>
            <p className="row">
              <Link to="/incidents/$incidentId" params={{ incidentId: one.id }} className="button primary">
                Open the case
              </Link>
              <Link to="/" className="button">
                Go to Home
              </Link>
            </p>
          </>
        )}
      </Loaded>
    </div>
  );
}

/** The jobs tell people within moments; the page watches them do it. */
function Told({ incidentId }: { incidentId: string }) {
  const told = useInfiniteQuery({
    ...toldQuery(incidentId),
    refetchInterval: (query) => ((query.state.dataUpdateCount ?? 0) < 20 ? ASK_AGAIN_MS : false),
  });
  const items = everyItem(told.data);
  const names = [...new Map(items.map((one) => [one.recipient.id, one.recipient.name])).values()];
  return (
    <section className="stack tight">
      <h2>Who was told</h2>
      {told.isPending ? <Waiting lines={2} /> : null}
      <div role="status">
        {names.length > 0 ? (
          <ul className="lines">
            {names.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        ) : told.isPending ? null : (
          <p className="quiet">Nobody yet. The leads and cleared stakeholders are being told now.</p>
        )}
      </div>
    </section>
  );
}

function Due({ organizationId, reportedAt, led }: { organizationId: string; reportedAt: string; led: boolean }) {
  const organization = useOrganizations().find((one) => one.id === organizationId);
  const by = organization
    ? new Date(new Date(reportedAt).getTime() + organization.untriagedAfterHours * HOUR_MS).toISOString()
    : null;
  return (
    <ul className="lines">
      <li>
        {by ? (
          <>
            Triage by <At at={by} short beside />
          </>
        ) : (
          'Triage'
        )}
      </li>
      {led ? null : <li>Name a lead</li>}
    </ul>
  );
}
