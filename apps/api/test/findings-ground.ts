import {
  givenMember,
  givenOrganization,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
  type Person,
} from '@app/testing';
import { expectProblem } from './bad-input.js';

/** A case to which a vendor contributes findings. */
export interface FindingsGround {
  readonly api: ApplicationUnderTest;
  readonly campaign: GivenOrganization;
  readonly vendor: GivenOrganization;
  readonly vendorStaff: Person;
  readonly analystPerson: Person;
  readonly lead: Client;
  readonly analyst: Client;
  /** The vendor's analyst, and the vendor's owner. */
  readonly vendorClient: Client;
  readonly colleague: Client;
  /** The address of the case. */
  readonly at: string;
  readonly account: string;
}

export async function givenFindingsGround(api: ApplicationUnderTest): Promise<FindingsGround> {
  const campaign = await givenOrganization(api);
  const vendor = await givenOrganization(api, { kind: 'vendor' });
  const analystPerson = await givenMember(api, campaign, 'analyst');
  const vendorStaff = await givenMember(api, vendor, 'analyst');
  const lead = await api.signedIn(await givenMember(api, campaign, 'lead'));
  const at = `/incidents/${(await lead.post('/incidents', { title: 'Mail was read', tlp: 'green' }).expect(201)).body.id}`;
  await lead
    .post(`${at}/participants`, { organizationId: vendor.id, capacity: 'contributor', maxTlp: 'amber' })
    .expect(201);
  const account = await lead.post(`${at}/accounts`, { identifier: 'aide@campaign.example', kind: 'email' }).expect(201);
  return {
    api,
    campaign,
    vendor,
    vendorStaff,
    analystPerson,
    lead,
    analyst: await api.signedIn(analystPerson),
    vendorClient: await api.signedIn(vendorStaff),
    colleague: await api.signedIn(vendor.owner),
    at,
    account: account.body.id,
  };
}

export const FINDING = { summary: 'A former adviser was phished.' };
const TRACES = ['finding', 'finding_account', 'history_entry', 'record_state', 'outbox_message', 'party'] as const;

export const submit = async ({ at }: FindingsGround, client: Client, more: object = {}) =>
  (await client.post(`${at}/findings`, { ...FINDING, ...more }).expect(201)).body;

export const messages = async ({ api }: FindingsGround, type: string) =>
  await api.sql<{ body: Record<string, unknown> }>('SELECT body FROM outbox_message WHERE type = $1 ORDER BY id', [
    type,
  ]);

/** The requests, below the findings of the case, are refused and leave nothing. */
export async function expectRefused(
  { api, at }: FindingsGround,
  asked: readonly [Client, string, object][],
  expected: { status: number; code: string; path?: string },
): Promise<void> {
  const before = await api.count(...TRACES);
  for (const [client, path, body] of asked) {
    expectProblem(await client.post(`${at}/findings${path}`, body), { path: undefined, ...expected });
  }
  expect(await api.count(...TRACES)).toEqual(before);
}

/** A claim of the campaign that rests on the finding, and one that rests on that. */
export async function givenClaimsOn(
  { lead, analyst, campaign, at }: FindingsGround,
  finding: string,
): Promise<readonly [string, string]> {
  const { body } = await lead.get(`${at}/hypotheses`).expect(200);
  const parties = await lead.get(`/parties?q=${encodeURIComponent(campaign.name)}`).expect(200);
  const claim = async (kind: string, id: string): Promise<string> =>
    (
      await analyst
        .post(`${at}/claims`, {
          hypothesisId: body.items[0].id,
          claimantId: parties.body.items[0].id,
          stance: 'attributes',
          statement: 'It was they.',
          saidAt: { at: null, precision: 'unknown' },
          restsOn: [{ kind, id }],
        })
        .expect(201)
    ).body.id;
  const first = await claim('finding', finding);
  return [first, await claim('claim', first)];
}
