import {
  givenIncident,
  givenMember,
  givenOrganization,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
} from '@app/testing';

export const NOWHERE = '01913c28-ea00-7115-8ec6-000000000000';

export const DISK = {
  title: 'An image of a disk',
  kind: 'file',
  sha256: 'AB'.repeat(32),
  obtainedAt: { at: '2024-08-10T14:30:00Z', precision: 'day' },
  obtainedFrom: 'The help desk',
  note: 'Taken before the machine was restored.',
  fileName: 'disk.img',
  mediaType: 'application/x-raw-disk-image',
};

/** A case of a campaign, with those who may bring evidence to it and those who may not. */
export class EvidenceCase {
  readonly path: string;
  analyst: Client;
  auditor: Client;
  /** Of the vendor. */
  contributor: Client;

  private constructor(
    private readonly api: ApplicationUnderTest,
    readonly campaign: GivenOrganization,
    readonly vendor: GivenOrganization,
    readonly incident: string,
  ) {
    this.path = `${incident}/evidence`;
  }

  static async given(api: ApplicationUnderTest): Promise<EvidenceCase> {
    const campaign = await givenOrganization(api);
    const vendor = await givenOrganization(api, { kind: 'vendor' });
    const { id } = await givenIncident(api, campaign);
    const given = new EvidenceCase(api, campaign, vendor, `/incidents/${id}`);
    given.analyst = await api.signedIn(await givenMember(api, campaign, 'analyst'));
    given.auditor = await api.signedIn(await givenMember(api, campaign, 'auditor'));
    given.contributor = await given.takingPart('contributor', vendor);
    return given;
  }

  /** Someone of an organization that takes part; a new one, unless one is named. */
  async takingPart(capacity: string, named?: GivenOrganization): Promise<Client> {
    const organization = named ?? (await givenOrganization(this.api, { kind: 'vendor' }));
    const lead = await this.api.signedIn(this.campaign.owner);
    const invited = { organizationId: organization.id, capacity, maxTlp: 'amber' };
    await lead.post(`${this.incident}/participants`, invited).expect(201);
    return await this.api.signedIn(organization.owner);
  }

  async added(by = this.analyst, more: object = {}): Promise<{ id: string; version: number }> {
    const { body } = await by.post(this.path, { ...DISK, ...more }).expect(201);
    return body as { id: string; version: number };
  }

  async version(): Promise<number> {
    return (await this.analyst.get(this.incident).expect(200)).body.version as number;
  }
}
