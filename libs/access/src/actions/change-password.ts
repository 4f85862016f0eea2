import { Injectable } from '@nestjs/common';
import { Conflict } from '@app/platform';
import { Members } from '../members.repository.js';
import { Passwords } from '../passwords.js';
import { emailKey } from '../people.entity.js';
import { Sessions } from '../sessions.repository.js';
import { SignInChanges, type InSession } from '../sign-in-changes.js';
import { FailedAttempt } from '../throttle.rules.js';
import { SignIn } from './sign-in.js';

export interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
}

@Injectable()
export class ChangePassword {
  constructor(
    private readonly changes: SignInChanges,
    private readonly members: Members,
    private readonly passwords: Passwords,
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
  ) {}

  /**
   * Gives the person another password, ends their other sessions and makes every browser a
   * stranger again: whoever knew the password may have used it.
   *
   * @throws {Problem} 429 `too_many_failures`. @throws {FailedAttempt} 422 at `currentPassword`.
   * @throws {Conflict} `no_password`: the person signs in elsewhere. @throws {Invalid} at `newPassword`.
   */
  async execute(who: InSession, { currentPassword, newPassword }: PasswordChange): Promise<Date> {
    const { userId, email } = who.caller;
    await this.changes.bounded(who, async () => await this.proveCurrent(email, currentPassword));
    const hash = await this.signIn.choose(newPassword, email, 'newPassword');
    return await this.changes.run(who, async (tx) => {
      this.members.changePassword(tx, userId, hash);
      this.changes.forgetDevices(tx, userId);
      await this.changes.changed(tx, who, 'password_changed');
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
