import { useQuery } from '@tanstack/react-query';
import { providersQuery } from '../api/identities';
import { providerProblem } from './provider-problems';
import './provider-buttons.css';

/**
 * Ways to sign in besides the password. Links and no forms: the browser goes to the provider by
 * itself, which `form-action 'self'` would not let a form do.
 */
export function ProviderButtons({ next }: { next: string | undefined }) {
  const { data: providers } = useQuery(providersQuery);
  if (!providers || providers.length === 0) {
    return null;
  }
  const query = next ? `?${new URLSearchParams({ next }).toString()}` : '';
  return (
    <section className="providers" aria-label="Other ways to sign in">
      <p className="providers-or quiet small">or</p>
      <ul>
        {providers.map((one) => (
          <li key={one.id}>
            <a className="button big" href={`/api/v1/auth/oidc/${encodeURIComponent(one.id)}/start${query}`}>
              Sign in with {one.name}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Why the way to a provider and back ended here. */
export function ProviderProblem({ code }: { code: string | undefined }) {
  return code ? (
    <p className="form-problem" role="alert">
      {providerProblem(code)}
    </p>
  ) : null;
}
