import { useInfiniteQuery } from '@tanstack/react-query';
import { everyItem, partQuery } from '../api/queries';
import type { TimelineItem } from '../api/shapes';
import { spelled } from '../api/vocabularies';
import { Loaded, More, Nothing } from '../frame/loaded';
import { At, Span } from '../words/at';
import { useCase } from './case';

/** What happened, by its time in the world. */
export function TimelineTab() {
  const { incident, knownAt } = useCase();
  const timeline = useInfiniteQuery(partQuery<TimelineItem>(incident.id, 'timeline', { knownAt }));
  return (
    <div className="stack">
      <h2>Timeline</h2>
      <p className="small quiet">By when it happened in the world, as exactly as that is known. What was recorded when is in the history.</p>
      <Loaded query={timeline}>
        {(data) => {
          const items = everyItem(data);
          return items.length === 0 ? (
            <Nothing>What happened, in the order in which it happened, will be here as soon as something has a time.</Nothing>
          ) : (
            <>
              <ol className="timeline">
                {items.map((one, index) => (
                  <li key={one.id ?? `${one.kind}${index}`} data-kind={one.kind}>
                    <p className="timeline-when small">
                      <Span time={one.at} />
                    </p>
                    <div className="timeline-what">
                      <p>{one.title}</p>
                      {one.text ? <p className="small quiet">{one.text}</p> : null}
                      <p className="tiny quiet">
                        {spelled(one.kind)}, recorded <At at={one.recordedAt} />
                      </p>
                    </div>
                  </li>
                ))}
              </ol>
              <More query={timeline} />
            </>
          );
        }}
      </Loaded>
    </div>
  );
}
