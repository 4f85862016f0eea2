import type { OrganizationId } from '@app/platform';
import {
  givenMember,
  givenPerson,
  IdentityProviderUnderTest,
  type ApplicationUnderTest,
  type Client,
  type Person,
  type ProviderAccount,
} from '@app/testing';
import type request from 'supertest';
import { startApi } from './start-api.js';

export const HOME = 'https://ascribe.example';
export const CLIENT = { client_id: 'ascribe', client_secret: 'a secret of the client, long enough for HS256' };
/** Mapped by `campaign`; known before the API starts, as it is to an operator. */
export const MAPPED = '01917e2b-0000-7000-8000-000000000001' as OrganizationId;
export const ALSO_MAPPED = '01917e2b-0000-7000-8000-000000000002' as OrganizationId;

/** What a refusal must leave as it was. */
export const TRACES = ['app_user', 'session', 'user_identity', 'membership', 'provided_seat', 'history_entry'] as const;

export interface OidcGround {
  readonly api: ApplicationUnderTest;
  readonly provider: IdentityProviderUnderTest;
  readonly owner: Person;
}

const callback = (id: string): string => `${HOME}/api/v1/auth/oidc/${id}/callback`;

/** The provider of the campaign, as its operator describes it. */
export const described = (issuer: string, over: object = {}): object => ({
  id: 'campaign',
  name: 'Campaign directory',
  issuer,
  clientId: CLIENT.client_id,
  clientSecret: CLIENT.client_secret,
  scopes: ['openid', 'email', 'profile', 'groups'],
  domains: ['campaign.example'],
  secondFactor: 'amr',
  organizations: [
    {
      organizationId: MAPPED,
      roles: [
        { group: 'leads', role: 'lead' },
        { group: 'it', role: 'responder' },
        { group: 'owners', role: 'owner' },
      ],
    },
    { organizationId: ALSO_MAPPED, roles: [{ group: 'press', role: 'analyst' }] },
  ],
  ...over,
});

export const account = (
  email: string,
  groups: readonly string[] = [],
  over: Partial<ProviderAccount> & { verified?: boolean } = {},
): ProviderAccount => ({
  claims: { email, email_verified: over.verified ?? true, name: `Name of ${email}`, groups, ...over.claims },
  ...(over.amr ? { amr: over.amr } : {}),
});

/** A provider, and an API that knows it as `campaign` (and by whatever else it is described). */
export async function givenProvider(
  accounts: Readonly<Record<string, ProviderAccount>>,
  more: (issuer: string) => readonly object[] = () => [],
): Promise<OidcGround> {
  const redirects = ['campaign', 'elsewhere'].map(callback);
  const provider = await IdentityProviderUnderTest.start({
    clients: [{ ...CLIENT, redirect_uris: redirects }],
    accounts,
  });
  const api = await givenApi([described(provider.issuer), ...more(provider.issuer)]);
  return { api, provider, owner: await givenMapped(api) };
}

export async function givenApi(providers: readonly object[]): Promise<ApplicationUnderTest> {
  return await startApi({
    environment: { ASCRIBE_PUBLIC_URL: HOME, ASCRIBE_OIDC_PROVIDERS: JSON.stringify(providers) },
  });
}

/** The organizations that are mapped, with one owner. */
export async function givenMapped(api: ApplicationUnderTest): Promise<Person> {
  for (const [id, name] of [
    [MAPPED, 'Mapped'],
    [ALSO_MAPPED, 'Also mapped'],
  ]) {
    await api.sql(
      `INSERT INTO organization (id, name, kind, default_tlp, untriaged_after_hours, stale_after_days, due_soon_hours, version, created_at)
       VALUES ($1, $2, 'campaign', 'amber', 4, 7, 24, 1, now())`,
      [id, name],
    );
  }
  const owner = await givenMember(api, { id: MAPPED }, 'owner');
  return await givenMember(api, { id: ALSO_MAPPED }, 'owner', owner);
}

/** Where a browser is sent that begins to sign in. */
export async function begin(client: Client, next = '/', id = 'campaign'): Promise<string> {
  const { headers } = await client.get(`/auth/oidc/${id}/start?next=${encodeURIComponent(next)}`).expect(302);
  return headers['location'] ?? '';
}

/** A browser comes back with what the provider sent it back with. */
export const comeBack = (client: Client, to: URL): request.Test =>
  client.get(to.pathname.replace('/api/v1', '') + to.search);

/** The whole way; the browser holds the session afterwards. */
export async function signInBy(
  { provider }: OidcGround,
  client: Client,
  who: string,
  next = '/',
): Promise<{ location: string; cookies: readonly string[] }> {
  const back = await provider.signIn(await begin(client, next), who);
  const { headers } = await comeBack(client, back).expect(302);
  const cookies = (headers['set-cookie'] ?? []) as unknown as readonly string[];
  return { location: headers['location'] ?? '', cookies };
}

export const problemOf = (location: string): string | null => new URL(location, HOME).searchParams.get('problem');

let made = 0;

/** An account at the provider that nobody here knows. */
export async function givenAccountAt(
  { provider }: OidcGround,
  groups: readonly string[],
  over: Parameters<typeof account>[2] = {},
): Promise<{ id: string; email: string }> {
  made += 1;
  const email = `person-${made}@campaign.example`;
  await provider.account(`id-${made}`, account(email, groups, over));
  return { id: `id-${made}`, email };
}

/** A person with a password who linked the account. */
export async function givenLinked(
  { api, provider }: OidcGround,
  { id, email }: { id: string; email: string },
): Promise<Person> {
  const person = await givenPerson(api, { email });
  const client = await api.signedIn(person);
  const { body } = await client.post('/auth/oidc/campaign/links').expect(201);
  await comeBack(client, await provider.signIn(body.location, id)).expect(302);
  return person;
}

/** The caller's roles, by organization. */
export const roles = async (client: Client): Promise<Record<string, string>> => {
  const { body } = await client.get('/auth/me').expect(200);
  const seats = body.memberships as { organizationId: string; role: string }[];
  return Object.fromEntries(seats.map(({ organizationId, role }) => [organizationId, role]));
};
