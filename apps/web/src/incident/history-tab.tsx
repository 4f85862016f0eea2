import { useInfiniteQuery } from '@tanstack/react-query';
import { historyQuery } from '../api/cases';
import { everyItem } from '../api/queries';
import type { HistoryEntry } from '../api/shapes';
import { Loaded, More, Nothing } from '../frame/loaded';
import { At } from '../words/at';
import { useCase } from './case';
import { Change } from './change';
import { changeInWords } from './change-words';

/** Every change, like a log of commits: who, when, why, and what was before and after. */
export function HistoryTab() {
  const { incident, knownAt } = useCase();
  const history = useInfiniteQuery(historyQuery(incident.id));
  return (
    <div className="stack">
      <h2>History</h2>
      <p className="small quiet">
        Every change to the case, the last one first. Nothing here can be edited or deleted. Open a change to see what
        it was before and after.
      </p>
      <Loaded query={history} lines={8}>
        {(data) => {
          const entries = everyItem(data).filter((entry) => !knownAt || entry.caseVersion <= incident.caseVersion);
          return entries.length === 0 ? (
            <Nothing>Every change to the case will be here.</Nothing>
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
    </div>
  );
}

function Entry({ entry }: { entry: HistoryEntry }) {
  return (
    <details className="entry">
      <summary>
        <span className="entry-version numerals tiny quiet" title={`Case version ${entry.caseVersion}`}>
          {entry.caseVersion}
        </span>
        <span className="entry-words">
          <span className="break">{changeInWords(entry)}</span>
          {entry.reason ? <span className="small quiet entry-reason">“{entry.reason}”</span> : null}
        </span>
        <span className="small quiet entry-at">
          <At at={entry.at} />
        </span>
      </summary>
      <Change entry={entry} />
    </details>
  );
}
