import { useInfiniteQuery } from '@tanstack/react-query';
import { timelineQuery } from '../api/cases';
import { everyItem } from '../api/queries';
import { useLabel } from '../api/vocabularies';
import { Loaded, More, Nothing } from '../frame/loaded';
import { At, Span } from '../words/at';
import { useCase } from './case';
import { eventInWords } from './event-words';

/** What happened, by its time in the world. */
export function TimelineTab() {
  const { incident, knownAt } = useCase();
  const timeline = useInfiniteQuery(timelineQuery(incident.id, knownAt));
  const labels = { status: useLabel('status'), stance: useLabel('stance'), channel: useLabel('channel') };
  return (
    <div className="stack">
      <h2>Timeline</h2>
      <p className="small quiet">
        By when it happened in the world, as exactly as that is known. What was recorded when is in the history.
      </p>
      <Loaded query={timeline}>
        {(data) => {
          const items = everyItem(data);
          return items.length === 0 ? (
            <Nothing>
              What happened, in the order in which it happened, will be here as soon as something has a time.
            </Nothing>
          ) : (
            <>
              <ol className="timeline">
                {items.map((one) => {
                  const { what, text } = eventInWords(one, incident, labels);
                  return (
                    <li key={`${one.kind}${one.subject.id}${one.at.at}`} data-kind={one.kind}>
                      <p className="timeline-when small">
                        <Span time={one.at} />
                      </p>
                      <div className="timeline-what">
                        <p>{what}</p>
                        {text ? <p className="small quiet">{text}</p> : null}
                        {one.kind === 'status' ? null : (
                          <p className="tiny quiet">
                            recorded <At at={one.recordedAt} />
                          </p>
                        )}
                      </div>
                    </li>
                  );
                })}
              </ol>
              <More query={timeline} />
            </>
          );
        }}
      </Loaded>
    </div>
  );
}
