import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { tasksQuery } from '../api/cases';
import { everyItem } from '../api/queries';
import { useLabel } from '../api/vocabularies';
import { At, Span } from '../words/at';
import { isPast } from '../words/time';
import { NotAssessed } from '../words/marks';
import { useCase } from './case';
import { Comments } from './comments';
import { Narrative } from './narrative';

/** Left, the case told from its record; right, the people and what needs doing. */
export function OverviewTab() {
  const { incident } = useCase();
  return (
    <div className="overview">
      <div className="overview-main stack wide">
        {incident.closingSummary ? (
          <section className="stack tight">
            <h2>Closing summary</h2>
            <p className="prose">{incident.closingSummary}</p>
          </section>
        ) : null}
        <section className="stack tight" aria-label="What happened">
          {incident.summary ? <p className="prose">{incident.summary}</p> : <p className="quiet">No summary yet.</p>}
          <Narrative incident={incident} />
        </section>
        <Comments />
      </div>
      <aside className="overview-side stack wide" aria-label="People and facts">
        <ToDo />
        <Facts />
      </aside>
    </div>
  );
}

function Facts() {
  const { incident } = useCase();
  const category = useLabel('category');
  return (
    <section className="stack tight">
      <h3>Facts</h3>
      <dl className="facts">
        <dt>Lead</dt>
        <dd>{incident.lead?.name ?? 'Nobody yet'}</dd>
        <dt>Reported</dt>
        <dd>
          <At at={incident.reportedAt} />
          {incident.reportedBy ? ` by ${incident.reportedBy.name}` : ''}
        </dd>
        <dt>First known access</dt>
        <dd>{incident.occurredAt ? <Span time={incident.occurredAt} /> : <NotAssessed text="Not recorded" />}</dd>
        <dt>Detected</dt>
        <dd>{incident.detectedAt ? <Span time={incident.detectedAt} /> : <NotAssessed text="Not recorded" />}</dd>
        <dt>Kind</dt>
        <dd>{incident.category ? category(incident.category) : <NotAssessed />}</dd>
        {incident.tags.length > 0 ? (
          <>
            <dt>Tags</dt>
            <dd>{incident.tags.join(', ')}</dd>
          </>
        ) : null}
        <dt>Last change</dt>
        <dd>
          <At at={incident.updatedAt} /> <span className="quiet numerals">(version {incident.caseVersion})</span>
        </dd>
      </dl>
    </section>
  );
}

function ToDo() {
  const { incident, can, knownAt } = useCase();
  const tasks = useInfiniteQuery({ ...tasksQuery(incident.id, knownAt), enabled: can('readTasks') });
  const open = everyItem(tasks.data).filter((one) => one.status === 'open');
  if (!can('readTasks')) {
    return null;
  }
  return (
    <section className="stack tight">
      <h3>What needs doing</h3>
      {open.length === 0 ? (
        <p className="small quiet">No open task.</p>
      ) : (
        <ul className="lines small">
          {open.slice(0, 5).map((task) => (
            <li key={task.id}>
              {task.title}
              <span className="quiet">
                {task.assignee ? ` · ${task.assignee.name}` : ' · nobody'}
                {task.dueAt ? (
                  <span className={isPast(task.dueAt) ? 'overdue' : undefined}>
                    {' · '}
                    {isPast(task.dueAt) ? 'overdue since ' : 'by '}
                    <At at={task.dueAt} short />
                  </span>
                ) : null}
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="small">
        <Link to="/incidents/$incidentId/tasks" params={{ incidentId: incident.id }}>
          All tasks
        </Link>
      </p>
    </section>
  );
}
