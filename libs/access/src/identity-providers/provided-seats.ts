import { Injectable, Logger } from '@nestjs/common';
import type { IdentityProvider, MappedOrganization, OrganizationId, Tx, UserId } from '@app/platform';
import { ApiKeys } from '../api-keys.repository.js';
import type { Role } from '../caller.js';
import { Members, type Member } from '../members.repository.js';
import { keepsAnOwner } from '../membership.rules.js';
import { Organizations } from '../organizations.repository.js';
import { announceSeatEnded } from '../seat-ended.js';
import { Identities } from './identities.repository.js';
import { roleOf, seatStep } from './provided-seats.rules.js';

/** Whose seat, given by whom. */
interface Given {
  readonly userId: UserId;
  readonly issuer: string;
  /** For the history. */
  readonly reason: string;
}

/** Seats that the groups of a provider give and take. Organizations that the operator did not map are never touched. */
@Injectable()
export class ProvidedSeats {
  private readonly log = new Logger('oidc');

  constructor(
    private readonly identities: Identities,
    private readonly organizations: Organizations,
    private readonly members: Members,
    private readonly apiKeys: ApiKeys,
  ) {}

  /** Whether the groups give a seat in an organization that is there. */
  async admits(tx: Tx, provider: IdentityProvider, groups: readonly string[]): Promise<boolean> {
    for (const mapped of provider.organizations) {
      if (roleOf(mapped, groups) !== null && (await this.identities.knowsOrganization(tx, mapped.organizationId))) {
        return true;
      }
    }
    return false;
  }

  /** Makes the person's seats what the groups say now. */
  async follow(tx: Tx, provider: IdentityProvider, userId: UserId, groups: readonly string[]): Promise<void> {
    const given = { userId, issuer: provider.issuer, reason: `By the groups of ${provider.name}, at sign-in.` };
    for (const mapped of provider.organizations) {
      await this.followIn(tx, mapped, given, roleOf(mapped, groups));
    }
  }

  /** Takes all that the provider gave: the person left it. */
  async takeAll(tx: Tx, given: Given): Promise<void> {
    for (const organizationId of await this.identities.providedIn(tx, given.userId, given.issuer)) {
      await this.followIn(tx, { organizationId }, given, null);
    }
  }

  private async followIn(
    tx: Tx,
    { organizationId }: Pick<MappedOrganization, 'organizationId'>,
    given: Given,
    role: Role | null,
  ): Promise<void> {
    if (!(await this.identities.knowsOrganization(tx, organizationId))) {
      this.log.warn({ message: 'A provider is mapped to an organization that is not there.', organizationId });
      return;
    }
    // As every change of members: in a queue at the organization's row.
    await this.organizations.lock(tx, organizationId);
    const seats = await this.members.held(tx, organizationId);
    const member = seats.find(({ userId }) => userId === given.userId);
    const provided = await this.identities.isProvided(tx, organizationId, given.userId, given.issuer);
    const step = seatStep(member && { role: member.role, provided }, role);
    if (member && step.of !== 'keep' && !keepsAnOwner(seats, given.userId, role)) {
      this.log.warn({ message: 'A provider’s groups would leave an organization without an owner.', organizationId });
      return;
    }
    if (step.of === 'end' && member) {
      await this.end(tx, organizationId, member, given.reason);
    } else if (step.of === 'join' || step.of === 'change') {
      this.give(tx, { organizationId, userId: given.userId, role: step.role }, member, given.reason);
    }
    if (role !== null) {
      this.identities.provide(tx, organizationId, given.userId, given.issuer);
    }
    // The history of one organization is written before the next one begins.
    tx.settle();
  }

  private give(
    tx: Tx,
    { organizationId, userId, role }: { organizationId: OrganizationId; userId: UserId; role: Role },
    member: Member | undefined,
    reason: string,
  ): void {
    this.members.put(tx, { organizationId, userId, role, createdAt: member?.since ?? tx.at, endedAt: null });
    tx.record({
      action: member ? 'member.role_changed' : 'member.joined',
      subject: { kind: 'member', id: userId },
      before: member ? { userId, role: member.role } : null,
      after: { userId, role },
      reason,
    });
    if (role === 'auditor' && member) {
      announceSeatEnded(tx, { organizationId, userId, reason });
    }
  }

  private async end(tx: Tx, organizationId: OrganizationId, member: Member, reason: string): Promise<void> {
    const { userId, role, since } = member;
    this.members.put(tx, { organizationId, userId, role, createdAt: since, endedAt: tx.at });
    tx.record({
      action: 'member.left',
      subject: { kind: 'member', id: userId },
      before: { userId, role },
      after: null,
      reason,
    });
    await this.apiKeys.revokeOfSeat(tx, organizationId, userId);
    announceSeatEnded(tx, { organizationId, userId, reason });
    this.identities.provideNoMore(tx, organizationId, userId);
  }
}
