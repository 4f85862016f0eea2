import { Injectable } from '@nestjs/common';
import { NothingChanged, requireUnchanged, type OrganizationId, type Tlp, type Tx } from '@app/platform';
import { organizationState, type Organization } from '../organization.entity.js';
import { Organizations } from '../organizations.repository.js';

export interface OrganizationPatch {
  readonly name?: string | undefined;
  readonly defaultTlp?: Tlp | undefined;
  readonly untriagedAfterHours?: number | undefined;
  readonly staleAfterDays?: number | undefined;
  readonly dueSoonHours?: number | undefined;
}

@Injectable()
export class EditOrganization {
  constructor(private readonly organizations: Organizations) {}

  /**
   * Changes what an organization is called and how it works. Whoever calls renames its
   * party too, which access does not know.
   *
   * @throws {NotFound} @throws {StaleVersion} it was changed after `readVersion`.
   * @throws {NothingChanged} with `answer` of what is there.
   */
  async within(
    tx: Tx,
    { id, readVersion, patch }: { id: OrganizationId; readVersion: number; patch: OrganizationPatch },
    answer: (organization: Organization) => unknown,
  ): Promise<{ organization: Organization; renamed: boolean }> {
    const organization = await this.organizations.lock(tx, id);
    requireUnchanged(readVersion, organization.version, organization.version);
    const before = organizationState(organization);
    const sent = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    Object.assign(organization, sent, { name: (patch.name ?? organization.name).trim() });
    if (JSON.stringify(organizationState(organization)) === JSON.stringify(before)) {
      throw new NothingChanged(answer(organization));
    }
    organization.version += 1;
    await this.organizations.save(tx, organization);
    tx.record({
      action: 'organization.amended',
      subject: { kind: 'organization', id },
      before,
      after: organizationState(organization),
    });
    return { organization, renamed: organization.name !== before.name };
  }
}
