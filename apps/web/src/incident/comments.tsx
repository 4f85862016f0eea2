import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../api/client';
import { everyItem, membersQuery, partQuery } from '../api/queries';
import type { Comment } from '../api/shapes';
import { TextArea } from '../form/field';
import { FormProblem } from '../form/form-problem';
import { useKept } from '../form/use-kept';
import { useSubmission } from '../form/use-submission';
import { Loaded, More, Nothing } from '../frame/loaded';
import { At } from '../words/at';
import { useCase, useRefreshCase } from './case';

/** What those who work the case say to each other. Never edited, never deleted. */
export function Comments() {
  const { incident, can, knownAt } = useCase();
  const comments = useInfiniteQuery({ ...partQuery<Comment>(incident.id, 'comments'), enabled: can('comments.read') });
  if (!can('comments.read')) {
    return null;
  }
  return (
    <section className="stack" aria-labelledby="comments">
      <h2 id="comments">Comments</h2>
      <Loaded query={comments} lines={2}>
        {(data) => {
          const items = everyItem(data).filter((one) => !knownAt || one.createdAt <= knownAt);
          return items.length === 0 ? (
            <Nothing>Nothing has been said yet. Write with @name to tell somebody.</Nothing>
          ) : (
            <>
              <ol className="comments">
                {items.map((one) => (
                  <li key={one.id}>
                    <p className="small">
                      <b>{one.author.name}</b>{' '}
                      <span className="quiet">
                        <At at={one.createdAt} />
                      </span>
                    </p>
                    <p className="prose">{one.body}</p>
                  </li>
                ))}
              </ol>
              <More query={comments} />
            </>
          );
        }}
      </Loaded>
      {can('comments.write') ? <Write /> : null}
    </section>
  );
}

function Write() {
  const { incident } = useCase();
  const refresh = useRefreshCase();
  const { value, change, forget } = useKept(`comment.${incident.id}`, '');
  const members = everyItem(useInfiniteQuery(membersQuery(incident.organizationId)).data);
  const submission = useSubmission(
    async (body: string, idempotencyKey) => await api.post(`/incidents/${incident.id}/comments`, { body: { body }, idempotencyKey }),
    async () => {
      forget();
      await refresh();
    },
  );
  const typing = /@([\p{L}.-]*)$/u.exec(value)?.[1];
  const offered = typing === undefined ? [] : members.filter((one) => one.name.toLowerCase().startsWith(typing.toLowerCase())).slice(0, 5);
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        submission.mutate(value.trim());
      }}
    >
      <TextArea label="Add a comment" path="body" value={value} onChange={change} maxLength={20_000} hint="@name tells that person. It cannot be edited afterwards." />
      {offered.length > 0 ? (
        <div className="row" role="group" aria-label="Tell somebody">
          {offered.map((one) => (
            <button key={one.userId} type="button" className="button" onClick={() => change(value.replace(/@[\p{L}.-]*$/u, `@${one.name} `))}>
              @{one.name}
            </button>
          ))}
        </div>
      ) : null}
      <FormProblem error={submission.error} />
      <div className="form-end">
        <button type="submit" className="button primary" disabled={value.trim() === '' || submission.isPending}>
          {submission.isPending ? 'Adding' : 'Add the comment'}
        </button>
      </div>
    </form>
  );
}
