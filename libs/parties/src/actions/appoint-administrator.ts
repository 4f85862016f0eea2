import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { jobPrincipal, Members, SignIn, type OrganizationKind } from '@app/access';
import { Conflict, newId, UnitOfWork, type OrganizationId, type UserId } from '@app/platform';
import { FoundOrganization } from './found-organization.js';

export interface Appointment {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly organization: string;
  readonly kind: OrganizationKind;
}

/** The first person of an installation, who lets the others in. For whoever holds the database; there is no route to it. */
@Injectable()
export class AppointAdministrator {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly signIn: SignIn,
    private readonly members: Members,
    private readonly founding: FoundOrganization,
  ) {}

  /** @throws {Invalid} the password is too weak. @throws {Conflict} `already_exists`: the e-mail, or an organization of that name. */
  async execute({
    email,
    name,
    password,
    organization,
    kind,
  }: Appointment): Promise<{ userId: UserId; organizationId: OrganizationId }> {
    const passwordHash = await this.signIn.choose(password, email);
    return await this.unitOfWork.run(jobPrincipal('administration', randomUUID()), async (tx) => {
      const userId = newId<'user'>(tx.at) as UserId;
      this.members.addPerson(tx, { id: userId, email, name, passwordHash, administrator: true });
      const person = await this.members.findPerson(tx, email);
      if (person?.id !== userId) {
        throw new Conflict('already_exists', `There is a person with the e-mail ${email} already.`);
      }
      if (await this.founding.isNamed(tx, organization)) {
        throw new Conflict('already_exists', `There is an organization called ${organization} already.`);
      }
      const founded = await this.founding.within(tx, userId, { name: organization, kind });
      return { userId, organizationId: founded.id };
    });
  }
}
