import {
  givenIncident,
  givenMember,
  givenOrganization,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
  type Person,
} from '@app/testing';

/** A campaign with a case, a law firm that audits it, and a vendor. */
export interface ElevationGround {
  readonly api: ApplicationUnderTest;
  readonly campaign: GivenOrganization;
  readonly firm: GivenOrganization;
  readonly vendor: GivenOrganization;
  readonly incident: { readonly id: string; readonly reference: string };
  readonly lead: Client;
  readonly leader: Person;
  readonly counsel: Person;
  readonly counselClient: Client;
  readonly vendorStaff: Person;
  readonly vendorClient: Client;
  readonly path: string;
}

export async function givenElevationGround(api: ApplicationUnderTest): Promise<ElevationGround> {
  const campaign = await givenOrganization(api);
  const firm = await givenOrganization(api, { kind: 'other' });
  const vendor = await givenOrganization(api, { kind: 'vendor' });
  const incident = await givenIncident(api, campaign);
  const [leader, counsel, vendorStaff] = [
    await givenMember(api, campaign, 'lead'),
    await givenMember(api, firm, 'analyst'),
    await givenMember(api, vendor, 'analyst'),
  ];
  return {
    api,
    campaign,
    firm,
    vendor,
    incident,
    lead: await api.signedIn(leader),
    leader,
    counsel,
    counselClient: await api.signedIn(counsel),
    vendorStaff,
    vendorClient: await api.signedIn(vendorStaff),
    path: `/incidents/${incident.id}`,
  };
}

/** A read as the API shows it, as far as most tests look. */
export interface Read {
  readonly ground: string;
  readonly what: string;
  readonly by: { readonly id: string; readonly name: string };
  readonly recordId: string | null;
  readonly moment: object | null;
  readonly viewedAs: { readonly participantId: string; readonly name: string } | null;
  readonly requestId: string;
}

/** The reads of the case, the first first, as its lead is shown them. */
export async function readsOf({ lead, path }: ElevationGround): Promise<Read[]> {
  const { body } = await lead.get(`${path}/reads?limit=200`).expect(200);
  return (body as { items: Read[] }).items.toReversed();
}

export const whatWasRead = async (ground: ElevationGround): Promise<string[]> =>
  (await readsOf(ground)).map((read) => `${read.ground}: ${read.what}`);
