import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { client, dataOf, written } from '../api/client';
import { inWords } from '../api/problem';
import { everyItem, organizationKeysQuery } from '../api/queries';
import type { Organization, OwnedApiKey } from '../api/shapes';
import { newKey } from '../form/use-submission';
import { Loaded, More, Nothing } from '../frame/loaded';
import { At } from '../words/at';
import { localDay } from '../words/time';

/** Every key that acts in an organization, for those who answer for it. */
export function OrganizationKeys({ organization }: { organization: Organization }) {
  const keys = useInfiniteQuery(organizationKeysQuery(organization.id));
  return (
    <section className="stack" aria-label={`Keys of ${organization.name}`}>
      <h2>All keys of {organization.name}</h2>
      <Loaded query={keys}>
        {(data) => {
          const items = everyItem(data).filter((one) => !one.revokedAt);
          return items.length === 0 ? (
            <Nothing>No program has a key here.</Nothing>
          ) : (
            <>
              <ul className="lines">
                {items.map((one) => (
                  <li key={one.id}>
                    <OneKey apiKey={one} />
                  </li>
                ))}
              </ul>
              <More query={keys} />
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

function OneKey({ apiKey }: { apiKey: OwnedApiKey }) {
  const queries = useQueryClient();
  const { organizationId, id } = apiKey;
  const revoke = useMutation({
    mutationFn: async () =>
      await dataOf(
        client.POST('/api/v1/organizations/{organizationId}/api-keys/{keyId}/revocations', {
          params: { path: { organizationId, keyId: id } },
          body: { reason: 'Revoked by an owner of the organization.' },
          ...written({ key: newKey() }),
        }),
      ),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['api-keys'] });
      await queries.invalidateQueries({ queryKey: ['organizations', organizationId, 'api-keys'] });
    },
  });
  return (
    <div className="row spread">
      <span>
        {apiKey.name} <span className="mono quiet">{apiKey.hint}</span>{' '}
        <span className="small">of {apiKey.userName}</span>
        <br />
        <span className="small quiet">
          {apiKey.scopes.join(', ')};{' '}
          {apiKey.lastUsedAt ? (
            <>
              last used <At at={apiKey.lastUsedAt} beside />
            </>
          ) : (
            'never used'
          )}
          , ends {localDay(apiKey.expiresAt)}
        </span>
        {revoke.error ? (
          <span className="fault" role="alert">
            {inWords(revoke.error)}
          </span>
        ) : null}
      </span>
      <button
        type="button"
        className="button danger"
        aria-label={`Revoke the key ${apiKey.name} of ${apiKey.userName}`}
        disabled={revoke.isPending}
        onClick={() => revoke.mutate()}
      >
        Revoke the key
      </button>
    </div>
  );
}
