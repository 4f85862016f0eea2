import { Injectable } from '@nestjs/common';
import {
  Conflict,
  Forbidden,
  NotFound,
  NothingChanged,
  requireUnchanged,
  UnitOfWork,
  type OrganizationId,
  type Tx,
  type UserId,
} from '@app/platform';
import { ApiKeys } from '../api-keys.repository.js';
import { ROLES, type Caller, type Role } from '../caller.js';
import { Members, type Member } from '../members.repository.js';
import { keepsAnOwner, seatVersion } from '../membership.rules.js';
import { Organizations } from '../organizations.repository.js';
import { announceSeatEnded } from '../seat-ended.js';
import { Sessions } from '../sessions.repository.js';

export interface SeatNamed {
  readonly organizationId: OrganizationId;
  readonly userId: UserId;
}

/** A membership that was just ended. */
export interface EndedMembership extends SeatNamed {
  readonly role: Role;
  readonly reason: string;
  readonly endedAt: Date;
}

@Injectable()
export class ChangeMembership {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: Organizations,
    private readonly members: Members,
    private readonly apiKeys: ApiKeys,
    private readonly sessions: Sessions,
  ) {}

  /**
   * Gives a member another role.
   *
   * @throws {Forbidden} the caller is no owner any more. @throws {NotFound} they are no member.
   * @throws {StaleVersion} the role is not the one that was read.
   * @throws {Conflict} `last_owner`: the organization would be left without one.
   */
  async role<View>(
    caller: Caller,
    {
      readVersion,
      role,
      reason,
      ...named
    }: SeatNamed & { readVersion: number; role: Role; reason?: string | undefined },
    present: (member: Member) => View,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      const { member, seats } = await this.lock(tx, caller, named);
      const version = seatVersion(member.role, ROLES);
      requireUnchanged(readVersion, version, version);
      if (member.role === role) {
        throw new NothingChanged(present(member));
      }
      requireOwner(seats, named.userId, role);
      this.members.put(tx, { ...named, role, createdAt: member.since, endedAt: null });
      tx.record({
        action: 'member.role_changed',
        subject: { kind: 'member', id: named.userId },
        before: { userId: named.userId, role: member.role },
        after: { userId: named.userId, role },
        reason,
      });
      if (role === 'auditor') {
        announceSeatEnded(tx, { ...named, reason });
      }
      return present({ ...member, role });
    });
  }

  /**
   * Ends a membership. What it gave is gone with the commit, the person's API keys in this
   * organization too; sessions go on with what other memberships give, and end where there is none. The cases that
   * the person led and the tasks that were theirs are released, each in the history of its case.
   *
   * @throws {Forbidden} @throws {NotFound} @throws {Conflict} `last_owner`, as for a role.
   */
  async end<View>(
    caller: Caller,
    { reason, ...named }: SeatNamed & { reason: string },
    present: (ended: EndedMembership) => View,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      const { member, seats } = await this.lock(tx, caller, named);
      requireOwner(seats, named.userId, null);
      this.members.put(tx, { ...named, role: member.role, createdAt: member.since, endedAt: tx.at });
      tx.record({
        action: 'member.left',
        subject: { kind: 'member', id: named.userId },
        before: { userId: named.userId, role: member.role },
        after: null,
        reason,
      });
      await this.apiKeys.revokeOfSeat(tx, named.organizationId, named.userId);
      this.sessions.endWithoutSeat(tx, named.userId);
      announceSeatEnded(tx, { ...named, reason });
      return present({ ...named, role: member.role, reason, endedAt: tx.at });
    });
  }

  /** Changes to the members of an organization queue at its row, so that no two owners end each other. */
  private async lock(
    tx: Tx,
    caller: Caller,
    { organizationId, userId }: SeatNamed,
  ): Promise<{ member: Member; seats: Member[] }> {
    await this.organizations.lock(tx, organizationId);
    const seats = await this.members.held(tx, organizationId);
    if (!seats.some((seat) => seat.userId === caller.userId && seat.role === 'owner')) {
      throw new Forbidden();
    }
    const member = seats.find((seat) => seat.userId === userId);
    if (!member) {
      throw new NotFound('member');
    }
    return { member, seats };
  }
}

function requireOwner(seats: readonly Member[], userId: UserId, role: Role | null): void {
  if (!keepsAnOwner(seats, userId, role)) {
    throw new Conflict(
      'last_owner',
      'The organization would be left without an owner. Make somebody else an owner first.',
    );
  }
}
