import {
  givenMember,
  givenOrganization,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
  type Person,
} from '@app/testing';
import { cookieOf, EventReader } from './event-reader.js';

/** Who works on cases, and who is told of them. */
export interface EventsGround {
  readonly api: ApplicationUnderTest;
  readonly campaign: GivenOrganization;
  readonly lead: Client;
  readonly leadPerson: Person;
  readonly analyst: Person;
}

export async function givenEventsGround(api: ApplicationUnderTest): Promise<EventsGround> {
  const campaign = await givenOrganization(api);
  const leadPerson = await givenMember(api, campaign, 'lead');
  const analyst = await givenMember(api, campaign, 'analyst');
  return { api, campaign, leadPerson, analyst, lead: await api.signedIn(leadPerson) };
}

export const newCase = async ({ lead }: EventsGround, tlp = 'green'): Promise<string> =>
  (await lead.post('/incidents', { title: 'A case', tlp }).expect(201)).body.id as string;

/** The person's stream of events, in a session of its own. */
export const follow = async (
  { api }: Pick<EventsGround, 'api'>,
  person: Pick<Person, 'email'>,
  lastEventId?: string,
): Promise<EventReader> => await EventReader.open(api, { cookie: (await cookieOf(api, person)).cookie }, lastEventId);

export interface Invited {
  readonly organization: GivenOrganization;
  readonly person: Person;
  readonly client: Client;
  readonly participantId: string;
}

/** A new organization that takes part in the cases, with someone of theirs. */
export async function givenInvited(
  { api, lead }: EventsGround,
  incidentIds: readonly string[],
  { capacity = 'contributor', maxTlp = 'amber' } = {},
): Promise<Invited> {
  const organization = await givenOrganization(api, { kind: 'vendor' });
  const person = await givenMember(api, organization, 'analyst');
  let participantId = '';
  for (const incidentId of incidentIds) {
    const invitation = { organizationId: organization.id, capacity, maxTlp };
    const { body } = await lead.post(`/incidents/${incidentId}/participants`, invitation).expect(201);
    participantId = body.id as string;
  }
  return { organization, person, client: await api.signedIn(person), participantId };
}

/** Something that everyone who sees the case is shown. */
export async function changeSeen({ lead }: EventsGround, incidentId: string): Promise<void> {
  await lead
    .post(`/incidents/${incidentId}/accounts`, { identifier: `a${(changed += 1)}@campaign.example`, kind: 'email' })
    .expect(201);
}
let changed = 0;

/**
 * Everything that is told until a change of this other case, made now, is; and until one more, since what
 * belongs to one look is told at once. What is not among it, is not told.
 */
export async function toldUpTo(ground: EventsGround, reader: EventReader, markerId: string) {
  await changeSeen(ground, markerId);
  const first = await reader.upTo(markerId);
  await changeSeen(ground, markerId);
  return [...first, ...(await reader.upTo(markerId))];
}

export const changedCase = (incidentId: string) => ({ name: 'incident.changed', data: { incidentId } });
export const ACCESS_CHANGED = { name: 'access.changed', data: {} };
export const RESYNC = { name: 'resync', data: {} };
