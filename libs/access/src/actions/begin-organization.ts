import { Injectable } from '@nestjs/common';
import { newId, type OrganizationId, type Tlp, type Tx, type UserId } from '@app/platform';
import { Members } from '../members.repository.js';
import { Organization, organizationState, type OrganizationKind } from '../organization.entity.js';
import { Organizations } from '../organizations.repository.js';

export interface Founding {
  readonly name: string;
  readonly kind: OrganizationKind;
  readonly defaultTlp?: Tlp | undefined;
  readonly untriagedAfterHours?: number | undefined;
  readonly staleAfterDays?: number | undefined;
  readonly dueSoonHours?: number | undefined;
  /** An organization that numbered its cases elsewhere goes on after the last number. */
  readonly numberingContinuesAfter?: { readonly year: number; readonly number: number } | undefined;
}

@Injectable()
export class BeginOrganization {
  constructor(
    private readonly organizations: Organizations,
    private readonly members: Members,
  ) {}

  async isNamed(tx: Tx, name: string): Promise<boolean> {
    return await this.organizations.isNamed(tx, name);
  }

  /** Founds an organization with its first owner. Whoever calls gives it its party, which access does not know. */
  async within(tx: Tx, ownerId: UserId, founding: Founding): Promise<Organization> {
    const id = newId<'organization'>(tx.at) as OrganizationId;
    const organization: Organization = Object.assign(new Organization(), {
      id,
      name: founding.name.trim(),
      kind: founding.kind,
      defaultTlp: founding.defaultTlp ?? ('amber' as const),
      untriagedAfterHours: founding.untriagedAfterHours ?? 4,
      staleAfterDays: founding.staleAfterDays ?? 7,
      dueSoonHours: founding.dueSoonHours ?? 24,
      requiresSecondFactor: false,
      version: 1,
      createdAt: tx.at,
    });
    tx.concerns(id);
    tx.joins(id);
    await this.organizations.add(tx, organization);
    tx.record({
      action: 'organization.founded',
      subject: { kind: 'organization', id },
      before: null,
      after: organizationState(organization),
    });
    this.members.put(tx, { organizationId: id, userId: ownerId, role: 'owner', createdAt: tx.at, endedAt: null });
    tx.record({
      action: 'member.joined',
      subject: { kind: 'member', id: ownerId },
      before: null,
      after: { userId: ownerId, role: 'owner' },
    });
    if (founding.numberingContinuesAfter) {
      const { year, number } = founding.numberingContinuesAfter;
      this.organizations.numberFrom(tx, id, year, number);
    }
    return organization;
  }
}
