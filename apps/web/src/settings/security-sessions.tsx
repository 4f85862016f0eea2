import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { client } from '../api/client';
import { inWords } from '../api/problem';
import { sessionsQuery } from '../api/queries';
import type { Session } from '../api/shapes';
import { Loaded } from '../frame/loaded';
import { At } from '../words/at';

export function SessionsPart() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const sessions = useQuery(sessionsQuery);
  const ask = async () => await queries.invalidateQueries({ queryKey: ['sessions'] });
  const end = useMutation({
    mutationFn: async (id: string) =>
      await client.DELETE('/api/v1/auth/sessions/{sessionId}', { params: { path: { sessionId: id } } }),
    onSettled: ask,
  });
  const endAll = useMutation({
    mutationFn: async (scope: 'others' | 'all') =>
      await client.POST('/api/v1/auth/session-endings', { body: { scope } }),
    onSuccess: async (_, scope) => {
      if (scope === 'all') {
        queries.clear();
        await navigate({ to: '/sign-in' });
      } else {
        await queries.invalidateQueries({ queryKey: ['sign-in-events'] });
        await ask();
      }
    },
  });
  const failed = end.error ?? endAll.error;
  return (
    <section className="stack">
      <h2>Where you are signed in</h2>
      <Loaded query={sessions}>
        {({ items }) => (
          <ul className="lines">
            {items.map((one) => (
              <li key={one.id} className="row spread">
                <OneSession session={one} />
                {one.current ? null : (
                  <button
                    type="button"
                    className="button"
                    aria-label={`End this session: ${browserOf(one.userAgent)}`}
                    disabled={end.isPending}
                    onClick={() => end.mutate(one.id)}
                  >
                    End this session
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {failed ? (
        <p className="fault" role="alert">
          {inWords(failed)}
        </p>
      ) : null}
      <div className="form-end">
        {(sessions.data?.items.length ?? 0) > 1 ? (
          <button type="button" className="button" disabled={endAll.isPending} onClick={() => endAll.mutate('others')}>
            End all others
          </button>
        ) : null}
        <button
          type="button"
          className="button danger"
          disabled={endAll.isPending}
          onClick={() => endAll.mutate('all')}
        >
          Sign out everywhere
        </button>
      </div>
      <p className="small quiet">
        A session ends by itself a day after it was last used, and a week after it began. Signing out everywhere also
        makes every browser a stranger again.
      </p>
    </section>
  );
}

const METHODS: Readonly<Record<Session['method'], string>> = {
  password: 'by password',
  oidc: 'by identity provider',
  invitation: 'by invitation',
};

function OneSession({ session }: { session: Session }) {
  const { userAgent, method, secondFactorPassed, source, createdAt, lastSeenAt, current } = session;
  return (
    <span>
      {browserOf(userAgent)}
      {current ? <b> (this one)</b> : null}
      <br />
      <span className="small quiet">
        {METHODS[method]}
        {secondFactorPassed ? ' and second factor' : ''}
        {source ? `, from ${source}` : ''}; since <At at={createdAt} />, last used <At at={lastSeenAt} />
      </span>
    </span>
  );
}

function browserOf(agent: string | null): string {
  const found = /(Edg|Firefox|Chrome|Safari)\//.exec(agent ?? '')?.[1];
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent ?? '')?.[1];
  return `${found === 'Edg' ? 'Edge' : (found ?? 'A browser or program')}${system ? ` on ${system.replace('Mac OS X', 'macOS')}` : ''}`;
}
