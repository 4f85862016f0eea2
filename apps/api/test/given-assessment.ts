import type { ApplicationUnderTest, Client, GivenOrganization, Person } from '@app/testing';
import { givenMember, givenOrganization } from '@app/testing';

/** A case of a campaign with two hypotheses and a few people; everything that an assessment needs. */
export interface Desk {
  readonly api: ApplicationUnderTest;
  readonly campaign: GivenOrganization;
  readonly incidentId: string;
  /** `/incidents/...` */
  readonly at: string;
  readonly owner: Client;
  /** Writes. */
  readonly analyst: Client;
  readonly analystPerson: Person;
  readonly hypothesis: string;
  readonly unknown: string;
  readonly disclosure: string;
}

export async function givenDesk(api: ApplicationUnderTest): Promise<Desk> {
  const campaign = await givenOrganization(api);
  const owner = await api.signedIn(campaign.owner);
  const analystPerson = await givenMember(api, campaign, 'analyst');
  const analyst = await api.signedIn(analystPerson);
  const { body } = await owner.post('/incidents', { title: 'A mailbox was read', tlp: 'amber' }).expect(201);
  const at = `/incidents/${body.id as string}`;
  const insider = await owner.post(`${at}/hypotheses`, { kind: 'insider', label: 'Someone inside' }).expect(201);
  const told = { sourceDescription: 'A source', anonymous: true, channel: 'press', summary: 'It was told.' };
  const disclosure = await owner.post(`${at}/disclosures`, told).expect(201);
  return {
    api,
    campaign,
    incidentId: body.id,
    at,
    owner,
    analyst,
    analystPerson,
    hypothesis: insider.body.id,
    unknown: body.hypotheses.find(({ kind }: { kind: string }) => kind === 'unknown').id,
    disclosure: disclosure.body.id,
  };
}

/** All that a submission needs. */
export const wholeOf = ({ hypothesis }: Pick<Desk, 'hypothesis'>): object => ({
  confidence: 'low',
  judgements: [{ hypothesisId: hypothesis, likelihood: { term: 'likely' } }],
  rationale: 'Only three people knew the password.',
});

/** A draft, or one that was submitted, by whoever writes; its address. */
export async function givenAssessment(
  desk: Desk,
  { by = desk.analyst, content = {}, submit = false }: { by?: Client; content?: object; submit?: boolean } = {},
): Promise<string> {
  const { body } = await by.post(`${desk.at}/assessments`, { ...wholeOf(desk), ...content }).expect(201);
  const path = `${desk.at}/assessments/${body.id as string}`;
  if (submit) {
    await by.post(`${path}/submissions`).expect(201);
  }
  return path;
}

/** What the history of the case says of one record, as `action`. */
export async function actionsOn(
  { owner, at }: Desk,
  id: string,
): Promise<{ action: string; by: { id: string }; reason: string | null }[]> {
  const { body } = await owner.get(`${at}/history?limit=200`).expect(200);
  return (
    body.items as { action: string; by: { id: string }; reason: string | null; subject: { id: string } }[]
  ).filter(({ subject }) => subject.id === id);
}
