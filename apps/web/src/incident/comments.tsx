import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '@app/api-client';
import { commentsQuery } from '../api/cases';
import { client, dataOf, written } from '../api/client';
import { everyItem, membersQuery } from '../api/queries';
import { TextArea } from '../form/field';
import { FormProblem } from '../form/form-problem';
import { MarkingField } from '../form/marking-field';
import { said } from '../form/said';
import { useKept } from '../form/use-kept';
import { useSubmission } from '../form/use-submission';
import { Loaded, More, Nothing } from '../frame/loaded';
import { At } from '../words/at';
import { useCase, useRefreshCase } from './case';
import { Marked } from './marked';

/** What those who work the case say to each other. */
export function Comments() {
  const { incident, can, knownAt } = useCase();
  const comments = useInfiniteQuery({ ...commentsQuery(incident.id, knownAt), enabled: can('readComments') });
  if (!can('readComments')) {
    return null;
  }
  return (
    <section className="stack" aria-labelledby="comments">
      <h2 id="comments">Comments</h2>
      <Loaded query={comments} lines={2}>
        {(data) => {
          const items = everyItem(data);
          return items.length === 0 ? (
            <Nothing>Nothing has been said yet. Write @ and a name to tell somebody.</Nothing>
          ) : (
            <>
              <ol className="comments">
                {items.map((one) => (
                  <li key={one.id}>
                    <p className="small">
                      <b>{one.author.name}</b>{' '}
                      <span className="quiet">
                        <At at={one.createdAt} />
                      </span>{' '}
                      <Marked tlp={one.tlp} />
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
      {can('comment') ? <Write /> : null}
    </section>
  );
}

function Write() {
  const { incident } = useCase();
  const refresh = useRefreshCase();
  const { value, change, forget } = useKept(`comment.${incident.id}`, '');
  const [tlp, setTlp] = useState('');
  const members = everyItem(useInfiniteQuery(membersQuery(incident.organizationId)).data);
  const submission = useSubmission(
    async (body: Schemas['CommentDto'], key) =>
      await dataOf(
        client.POST('/api/v1/incidents/{incidentId}/comments', {
          params: { path: { incidentId: incident.id } },
          body,
          ...written({ key }),
        }),
      ),
    async () => {
      forget();
      setTlp('');
      await refresh();
    },
  );
  const typing = /(?<!\S)@([\p{L}.-]*)$/u.exec(value)?.[1];
  const offered =
    typing === undefined
      ? []
      : members.filter((one) => one.name.toLowerCase().startsWith(typing.toLowerCase())).slice(0, 5);
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        submission.mutate(said<Schemas['CommentDto']>({ body: value.trim(), tlp }));
      }}
    >
      <TextArea
        label="Add a comment"
        path="body"
        value={value}
        onChange={change}
        maxLength={20_000}
        hint="Type @ to tell a colleague. Every version of it is kept."
      />
      {offered.length > 0 ? (
        <div className="row" role="group" aria-label="Tell somebody">
          {offered.map((one) => (
            <button
              key={one.id}
              type="button"
              className="button"
              onClick={() => change(value.replace(/@[\p{L}.@-]*$/u, `@${one.email} `))}
            >
              {one.name}
            </button>
          ))}
        </div>
      ) : null}
      {value.trim() === '' ? null : <MarkingField value={tlp} onChange={setTlp} />}
      <FormProblem error={submission.error} />
      <div className="form-end">
        <button type="submit" className="button primary" disabled={value.trim() === '' || submission.isPending}>
          {submission.isPending ? 'Adding' : 'Add the comment'}
        </button>
      </div>
    </form>
  );
}
