import { Injectable } from '@nestjs/common';
import { Conflict, UnitOfWork } from '@app/platform';
import { KnownDevices } from '../known-devices.repository.js';
import { Members } from '../members.repository.js';
import { Passwords } from '../passwords.js';
import { emailKey } from '../people.entity.js';
import { Sessions } from '../sessions.repository.js';
import { SignInEvents } from '../sign-in-events.repository.js';
import { FailedAttempt } from '../throttle.rules.js';
import { Throttle } from '../throttle.js';
import type { InSession } from './manage-second-factor.js';
import { SignIn } from './sign-in.js';

export interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
}

@Injectable()
export class ChangePassword {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly members: Members,
    private readonly passwords: Passwords,
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly devices: KnownDevices,
    private readonly events: SignInEvents,
    private readonly throttle: Throttle,
  ) {}

  /**
   * Gives the person another password, ends their other sessions and makes every browser a
   * stranger again: whoever knew the password may have used it.
   *
   * @throws {Problem} 429 `too_many_failures`. @throws {FailedAttempt} 422 at `currentPassword`.
   * @throws {Conflict} `no_password`: the person signs in elsewhere. @throws {Invalid} at `newPassword`.
   */
  async execute({ caller, sessionId, source }: InSession, change: PasswordChange): Promise<Date> {
    const { userId, email, organizationIds, requestId } = caller;
    await this.throttle.within(
      { emailKey: emailKey(email), source, sessionId },
      async () => await this.proveCurrent(email, change.currentPassword),
    );
    const hash = await this.signIn.choose(change.newPassword, email, 'newPassword');
    return await this.unitOfWork.run({ userId, organizationIds, requestId }, async (tx) => {
      this.members.changePassword(tx, userId, hash);
      this.devices.forget(tx, userId);
      this.events.add(tx, { userId, kind: 'password_changed', source });
      await this.sessions.endAll(tx, userId, sessionId);
      return tx.at;
    });
  }

  private async proveCurrent(email: string, password: string): Promise<void> {
    const user = await this.sessions.findUser(emailKey(email));
    if (user?.passwordHash === null) {
      throw new Conflict('no_password', 'You have no password here: you sign in by your identity provider.');
    }
    if (!(await this.passwords.matches(user?.passwordHash, password))) {
      throw FailedAttempt.at('currentPassword', 'wrong_password', 'This is not your password.');
    }
  }
}
