import { Injectable } from '@nestjs/common';
import { Clock, Conflict, Forbidden, newId, NotFound, UnitOfWork, type Tx, type UserId } from '@app/platform';
import type { Caller, Membership } from '../caller.js';
import { Invitations, type WaitingInvitation } from '../invitations.repository.js';
import { Members } from '../members.repository.js';
import { SignIn, type Begun } from './sign-in.js';

export interface Acceptance {
  readonly token: string;
  readonly password: string;
  /** Of the second factor, where the person has one. */
  readonly code?: string | undefined;
  readonly source: string;
  readonly deviceToken?: string | undefined;
  readonly userAgent: string | undefined;
  readonly requestId: string;
}

@Injectable()
export class AcceptInvitation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly invitations: Invitations,
    private readonly members: Members,
    private readonly signIn: SignIn,
    private readonly clock: Clock,
  ) {}

  /** @throws {NotFound} there is none, or it was used, replaced, withdrawn or has expired. */
  async waiting(token: string): Promise<WaitingInvitation> {
    const invitation = await this.invitations.byToken(token);
    if (!invitation) {
      throw new NotFound('invitation');
    }
    return invitation;
  }

  /**
   * Takes the seat that was offered and begins a session. Whoever is new here chooses a password and is a person
   * from then on; whoever is known proves to be them, since the link alone does not.
   *
   * @throws {NotFound} see {@link waiting}. @throws {Invalid} the new password is too weak.
   * @throws {Conflict} `already_member`; `password_was_set`. @throws {Problem} 401 and 429 as at sign-in.
   */
  async execute(acceptance: Acceptance): Promise<Begun> {
    const invitation = await this.waiting(acceptance.token);
    const { email } = invitation;
    const verified = invitation.userId === null ? null : await this.signIn.verify({ ...acceptance, email });
    const firstPassword = invitation.userId === null ? await this.signIn.choose(acceptance.password, email) : null;
    const userId = invitation.userId ?? (newId<'user'>(this.clock.now()) as UserId);
    await this.takeSeat(invitation, { userId, firstPassword, requestId: acceptance.requestId });
    const { source, userAgent } = acceptance;
    const secondFactorPassed = verified?.secondFactorPassed ?? false;
    return await this.signIn.begin(userId, { userAgent, source, method: 'invitation', secondFactorPassed });
  }

  /**
   * The same for somebody who is signed in, by whatever means: their session says who they are.
   *
   * @throws {NotFound} see {@link waiting}. @throws {Forbidden} it was offered to another e-mail.
   * @throws {Conflict} `already_member`.
   */
  async bySession(caller: Caller, token: string): Promise<Membership> {
    const invitation = await this.waiting(token);
    if (invitation.userId !== caller.userId) {
      throw new Forbidden('This invitation is for somebody else. Sign in as them, or ask for one of your own.');
    }
    await this.takeSeat(invitation, { userId: caller.userId, firstPassword: null, requestId: caller.requestId });
    return { organizationId: invitation.organizationId, role: invitation.role };
  }

  private async takeSeat(
    invitation: WaitingInvitation,
    { requestId, ...taker }: { userId: UserId; firstPassword: string | null; requestId: string },
  ): Promise<void> {
    const principal = { userId: taker.userId, organizationIds: [invitation.organizationId], requestId };
    await this.unitOfWork.run(principal, async (tx) => await this.join(tx, invitation, taker));
  }

  private async join(
    tx: Tx,
    { id, organizationId, email, name }: WaitingInvitation,
    { userId, firstPassword }: { userId: UserId; firstPassword: string | null },
  ): Promise<void> {
    tx.concerns(organizationId);
    const { role } = await this.invitations.lock(tx, id);
    if (firstPassword !== null) {
      this.members.addPerson(tx, { id: userId, email, name, passwordHash: firstPassword, administrator: false });
      if ((await this.members.findPerson(tx, email))?.id !== userId) {
        throw new Conflict(
          'password_was_set',
          'A password was set meanwhile by another invitation. Accept again with that one.',
        );
      }
    }
    const seat = await this.members.seat(tx, organizationId, userId);
    if (seat && seat.endedAt === null) {
      throw new Conflict('already_member', 'You are a member already.');
    }
    await this.invitations.accept(tx, id);
    this.members.put(tx, { organizationId, userId, role, createdAt: tx.at, endedAt: null });
    tx.record({
      action: 'member.joined',
      subject: { kind: 'member', id: userId },
      before: null,
      after: { userId, role, invitationId: id },
    });
  }
}
