import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import type { Schemas } from '@app/api-client';
import { client, dataOf } from '../api/client';
import { identitiesQuery, providersQuery } from '../api/identities';
import { inWords } from '../api/problem';
import { Loaded } from '../frame/loaded';
import { ProviderProblem } from '../sign-in/provider-buttons';
import { At } from '../words/at';

type Identity = Schemas['IdentityView'];

/** The accounts elsewhere by which the reader signs in. Nothing is shown where there are none to link. */
export function IdentitiesSection() {
  const { problem } = useSearch({ strict: false });
  const identities = useQuery(identitiesQuery);
  const { data: providers = [] } = useQuery(providersQuery);
  const linked = identities.data?.items ?? [];
  const unlinked = providers.filter((one) => linked.every(({ provider }) => provider?.id !== one.id));
  if (providers.length === 0 && linked.length === 0 && !problem) {
    return null;
  }
  return (
    <section className="stack">
      <h2>Sign-in with other accounts</h2>
      <p className="small quiet">
        Whoever is signed in with a linked account there is you here. Roles that its groups give you end when you unlink
        it.
      </p>
      <ProviderProblem code={problem} />
      <Loaded query={identities}>
        {({ items }) => (
          <ul className="lines">
            {items.map((one) => (
              <li key={one.id}>
                <OneIdentity identity={one} />
              </li>
            ))}
            {unlinked.map((one) => (
              <li key={one.id}>
                <LinkOne id={one.id} name={one.name} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}

function OneIdentity({ identity }: { identity: Identity }) {
  const queries = useQueryClient();
  const name = identity.provider?.name ?? identity.issuer;
  const unlink = useMutation({
    mutationFn: async () =>
      await client.DELETE('/api/v1/auth/identities/{identityId}', { params: { path: { identityId: identity.id } } }),
    // Roles may have gone with it.
    onSuccess: async () => await queries.invalidateQueries(),
  });
  return (
    <div className="row spread">
      <span>
        {name}
        {identity.email ? <span className="quiet"> as {identity.email}</span> : null}
        <br />
        <span className="small quiet">
          linked <At at={identity.linkedAt} />
          {identity.lastSignInAt ? (
            <>
              , last used <At at={identity.lastSignInAt} />
            </>
          ) : null}
          {identity.provider ? null : '; it is not offered here any more'}
          {identity.abilities.unlink ? null : '; your only way to sign in'}
        </span>
        {unlink.error ? (
          <span className="fault" role="alert">
            {inWords(unlink.error)}
          </span>
        ) : null}
      </span>
      {identity.abilities.unlink ? (
        <button
          type="button"
          className="button danger"
          aria-label={`Unlink ${name}`}
          disabled={unlink.isPending}
          onClick={() => unlink.mutate()}
        >
          Unlink
        </button>
      ) : null}
    </div>
  );
}

function LinkOne({ id, name }: { id: string; name: string }) {
  const link = useMutation({
    mutationFn: async () =>
      await dataOf(client.POST('/api/v1/auth/oidc/{provider}/links', { params: { path: { provider: id } } })),
    onSuccess: ({ location }) => window.location.assign(location),
  });
  return (
    <div className="row spread">
      <span>
        {name} <span className="quiet">not linked</span>
        {link.error ? (
          <span className="fault" role="alert">
            {inWords(link.error)}
          </span>
        ) : null}
      </span>
      <button type="button" className="button" disabled={link.isPending} onClick={() => link.mutate()}>
        Link your account at {name}
      </button>
    </div>
  );
}
