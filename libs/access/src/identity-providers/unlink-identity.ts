import { Injectable } from '@nestjs/common';
import { Conflict, isUuid, NotFound, UnitOfWork } from '@app/platform';
import type { Caller } from '../caller.js';
import { SignInEvents } from '../sign-in-events.repository.js';
import { Identities } from './identities.repository.js';
import { ProvidedSeats } from './provided-seats.js';
import { Providers } from './providers.js';

@Injectable()
export class UnlinkIdentity {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly identities: Identities,
    private readonly seats: ProvidedSeats,
    private readonly providers: Providers,
    private readonly events: SignInEvents,
  ) {}

  /**
   * Unlinks an account of the caller's, and gives back the seats that its groups gave: else
   * whoever leaves a group could keep its role by leaving the provider first.
   *
   * @throws {NotFound} the caller has no such one. @throws {Conflict} `last_way_in`: without a
   *   password there would be no way to sign in.
   */
  async execute(caller: Caller, id: string, source: string): Promise<void> {
    if (!isUuid(id)) {
      throw new NotFound('identity');
    }
    const { userId } = caller;
    await this.unitOfWork.run(caller, async (tx) => {
      const person = await this.identities.person(tx, userId);
      const issuer = await this.identities.unlink(tx, id, userId);
      if (issuer === undefined) {
        throw new NotFound('identity');
      }
      if (!person?.hasPassword && person?.issuers.length === 1) {
        throw new Conflict('last_way_in', 'It is your only way to sign in. Link another account first.');
      }
      const name = this.providers.byIssuer(issuer)?.name ?? 'a former provider';
      this.events.add(tx, { userId, kind: 'identity_unlinked', source, reason: name });
      await this.seats.takeAll(tx, { userId, issuer, reason: `The account at ${name} was unlinked.` });
    });
  }
}
