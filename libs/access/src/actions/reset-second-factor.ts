import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Conflict, UnitOfWork } from '@app/platform';
import { jobPrincipal } from '../caller.js';
import { Members } from '../members.repository.js';
import { SecondFactors } from '../second-factors.repository.js';
import { SignInChanges } from '../sign-in-changes.js';

/** For the operator, when a person has lost their authenticator and their recovery codes. There is no route to it. */
@Injectable()
export class ResetSecondFactor {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly members: Members,
    private readonly factors: SecondFactors,
    private readonly changes: SignInChanges,
  ) {}

  /**
   * Takes the second factor away and ends every session of the person. It stands in their own
   * record and, with the reason, in the history of each organization that they have a seat in.
   *
   * @throws {Conflict} `unknown_person`, `no_second_factor`.
   */
  async execute({
    email,
    reason,
  }: {
    email: string;
    reason: string;
  }): Promise<{ name: string; organizations: number }> {
    return await this.unitOfWork.run(jobPrincipal('administration', randomUUID()), async (tx) => {
      const person = await this.members.findPerson(tx, email);
      if (!person) {
        throw new Conflict('unknown_person', `Nobody has the e-mail ${email}.`);
      }
      const { id: userId, name } = person;
      if (!(await this.factors.remove(tx, userId))) {
        throw new Conflict('no_second_factor', `${email} has no second factor set up.`);
      }
      this.changes.unpass(tx, userId);
      await this.changes.ended(tx, { userId, kind: 'second_factor_reset', source: null, reason });
      const organizations = await this.factors.organizationsOf(tx, userId);
      for (const organizationId of organizations) {
        tx.concerns(organizationId);
        tx.record({
          action: 'member.second_factor_reset',
          subject: { kind: 'member', id: userId },
          before: { userId, secondFactor: true },
          after: { userId, secondFactor: false },
          reason,
        });
        tx.settle();
      }
      return { name, organizations: organizations.length };
    });
  }
}
