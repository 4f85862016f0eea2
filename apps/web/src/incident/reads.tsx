import { useInfiniteQuery } from '@tanstack/react-query';
import { readsQuery } from '../api/cases';
import { everyItem } from '../api/queries';
import type { CaseRead } from '../api/shapes';
import { Loaded, More, Nothing } from '../frame/loaded';
import { At } from '../words/at';
import { useCase } from './case';
import { sittingsOf, type Sitting } from './sittings';

const GROUNDS: Readonly<Record<CaseRead['ground'], string>> = {
  auditor: 'as an auditor',
  break_glass: 'by emergency access',
  export: 'and took it along',
  names: 'the names behind pseudonyms',
  view_as: 'as somebody else sees it',
};

/** Who read what of this case, where that is to be answered for. Every read is here; the same by the same person is one line. */
export function Reads() {
  const { incident } = useCase();
  const reads = useInfiniteQuery(readsQuery(incident.id));
  return (
    <section className="stack" aria-labelledby="reads">
      <h2 id="reads">Reads</h2>
      <p className="small quiet">
        What auditors read, what was read by emergency access or as somebody else, whose names were asked for, and which
        files left. Nothing here can be edited or deleted.
      </p>
      <Loaded query={reads}>
        {(data) => {
          const sittings = sittingsOf(everyItem(data));
          return sittings.length === 0 ? (
            <Nothing>Nobody has read this case in a way that is logged.</Nothing>
          ) : (
            <>
              <ul className="lines">
                {sittings.map((sitting) => (
                  <li key={sitting.id}>
                    <OneSitting sitting={sitting} />
                  </li>
                ))}
              </ul>
              <More query={reads} />
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

function OneSitting({ sitting: { last, from, count, whats } }: { sitting: Sitting }) {
  return (
    <details className="entry unnumbered">
      <summary>
        <span className="entry-words">
          <span className="break">
            <b>{last.by.name}</b>
            {last.by.organizations.length > 0 ? ` of ${last.by.organizations.join(', ')}` : ''} read{' '}
            {last.ground === 'view_as' && last.viewedAs ? `as ${last.viewedAs.name} sees it` : GROUNDS[last.ground]}
            {last.key ? `, with the key ${last.key.name}` : ''}
          </span>
          <span className="small quiet numerals">{count === 1 ? 'one read' : `${count} reads`}</span>
        </span>
        <span className="small quiet entry-at">
          {from === last.at ? null : (
            <>
              <At at={from} /> to{' '}
            </>
          )}
          <At at={last.at} />
        </span>
      </summary>
      <ul className="reads-what small">
        {whats.map(({ id, what, moment, times }) => (
          <li key={id}>
            <span className="mono break">{what}</span>
            {moment ? <span className="quiet"> ({moment})</span> : null}
            {times > 1 ? <span className="quiet numerals"> {times} times</span> : null}
          </li>
        ))}
      </ul>
    </details>
  );
}
