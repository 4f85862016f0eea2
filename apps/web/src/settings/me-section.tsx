import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { client } from '../api/client';
import { inWords } from '../api/problem';
import { sessionsQuery } from '../api/queries';
import { spelled } from '../api/vocabularies';
import { Choice } from '../form/choice';
import { useMe, useOrganizations } from '../frame/me';
import { useTheme, type Theme } from '../frame/theme';
import { At } from '../words/at';

/** Who you are here, how it looks, and where you are signed in. */
export function MeSection() {
  const me = useMe();
  const organizations = useOrganizations();
  const [theme, setTheme] = useTheme();
  return (
    <div className="stack wide">
      <section className="stack tight">
        <h2>{me.name}</h2>
        <p className="quiet">{me.email}</p>
        <ul className="small">
          {me.memberships.map((seat) => (
            <li key={seat.organizationId}>
              {spelled(seat.role)},{' '}
              {organizations.find((one) => one.id === seat.organizationId)?.name ?? 'your organization'}
            </li>
          ))}
        </ul>
      </section>
      <section>
        <Choice
          legend="Light or dark"
          value={theme}
          onChange={(value) => setTheme(value as Theme)}
          options={[
            { id: 'system', label: 'As the device is set' },
            { id: 'light', label: 'Light' },
            { id: 'dark', label: 'Dark' },
          ]}
        />
      </section>
      <Sessions />
    </div>
  );
}

function Sessions() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const sessions = useQuery(sessionsQuery);
  const end = useMutation({
    mutationFn: async (id: string) =>
      await client.DELETE('/api/v1/auth/sessions/{sessionId}', { params: { path: { sessionId: id } } }),
    onSettled: async () => await queries.invalidateQueries({ queryKey: ['sessions'] }),
  });
  const signOut = useMutation({
    mutationFn: async () => await client.POST('/api/v1/auth/logout'),
    onSuccess: async () => {
      queries.clear();
      await navigate({ to: '/sign-in' });
    },
  });
  return (
    <section className="stack">
      <h2>Where you are signed in</h2>
      {sessions.data ? (
        <ul className="lines">
          {sessions.data.items.map((one) => (
            <li key={one.id} className="row spread">
              <span>
                {browserOf(one.userAgent)}
                <span className="small quiet">
                  {' '}
                  since <At at={one.createdAt} />
                  {one.current ? ', this one' : ''}
                </span>
              </span>
              {one.current ? null : (
                <button type="button" className="button" disabled={end.isPending} onClick={() => end.mutate(one.id)}>
                  End this session
                </button>
              )}
            </li>
          ))}
        </ul>
      ) : sessions.error ? (
        <p className="quiet">{inWords(sessions.error)}</p>
      ) : null}
      {signOut.error ? (
        <p className="fault" role="alert">
          {inWords(signOut.error)}
        </p>
      ) : null}
      <p>
        <button type="button" className="button" disabled={signOut.isPending} onClick={() => signOut.mutate()}>
          Sign out here
        </button>
      </p>
      <p className="small quiet">An unfinished report stays on this device until it is filed or discarded.</p>
    </section>
  );
}

function browserOf(agent: string | null): string {
  const found = /(Edg|Firefox|Chrome|Safari)\//.exec(agent ?? '')?.[1];
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent ?? '')?.[1];
  return `${found === 'Edg' ? 'Edge' : (found ?? 'A browser or program')}${system ? ` on ${system.replace('Mac OS X', 'macOS')}` : ''}`;
}
