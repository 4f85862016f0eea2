import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { client, dataOf, written } from '../api/client';
import { inWords } from '../api/problem';
import { reasonInWords, type Notification } from '../api/told';
import { newKey } from '../form/use-submission';
import { Nothing } from '../frame/loaded';
import { At } from '../words/at';

const SHOWN_MAX = 8;

/** Each thing with its one next act: open it, and say that you know. */
export function NeedsMe({ items }: { items: Notification[] }) {
  const [all, setAll] = useState(false);
  const open = items.filter((one) => !one.acknowledgedAt);
  if (open.length === 0) {
    return (
      <Nothing>
        Nothing waits for you. When you are named lead, given a task, mentioned, or something is overdue, it will be
        here.
      </Nothing>
    );
  }
  const shown = all ? open : open.slice(0, SHOWN_MAX);
  return (
    <>
      <ul className="needs">
        {shown.map((one) => (
          <Need key={one.id} one={one} />
        ))}
      </ul>
      {shown.length < open.length ? (
        <p>
          <button type="button" className="button" onClick={() => setAll(true)}>
            Show {open.length - shown.length} more
          </button>
        </p>
      ) : null}
    </>
  );
}

const URGENT = /overdue|untriaged|due|stale/;

function Need({ one }: { one: Notification }) {
  const queries = useQueryClient();
  const acknowledgement = useMutation({
    mutationFn: async () =>
      await dataOf(
        client.POST('/api/v1/notifications/{notificationId}/acknowledgements', {
          params: { path: { notificationId: one.id } },
          ...written({ key: newKey() }),
        }),
      ),
    onSettled: async () => await queries.invalidateQueries({ queryKey: ['notifications'] }),
  });
  return (
    <li className={URGENT.test(one.kind) ? 'urgent' : undefined}>
      <div className="need-words">
        <p className="need-what">
          <Link to={one.path}>{one.subject}</Link>
        </p>
        <p className="small quiet">
          {reasonInWords(one.reason)} <At at={one.createdAt} short beside />
        </p>
        {acknowledgement.error ? (
          <p className="fault" role="alert">
            {inWords(acknowledgement.error)}
          </p>
        ) : null}
      </div>
      <button
        type="button"
        className="button"
        aria-label={`I know: ${one.subject}`}
        disabled={acknowledgement.isPending}
        onClick={() => acknowledgement.mutate()}
      >
        I know
      </button>
    </li>
  );
}
