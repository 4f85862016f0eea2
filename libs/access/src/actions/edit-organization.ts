import { Injectable } from '@nestjs/common';
import { Invalid, NothingChanged, requireUnchanged, type OrganizationId, type Tlp, type Tx } from '@app/platform';
import type { Caller } from '../caller.js';
import { organizationState, type Organization } from '../organization.entity.js';
import { Organizations } from '../organizations.repository.js';
import { SecondFactors } from '../second-factors.repository.js';

export interface OrganizationPatch {
  readonly name?: string | undefined;
  readonly defaultTlp?: Tlp | undefined;
  readonly untriagedAfterHours?: number | undefined;
  readonly staleAfterDays?: number | undefined;
  readonly dueSoonHours?: number | undefined;
  readonly requiresSecondFactor?: boolean | undefined;
}

@Injectable()
export class EditOrganization {
  constructor(
    private readonly organizations: Organizations,
    private readonly factors: SecondFactors,
  ) {}

  /**
   * Changes what an organization is called and how it works. Whoever calls renames its
   * party too, which access does not know.
   *
   * @throws {NotFound} @throws {StaleVersion} it was changed after `readVersion`.
   * @throws {Invalid} at `requiresSecondFactor`: the caller has passed none, and would lock themselves out.
   * @throws {NothingChanged} with `answer` of what is there.
   */
  async within(
    tx: Tx,
    caller: Caller,
    { id, readVersion, patch }: { id: OrganizationId; readVersion: number; patch: OrganizationPatch },
    answer: (organization: Organization) => unknown,
  ): Promise<{ organization: Organization; renamed: boolean }> {
    const organization = await this.organizations.lock(tx, id);
    requireUnchanged(readVersion, organization.version, organization.version);
    const before = organizationState(organization);
    if (patch.requiresSecondFactor && !organization.requiresSecondFactor) {
      await this.requireOwnFactor(caller);
    }
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

  private async requireOwnFactor({ userId, session }: Caller): Promise<void> {
    const { enrolledAt } = await this.factors.standing(userId);
    // A session that began elsewhere may have passed none, though one is set up here.
    if (!enrolledAt || session?.secondFactorPassed === false) {
      throw Invalid.at(
        'requiresSecondFactor',
        'not_enrolled',
        'Set up your own second factor first, and sign in with it: you would lock yourself out.',
      );
    }
  }
}
