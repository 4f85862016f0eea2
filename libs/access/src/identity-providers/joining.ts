import { Injectable } from '@nestjs/common';
import { newId, UnitOfWork, type IdentityProvider, type Principal, type Tx, type UserId } from '@app/platform';
import { Members } from '../members.repository.js';
import { SignInEvents } from '../sign-in-events.repository.js';
import { Identities } from './identities.repository.js';
import { decide, mayLink } from './linking.rules.js';
import { ProvidedSeats } from './provided-seats.js';
import { Refused } from './refused.js';
import type { Vouched } from './vouched.rules.js';

/** The request in which it happens. */
interface Visit {
  readonly requestId: string;
  /** The address that it came from. */
  readonly source: string;
}

/** Makes whom a provider vouches for one of our people: found, linked, or new, with the seats that their groups give. */
@Injectable()
export class Joining {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly identities: Identities,
    private readonly members: Members,
    private readonly seats: ProvidedSeats,
    private readonly events: SignInEvents,
  ) {}

  /** Who signs in. What is refused leaves nothing. @throws {Refused} see {@link decide}. */
  async signIn(provider: IdentityProvider, vouched: Vouched, visit: Visit): Promise<UserId> {
    const account = { issuer: provider.issuer, subject: vouched.subject };
    const { email, groups } = vouched;
    return await this.unitOfWork.run(principalOf(provider, visit), async (tx) => {
      await this.identities.lock(tx, account);
      const linked = await this.identities.linked(tx, account);
      const byEmail = linked || email === null ? undefined : await this.identities.byEmail(tx, email);
      const admitted = !linked && !byEmail && (await this.seats.admits(tx, provider, groups));
      const decision = decide(provider, vouched, { linked, byEmail, admitted });
      const userId =
        decision.of === 'create' ? await this.create(tx, provider, vouched, decision.email) : decision.userId;
      if (decision.of !== 'known') {
        this.linked(tx, provider, userId, { ...account, email, by: 'domain', source: visit.source });
      }
      this.identities.used(tx, { ...account, email });
      await this.seats.follow(tx, provider, userId, groups);
      return userId;
    });
  }

  /** Links the account to a person who is signed in. @throws {Refused} `identity_conflict`. */
  async link(provider: IdentityProvider, vouched: Vouched, userId: UserId, visit: Visit): Promise<void> {
    const account = { issuer: provider.issuer, subject: vouched.subject };
    const { email, groups } = vouched;
    await this.unitOfWork.run(principalOf(provider, visit), async (tx) => {
      await this.identities.lock(tx, account);
      const linked = await this.identities.linked(tx, account);
      const self = await this.identities.person(tx, userId);
      if (!self) {
        throw new Refused('sign_in_expired');
      }
      if (mayLink(provider.issuer, self, linked) === 'link') {
        this.linked(tx, provider, userId, { ...account, email, by: 'person', source: visit.source });
      }
      this.identities.used(tx, { ...account, email });
      await this.seats.follow(tx, provider, userId, groups);
    });
  }

  private linked(
    tx: Tx,
    { name }: IdentityProvider,
    userId: UserId,
    { source, ...link }: Parameters<Identities['link']>[2] & { source: string },
  ): void {
    this.identities.link(tx, userId, link);
    this.events.add(tx, { userId, kind: 'identity_linked', source, reason: name });
  }

  /** A new person; or, where one of that e-mail came into being this very moment, what is decided of them. */
  private async create(tx: Tx, provider: IdentityProvider, vouched: Vouched, email: string): Promise<UserId> {
    const id = newId<'user'>(tx.at);
    this.members.addPerson(tx, { id, email, name: vouched.name, passwordHash: null, administrator: false });
    const byEmail = await this.identities.byEmail(tx, email);
    if (byEmail?.userId === id) {
      return id;
    }
    const decision = decide(provider, vouched, { linked: undefined, byEmail, admitted: false });
    if (decision.of === 'create') {
      throw new Error('A person who was just added is not there.');
    }
    return decision.userId;
  }
}

/** Nobody of ours acts: the provider does, and the history says which. */
const principalOf = ({ id }: IdentityProvider, { requestId }: Visit): Principal => ({
  userId: null,
  organizationIds: [],
  purpose: `identity_provider ${id}`,
  requestId,
});
