import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { incidentsQuery } from '../api/cases';
import { everyItem } from '../api/queries';
import { needsMeQuery } from '../api/told';
import { Loaded, More, Nothing } from '../frame/loaded';
import { filesFor, useMe } from '../frame/me';
import { useTitle } from '../frame/title';
import { CaseLine } from '../incidents/case-line';
import { News } from '../incidents/news';
import { WaitingLine } from '../reviews/waiting-line';
import './home.css';
import { NeedsMe } from './needs-me';

/** What needs me, most urgent first; below it my cases. */
export function HomePage() {
  useTitle('Home');
  const me = useMe();
  const waiting = useInfiniteQuery(needsMeQuery);
  const cases = useInfiniteQuery(incidentsQuery({ sort: '-updatedAt', limit: 20 }));
  return (
    <div className="home stack wide">
      <section aria-labelledby="needs-me" className="stack">
        <h1 id="needs-me">What needs you</h1>
        <WaitingLine />
        <Loaded query={waiting}>{(data) => <NeedsMe items={everyItem(data)} />}</Loaded>
      </section>
      <section aria-labelledby="my-cases" className="stack">
        <div className="row spread">
          <h2 id="my-cases">Your cases</h2>
          <Link to="/incidents" className="small">
            All incidents
          </Link>
        </div>
        <News query={cases} />
        <Loaded query={cases}>
          {(data) => {
            const items = everyItem(data);
            return items.length === 0 ? (
              <Nothing
                act={
                  filesFor(me).length > 0 ? (
                    <Link to="/incidents/new" className="button primary">
                      File an incident
                    </Link>
                  ) : null
                }
              >
                Cases that you filed, lead or were invited to will be here, the latest change first.
              </Nothing>
            ) : (
              <>
                <ul className="lines">
                  {items.map((incident) => (
                    <li key={incident.id}>
                      <CaseLine incident={incident} />
                    </li>
                  ))}
                </ul>
                <More query={cases} />
              </>
            );
          }}
        </Loaded>
      </section>
    </div>
  );
}
