import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Conflict, newId, NotFound, UnitOfWork, type OrganizationId, type Tx } from '@app/platform';
import { hashSecret } from '../authentication.repository.js';
import type { Caller, Role } from '../caller.js';
import { Invitations } from '../invitations.repository.js';
import { Members } from '../members.repository.js';
import { Organizations } from '../organizations.repository.js';
import { emailKey, Invitation, type InvitationId } from '../people.entity.js';

/** An invitation is good for this long. */
export const INVITATION_MS = 7 * 24 * 60 * 60 * 1000;

export interface MemberInvitation {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

/** An invitation that was just made. */
export interface MadeInvitation {
  readonly id: InvitationId;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** Where the person accepts. Told once: the secret in it is kept nowhere. */
  readonly path: string | null;
}

@Injectable()
export class InviteMember {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: Organizations,
    private readonly members: Members,
    private readonly invitations: Invitations,
  ) {}

  /**
   * Offers a seat. It gives nothing until whoever was handed the link accepts it: an
   * e-mail address alone proves nobody, so that a person who signed up under another's
   * address elsewhere is not let in here. The answer is the same whether the person is
   * known already.
   *
   * @throws {Conflict} `already_member`.
   */
  async execute<View>(
    caller: Caller,
    organizationId: OrganizationId,
    offered: MemberInvitation,
    present: (invitation: MadeInvitation) => View,
  ): Promise<View> {
    const secret = randomBytes(32).toString('base64url');
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.organizations.lock(tx, organizationId);
      const person = await this.members.findPerson(tx, offered.email);
      const seat = person && (await this.members.seat(tx, organizationId, person.id));
      if (seat && seat.endedAt === null) {
        throw new Conflict('already_member', 'That person is a member already. Change the role instead.');
      }
      const made = await this.invite(tx, organizationId, { offered, secret });
      tx.answerToRepeat = present({ ...made, path: null });
      return present(made);
    });
  }

  /** Takes an invitation back. @throws {NotFound} it was accepted, replaced, has expired, or is of another organization. */
  async withdraw<View>(
    caller: Caller,
    { organizationId, id, reason }: { organizationId: OrganizationId; id: string; reason: string },
    present: (invitation: MadeInvitation) => View,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.organizations.lock(tx, organizationId);
      const { email, name, role, createdAt, ...found } = await this.invitations.lock(tx, id);
      if (found.organizationId !== organizationId) {
        throw new NotFound('invitation');
      }
      this.invitations.expire(tx, organizationId, email);
      tx.record({
        action: 'invitation.withdrawn',
        subject: { kind: 'invitation', id },
        before: { id, email, name, role },
        after: null,
        reason,
      });
      return present({ id: found.id, email, name, role, createdAt, expiresAt: tx.at, path: null });
    });
  }

  private async invite(
    tx: Tx,
    organizationId: OrganizationId,
    { offered, secret }: { offered: MemberInvitation; secret: string },
  ): Promise<MadeInvitation> {
    const id = newId<'invitation'>(tx.at) as InvitationId;
    const expiresAt = new Date(tx.at.getTime() + INVITATION_MS);
    const { name, role } = offered;
    const email = offered.email.trim();
    this.invitations.expire(tx, organizationId, email);
    await this.invitations.add(
      tx,
      Object.assign(new Invitation(), {
        id,
        organizationId,
        email,
        emailKey: emailKey(email),
        name,
        role,
        invitedById: tx.principal.userId,
        tokenHash: hashSecret(secret),
        createdAt: tx.at,
        expiresAt,
        acceptedAt: null,
      }),
    );
    tx.record({
      action: 'member.invited',
      subject: { kind: 'invitation', id },
      before: null,
      after: { id, email, name, role, expiresAt: expiresAt.toISOString() },
    });
    return { id, email, name, role, createdAt: tx.at, expiresAt, path: `/invitations/${secret}` };
  }
}
