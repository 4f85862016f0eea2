import { Injectable } from '@nestjs/common';
import { Conflict, NotFound, UnitOfWork, type Tx } from '@app/platform';
import { Invitations, type WaitingInvitation } from '../invitations.repository.js';
import { Members } from '../members.repository.js';
import { SignIn, type Begun } from './sign-in.js';

export interface Acceptance {
  readonly token: string;
  readonly password: string;
  readonly source: string;
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
   * Takes the seat that was offered and begins a session. A person without a password
   * chooses one; a person who has one proves to be them, since the link alone does not.
   *
   * @throws {NotFound} see {@link waiting}. @throws {Invalid} the new password is too weak.
   * @throws {Problem} 401 and 429 as at sign-in.
   */
  async execute(acceptance: Acceptance): Promise<Begun> {
    const invitation = await this.waiting(acceptance.token);
    const { userId, email } = invitation;
    if (invitation.signsIn) {
      await this.signIn.verify({ email, password: acceptance.password, source: acceptance.source });
    }
    const firstPassword = invitation.signsIn ? null : await this.signIn.choose(acceptance.password, email);
    const principal = { userId, organizationIds: [invitation.organizationId], requestId: acceptance.requestId };
    await this.unitOfWork.run(principal, async (tx) => await this.join(tx, invitation, firstPassword));
    const { source, userAgent } = acceptance;
    return await this.signIn.begin(userId, { userAgent, source, method: 'invitation', secondFactorPassed: false });
  }

  private async join(
    tx: Tx,
    { id, organizationId, userId }: WaitingInvitation,
    firstPassword: string | null,
  ): Promise<void> {
    tx.concerns(organizationId);
    const { role } = await this.invitations.lock(tx, id);
    if (firstPassword !== null && !(await this.members.setFirstPassword(tx, userId, firstPassword))) {
      throw new Conflict(
        'password_was_set',
        'A password was set meanwhile by another invitation. Accept again with that one.',
      );
    }
    await this.invitations.accept(tx, id);
    this.members.put(tx, { organizationId, userId, role, createdAt: tx.at, endedAt: null });
    tx.record({
      action: 'member.joined',
      subject: { kind: 'member', id: userId },
      before: null,
      after: { userId, role },
    });
  }
}
