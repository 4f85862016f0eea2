import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { client } from '../api/client';
import { inWords } from '../api/problem';
import { spelled } from '../api/vocabularies';
import { Choice } from '../form/choice';
import { useMe, useOrganizations } from '../frame/me';
import { useTheme, type Theme } from '../frame/theme';

/** Who you are here, how it looks, and the way out. */
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
      <SignOut />
    </div>
  );
}

function SignOut() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const signOut = useMutation({
    mutationFn: async () => await client.POST('/api/v1/auth/logout'),
    onSuccess: async () => {
      queries.clear();
      await navigate({ to: '/sign-in' });
    },
  });
  return (
    <section className="stack">
      <h2>Signing out</h2>
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
      <p className="small quiet">
        An unfinished report stays on this device until it is filed or discarded. Where else you are signed in, and how,
        is under <Link to="/settings/security">Security</Link>.
      </p>
    </section>
  );
}
