import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf, written } from '../api/client';
import { inWords, isProblem } from '../api/problem';
import { apiKeysQuery, everyItem } from '../api/queries';
import type { ApiKey, MadeApiKey } from '../api/shapes';
import { CheckField, Faults, SelectField, TextField } from '../form/field';
import { FormProblem } from '../form/form-problem';
import { useSubmission } from '../form/use-submission';
import { Loaded, More, Nothing } from '../frame/loaded';
import { useMe, useOrganizations } from '../frame/me';
import { At } from '../words/at';
import { localDay } from '../words/time';
import { OrganizationKeys } from './organization-keys';

const DAY_MS = 86_400_000;

/** Keys for programs that speak for you. A key is shown once. */
export function ApiKeysSection() {
  const keys = useInfiniteQuery(apiKeysQuery);
  const [made, setMade] = useState<MadeApiKey | null>(null);
  const owned = useOrganizations().filter(({ role }) => role === 'owner');
  return (
    <div className="stack wide">
      <section className="stack">
        <h2>API keys</h2>
        <p className="small quiet">
          A program with one of these keys can do what you can do, within the key’s scopes. Whatever it does stands
          under your name.
        </p>
        {made?.secret ? <Made name={made.name} secret={made.secret} /> : null}
        <Loaded query={keys}>
          {(data) => {
            const items = everyItem(data).filter((one) => !one.revokedAt);
            return items.length === 0 ? (
              <Nothing>You have no key yet.</Nothing>
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
        <MakeKey onMade={setMade} />
      </section>
      {owned.map((organization) => (
        <OrganizationKeys key={organization.id} organization={organization} />
      ))}
    </div>
  );
}

function Made({ name, secret }: { name: string; secret: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(secret);
    setCopied(true);
  };
  return (
    <div className="made-key" role="status">
      <p>
        The key <b>{name}</b>. Copy it now: it is not shown again.
      </p>
      <p className="mono break">{secret}</p>
      <p>
        <button type="button" className="button" onClick={() => void copy()}>
          {copied ? 'Copied' : 'Copy the key'}
        </button>
      </p>
    </div>
  );
}

function OneKey({ apiKey }: { apiKey: ApiKey }) {
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: async () => await client.DELETE('/api/v1/api-keys/{keyId}', { params: { path: { keyId: apiKey.id } } }),
    onSettled: async () => await queries.invalidateQueries({ queryKey: ['api-keys'] }),
  });
  return (
    <div className="row spread">
      <span>
        {apiKey.name} <span className="mono quiet">{apiKey.hint}</span>
        <br />
        <span className="small quiet">
          {apiKey.scopes.join(', ')}; made <At at={apiKey.createdAt} />,{' '}
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
        aria-label={`Revoke the key ${apiKey.name}`}
        disabled={revoke.isPending}
        onClick={() => revoke.mutate()}
      >
        Revoke the key
      </button>
    </div>
  );
}

const SCOPES: { id: ApiKey['scopes'][number]; label: string }[] = [
  { id: 'read', label: 'Read what I may see' },
  { id: 'write', label: 'Write what I may write' },
];

function MakeKey({ onMade }: { onMade: (key: MadeApiKey) => void }) {
  const me = useMe();
  const organizations = useOrganizations();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [days, setDays] = useState('90');
  const [scopes, setScopes] = useState<ApiKey['scopes']>(['read']);
  const [organizationId, setOrganization] = useState(me.memberships[0]?.organizationId ?? '');
  const submission = useSubmission(
    async (body: Schemas['ApiKeyDto'], key) =>
      await dataOf(client.POST('/api/v1/api-keys', { body, ...written({ key }) })),
    async (key) => {
      onMade(key);
      setName('');
      await queries.invalidateQueries({ queryKey: ['api-keys'] });
    },
  );
  return (
    <Faults value={isProblem(submission.error) ? submission.error.faults : []}>
      <form
        className="form dense"
        onSubmit={(event) => {
          event.preventDefault();
          const expiresAt = new Date(Date.now() + Number(days) * DAY_MS).toISOString();
          submission.mutate({
            name: name.trim(),
            organizationId,
            scopes,
            expiresAt,
          } as unknown as Schemas['ApiKeyDto']);
        }}
      >
        <h3>Make a key</h3>
        <div className="form-pair">
          <TextField label="What is it for?" path="name" value={name} onChange={setName} maxLength={100} />
          <SelectField
            label="Ends after"
            path="expiresAt"
            value={days}
            onChange={setDays}
            options={[
              { id: '7', label: '7 days' },
              { id: '30', label: '30 days' },
              { id: '90', label: '90 days' },
              { id: '365', label: 'a year' },
            ]}
          />
        </div>
        {me.memberships.length > 1 ? (
          <SelectField
            label="In which organization"
            path="organizationId"
            value={organizationId}
            onChange={setOrganization}
            options={me.memberships.map((seat) => ({
              id: seat.organizationId,
              label: organizations.find((one) => one.id === seat.organizationId)?.name ?? seat.organizationId,
            }))}
          />
        ) : null}
        {SCOPES.map((scope) => (
          <CheckField
            key={scope.id}
            label={scope.label}
            value={scopes.includes(scope.id)}
            onChange={(on) => setScopes(on ? [...scopes, scope.id] : scopes.filter((one) => one !== scope.id))}
          />
        ))}
        <FormProblem error={submission.error} shown={['name', 'expiresAt', 'organizationId']} />
        <div className="form-end">
          <button
            type="submit"
            className="button"
            disabled={name.trim() === '' || scopes.length === 0 || submission.isPending}
          >
            Make the key
          </button>
        </div>
      </form>
    </Faults>
  );
}
