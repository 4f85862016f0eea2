import { Injectable } from '@nestjs/common';
import { Problem, type UserId } from '@app/platform';
import { SignIn, type Begun } from '../actions/sign-in.js';
import { Authentication } from '../authentication.repository.js';
import type { Caller } from '../caller.js';
import { SecondFactors } from '../second-factors.repository.js';
import { Refused } from './refused.js';
import type { Linking } from './transactions.repository.js';

/** How a session by a provider begins. */
interface Beginning {
  readonly userAgent: string | undefined;
  readonly source: string;
  readonly secondFactorPassed: boolean;
}

/** Sessions, as far as sign-in with a provider needs them. */
@Injectable()
export class ProviderSessions {
  constructor(
    private readonly signIn: SignIn,
    private readonly authentication: Authentication,
    private readonly factors: SecondFactors,
  ) {}

  async begin(userId: UserId, beginning: Beginning): Promise<Begun> {
    return await this.signIn.begin(userId, { ...beginning, method: 'oidc' });
  }

  /**
   * Whoever has a second factor has to have passed it to link: the provider may be one whose word
   * is a second factor, and then another way around theirs.
   *
   * @throws {Problem} 403 `second_factor_required`.
   */
  async linking({ userId, session }: Pick<Caller, 'userId' | 'session'>): Promise<Linking> {
    const { enrolledAt } = await this.factors.standing(userId);
    if (!session || (enrolledAt !== null && !session.secondFactorPassed)) {
      throw new Problem(403, 'second_factor_required', 'Pass your second factor first, then link the account.');
    }
    return { userId, sessionId: session.id };
  }

  /** The session in which linking began has to be that of this browser still. @throws {Refused} `sign_in_expired`. */
  async require({ userId, sessionId }: Linking, secret: string | null): Promise<void> {
    const me =
      secret === null
        ? undefined
        : await this.authentication.recognize({ kind: 'session', secret }, { incidentId: null, reference: null });
    if (me?.userId !== userId || me.sessionId !== sessionId) {
      throw new Refused('sign_in_expired');
    }
  }
}
