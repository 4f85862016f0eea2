import { randomUUID } from 'node:crypto';
import {
  givenMember,
  givenOrganization,
  givenPerson,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
  type Person,
} from '@app/testing';

const ROLES = ['owner', 'lead', 'responder', 'analyst', 'auditor'] as const;
const CAPACITIES = ['responder', 'analyst', 'contributor', 'auditor', 'observer'] as const;

/** A kind of caller, with how one of them comes to the API. */
export interface CallerKind {
  /** The column of the table. */
  readonly name: string;
  /** Whoever it is; null: nobody. */
  readonly person: Person | null;
  /** Comes with a key, for which there is no session. */
  readonly byKey: boolean;
  readonly client: Client;
  /** The same caller with a session of its own, for requests that end or begin one. */
  readonly fresh: () => Promise<Client>;
}

/** Who takes part in the case from outside, and how. */
interface Participation {
  readonly organization: GivenOrganization;
  readonly capacity: string;
  readonly maxTlp: string;
  readonly until: string | null;
}

/** An organization with a case of TLP:AMBER, and every kind of caller there is. */
export interface Town {
  readonly api: ApplicationUnderTest;
  readonly campaign: GivenOrganization;
  readonly owner: Client;
  readonly callers: readonly CallerKind[];
  /** Another case like the first, in which the same take part. */
  readonly newCase: () => Promise<string>;
}

export async function givenTown(api: ApplicationUnderTest): Promise<Town> {
  const campaign = await givenOrganization(api);
  const owner = await api.signedIn(campaign.owner);
  const participations: Participation[] = [];
  const takesPart = async (capacity: string, maxTlp = 'red', until: string | null = null): Promise<Person> => {
    const organization = await givenOrganization(api, { kind: 'vendor' });
    participations.push({ organization, capacity, maxTlp, until });
    return organization.owner;
  };
  const lead = await givenMember(api, campaign, 'lead');
  const callers: CallerKind[] = [
    nobody(api),
    await bySession(api, 'stranger', (await givenOrganization(api)).owner),
    await bySession(api, 'administrator', await givenPerson(api, { administrator: true })),
  ];
  for (const role of ROLES) {
    const person = role === 'owner' ? campaign.owner : role === 'lead' ? lead : await givenMember(api, campaign, role);
    callers.push(await bySession(api, role, person));
  }
  for (const capacity of CAPACITIES) {
    callers.push(await bySession(api, `as ${capacity}`, await takesPart(capacity)));
  }
  callers.push(await bySession(api, 'expired', await takesPart('responder', 'red', '2024-01-01T00:00:00Z')));
  callers.push(await bySession(api, 'below TLP', await takesPart('responder', 'green')));
  callers.push(await byKey(api, "lead's key: read", lead, ['read']));
  callers.push(await byKey(api, "lead's key: read, write", lead, ['read', 'write']));
  callers.push(await withoutToken(api, 'lead without CSRF token', lead));
  const newCase = async () => await givenCase(api, owner, participations);
  return { api, campaign, owner, callers, newCase };
}

async function givenCase(api: ApplicationUnderTest, owner: Client, taking: readonly Participation[]): Promise<string> {
  const { body } = await owner.post('/incidents', { title: 'A case', tlp: 'amber' }).expect(201);
  for (const { organization, capacity, maxTlp, until } of taking) {
    await api.sql(
      `INSERT INTO participant (id, incident_id, version, created_at, organization_id, capacity, max_tlp, until)
       VALUES ($1, $2, 1, now(), $3, $4, $5, $6)`,
      [randomUUID(), body.id, organization.id, capacity, maxTlp, until],
    );
  }
  return body.id as string;
}

function nobody(api: ApplicationUnderTest): CallerKind {
  const fresh = async () => await Promise.resolve(api.anonymous());
  return { name: 'anonymous', person: null, byKey: false, client: api.anonymous(), fresh };
}

async function bySession(api: ApplicationUnderTest, name: string, person: Person): Promise<CallerKind> {
  const fresh = async () => await api.signedIn(person);
  return { name, person, byKey: false, client: await fresh(), fresh };
}

async function byKey(api: ApplicationUnderTest, name: string, person: Person, scopes: string[]): Promise<CallerKind> {
  const { body } = await (await api.signedIn(person)).post('/api-keys', { name, scopes }).expect(201);
  const fresh = async () => await Promise.resolve(api.withKey(body.secret as string));
  return { name, person, byKey: true, client: await fresh(), fresh };
}

async function withoutToken(api: ApplicationUnderTest, name: string, person: Person): Promise<CallerKind> {
  const fresh = async () => (await api.signedIn(person)).with({ 'x-csrf-token': '' });
  return { name, person, byKey: false, client: await fresh(), fresh };
}
