import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { incidentsQuery } from '../api/cases';
import { everyItem } from '../api/queries';
import { Loaded, More, Nothing } from '../frame/loaded';
import { filesFor, useMe } from '../frame/me';
import { useTitle } from '../frame/title';
import { CaseList } from './case-list';
import { asQuery, type Filter } from './filter';
import { FilterSentence } from './filter-sentence';
import './incidents.css';
import { News } from './news';

/** Every case that one may see, narrowed by a sentence that is also its address. */
export function IncidentsPage() {
  useTitle('Incidents');
  const me = useMe();
  const filter = useSearch({ from: '/inside/incidents' });
  const navigate = useNavigate({ from: '/incidents' });
  const query = useInfiniteQuery(incidentsQuery(asQuery(filter, me.id)));
  const change = (next: Filter) => void navigate({ search: next, replace: true });
  const narrowed = Object.keys(filter).length > 0;
  return (
    <>
      <div className="page-head">
        <h1>Incidents</h1>
        {filesFor(me).length > 0 ? (
          <Link to="/incidents/new" className="button primary no-phone">
            File an incident
          </Link>
        ) : null}
      </div>
      <FilterSentence filter={filter} onChange={change} />
      <News query={query} />
      <Loaded query={query} lines={10}>
        {(data) => {
          const items = everyItem(data);
          return items.length === 0 ? (
            <Nothing
              act={
                narrowed ? (
                  <button type="button" className="button" onClick={() => change({})}>
                    Show every case
                  </button>
                ) : filesFor(me).length > 0 ? (
                  <Link to="/incidents/new" className="button primary">
                    File an incident
                  </Link>
                ) : null
              }
            >
              {narrowed
                ? 'No case that you can see fits this sentence.'
                : 'Cases that you file or are invited to will be here.'}
            </Nothing>
          ) : (
            <>
              <CaseList items={items} />
              <div className="row spread">
                <p className="small quiet numerals" role="status">
                  {items.length} {items.length === 1 ? 'case' : 'cases'} shown
                  {query.hasNextPage ? ', there are more' : ''}
                </p>
                <p className="tiny quiet no-phone">
                  <kbd>j</kbd> <kbd>k</kbd> move, <kbd>x</kbd> mark, <kbd>Enter</kbd> open, <kbd>/</kbd> search
                </p>
              </div>
              <More query={query} />
            </>
          );
        }}
      </Loaded>
    </>
  );
}
