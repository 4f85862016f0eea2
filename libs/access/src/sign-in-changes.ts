import { Injectable } from '@nestjs/common';
import { Problem, UnitOfWork, type Tx, type UserId } from '@app/platform';
import type { Caller } from './caller.js';
import { emailKey } from './people.entity.js';
import { Sessions, type SessionSecret } from './sessions.repository.js';
import { SignInEvents, type SignInEventKind } from './sign-in-events.repository.js';
import { Throttle } from './throttle.js';

/** A person in their session, and where they are. */
export interface InSession {
  readonly caller: Caller;
  readonly sessionId: string;
  readonly source: string;
}

/** The session is over: it ended while it was answered. */
export const sessionOver = (): Problem => new Problem(401, 'sign_in_required', 'Sign in first.');

/** What all changes of how a person signs in have in common. */
@Injectable()
export class SignInChanges {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: Sessions,
    private readonly events: SignInEvents,
    private readonly throttle: Throttle,
  ) {}

  /** Lets a person in their session prove who they are, and bounds the guesses. @throws {Problem} 429 `too_many_failures`. */
  async bounded<Result>({ caller, source, sessionId }: InSession, check: () => Promise<Result>): Promise<Result> {
    const { result } = await this.throttle.within({ emailKey: emailKey(caller.email), source, sessionId }, check);
    return result;
  }

  /** One transaction. Answers hold secrets, and are kept for no repeat. */
  async run<Result>({ caller }: InSession, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const { userId, organizationIds, requestId } = caller;
    return await this.unitOfWork.run({ userId, organizationIds, requestId }, work);
  }

  /** Writes down what changed, and ends the other sessions; how many. */
  async changed(tx: Tx, { caller, sessionId, source }: InSession, kind: SignInEventKind): Promise<number> {
    this.events.add(tx, { userId: caller.userId, kind, source });
    return await this.sessions.endAll(tx, caller.userId, sessionId);
  }

  /** Writes down what changed, ends every session, and makes every browser a stranger; how many sessions. */
  async ended(
    tx: Tx,
    event: { userId: UserId; kind: SignInEventKind; source: string | null; reason?: string },
  ): Promise<number> {
    this.events.add(tx, event);
    this.forgetDevices(tx, event.userId);
    return await this.sessions.endAll(tx, event.userId, null);
  }

  forgetDevices(tx: Tx, userId: UserId): void {
    this.throttle.devices.forget(tx, userId);
  }

  /** The session passes a second factor, and has another secret from then on. @throws {Problem} 401: it ended meanwhile. */
  async passed(tx: Tx, { caller, sessionId }: InSession): Promise<SessionSecret> {
    const session = await this.sessions.passed(tx, sessionId, caller.userId);
    if (!session) {
      throw sessionOver();
    }
    return session;
  }

  /** The person has no second factor any more: no session of theirs has passed one. */
  unpass(tx: Tx, userId: UserId): void {
    this.sessions.unpass(tx, userId);
  }
}
