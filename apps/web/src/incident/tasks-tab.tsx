import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf, written } from '../api/client';
import { inWords, isProblem } from '../api/problem';
import { tasksQuery } from '../api/cases';
import { everyItem, membersQuery } from '../api/queries';
import type { Task } from '../api/shapes';
import { Faults, SelectField, TextField } from '../form/field';
import { FormProblem } from '../form/form-problem';
import { MarkingField } from '../form/marking-field';
import { said } from '../form/said';
import { useSubmission } from '../form/use-submission';
import { Loaded, More, Nothing } from '../frame/loaded';
import { At } from '../words/at';
import { isPast } from '../words/time';
import { useCase, useRefreshCase } from './case';
import { Marked } from './marked';

/** What has to be done, by whom and by when. */
export function TasksTab() {
  const { incident, can, knownAt } = useCase();
  const tasks = useInfiniteQuery(tasksQuery(incident.id, knownAt));
  return (
    <div className="stack">
      <h2>Tasks</h2>
      <Loaded query={tasks}>
        {(data) => {
          const items = everyItem(data).toSorted(
            (a, b) =>
              Number(a.status === 'done') - Number(b.status === 'done') ||
              (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9'),
          );
          return items.length === 0 ? (
            <Nothing>Nothing has to be done yet. Whoever is given a task here is told.</Nothing>
          ) : (
            <>
              <ul className="lines">
                {items.map((task) => (
                  <li key={task.id}>
                    <OneTask task={task} writable={task.abilities.amend && knownAt === undefined} />
                  </li>
                ))}
              </ul>
              <More query={tasks} />
            </>
          );
        }}
      </Loaded>
      {can('addTasks') ? <AddTask /> : null}
    </div>
  );
}

function OneTask({ task, writable }: { task: Task; writable: boolean }) {
  const { incident } = useCase();
  const refresh = useRefreshCase();
  const done = task.status === 'done';
  const change = useMutation({
    mutationFn: async () =>
      await dataOf(
        client.PATCH('/api/v1/incidents/{incidentId}/tasks/{taskId}', {
          params: { path: { incidentId: incident.id, taskId: task.id } },
          body: { status: done ? 'open' : 'done' },
          ...written({ version: task.version }),
        }),
      ),
    onSettled: refresh,
  });
  return (
    <div className={`task${done ? ' done' : ''}`}>
      <input
        type="checkbox"
        aria-label={`Done: ${task.title}`}
        checked={done}
        disabled={!writable || change.isPending}
        onChange={() => change.mutate()}
      />
      <div>
        <p className="task-title">
          {task.title} <Marked tlp={task.tlp} />
        </p>
        <p className="small quiet">
          {task.assignee?.name ?? 'Nobody yet'}
          <When task={task} />
        </p>
        {change.error ? (
          <p className="fault" role="alert">
            {inWords(change.error)}
          </p>
        ) : null}
      </div>
    </div>
  );
}

/** Until when, or since when it is done. */
function When({ task }: { task: Task }) {
  if (task.status === 'done') {
    return task.doneAt ? (
      <>
        {' · done '}
        <At at={task.doneAt} short />
      </>
    ) : null;
  }
  if (!task.dueAt) {
    return null;
  }
  const overdue = isPast(task.dueAt);
  return (
    <span className={overdue ? 'overdue' : undefined}>
      {overdue ? ' · overdue since ' : ' · due '}
      <At at={task.dueAt} short beside />
    </span>
  );
}

function AddTask() {
  const { incident } = useCase();
  const refresh = useRefreshCase();
  const members = everyItem(useInfiniteQuery(membersQuery(incident.organizationId)).data);
  const [title, setTitle] = useState('');
  const [assigneeId, setAssignee] = useState('');
  const [due, setDue] = useState('');
  const [tlp, setTlp] = useState('');
  const submission = useSubmission(
    async (body: Schemas['TaskDto'], key) =>
      await dataOf(
        client.POST('/api/v1/incidents/{incidentId}/tasks', {
          params: { path: { incidentId: incident.id } },
          body,
          ...written({ key }),
        }),
      ),
    async () => {
      setTitle('');
      setDue('');
      setAssignee('');
      setTlp('');
      await refresh();
    },
  );
  return (
    <Faults value={isProblem(submission.error) ? submission.error.faults : []}>
      <form
        className="form dense"
        onSubmit={(event) => {
          event.preventDefault();
          submission.mutate(
            said<Schemas['TaskDto']>({
              title: title.trim(),
              assigneeId,
              dueAt: due ? new Date(due).toISOString() : undefined,
              tlp,
            }),
          );
        }}
      >
        <h3>Add a task</h3>
        <TextField label="What has to be done?" path="title" maxLength={300} value={title} onChange={setTitle} />
        <div className="form-pair">
          <SelectField
            label="By whom"
            path="assigneeId"
            none="Nobody yet"
            options={members.map((one) => ({ id: one.id, label: one.name }))}
            value={assigneeId}
            onChange={setAssignee}
          />
          <TextField label="By when" path="dueAt" optional type="datetime-local" value={due} onChange={setDue} />
        </div>
        <MarkingField value={tlp} onChange={setTlp} />
        <FormProblem error={submission.error} shown={['title', 'assigneeId', 'dueAt', 'tlp']} />
        <div className="form-end">
          <button type="submit" className="button" disabled={title.trim() === '' || submission.isPending}>
            {submission.isPending ? 'Adding' : 'Add the task'}
          </button>
        </div>
      </form>
    </Faults>
  );
}
