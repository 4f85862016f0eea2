import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  givenIncident,
  givenMember,
  givenOrganization,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
} from '@app/testing';

const BYTES = 'application/octet-stream';

export interface Added {
  readonly id: string;
  readonly version: number;
}

export const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A case whose evidence is files, an analyst who brings them, and the folder in which they are kept. */
export class EvidenceFiles {
  private constructor(
    private readonly api: ApplicationUnderTest,
    readonly campaign: GivenOrganization,
    readonly analyst: Client,
    /** The analyst's API key. */
    readonly secret: string,
    readonly incident: string,
  ) {}

  static async given(api: ApplicationUnderTest): Promise<EvidenceFiles> {
    const campaign = await givenOrganization(api);
    const analyst = await api.signedIn(await givenMember(api, campaign, 'analyst'));
    const key = await analyst.post('/api-keys', { name: 'upload', scopes: ['read', 'write'] }).expect(201);
    const { id } = await givenIncident(api, campaign);
    return new EvidenceFiles(api, campaign, analyst, key.body.secret as string, `/incidents/${id}`);
  }

  get path(): string {
    return `${this.incident}/evidence`;
  }

  async added(more: object = {}, by = this.analyst): Promise<Added> {
    return (await by.post(this.path, { title: 'A file', kind: 'file', ...more }).expect(201)).body as Added;
  }

  put({ id, version }: Added, bytes: Buffer, by = this.analyst) {
    return by.with({ 'if-match': `"${version}"` }).raw('put', `${this.path}/${id}/content`, bytes, BYTES);
  }

  download(id: string, by = this.analyst) {
    return by
      .get(`${this.path}/${id}/content`)
      .buffer(true)
      .parse((answer, done) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => done(null, Buffer.concat(chunks)));
      });
  }

  get folder(): string {
    return join(this.api.dataDir, 'evidence');
  }

  get incoming(): string {
    return join(this.folder, 'incoming');
  }

  fileOf(sha256: string): string {
    return join(this.folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }

  /** Every file in the evidence folder, but for the mark of whose it is. */
  files(): string[] {
    return readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'owner')
      .map((entry) => entry.name)
      .toSorted();
  }

  /** A vendor that takes part as contributor: a client of its owner, and the participation. */
  async contributor(): Promise<{ client: Client; participantId: string }> {
    const vendor = await givenOrganization(this.api, { kind: 'vendor' });
    const lead = await this.api.signedIn(this.campaign.owner);
    const invited = { organizationId: vendor.id, capacity: 'contributor', maxTlp: 'amber' };
    const { body } = await lead.post(`${this.incident}/participants`, invited).expect(201);
    return { client: await this.api.signedIn(vendor.owner), participantId: body.id as string };
  }
}
