import { Injectable } from '@nestjs/common';
import { SignInChanges, type InSession } from '../sign-in-changes.js';

/** Which of a person's sessions are to end: all but the present one, or every one. */
export const ENDING_SCOPES = ['others', 'all'] as const;
export type EndingScope = (typeof ENDING_SCOPES)[number];

@Injectable()
export class EndSessions {
  constructor(private readonly changes: SignInChanges) {}

  /** Ends sessions of the caller; with `all`, no browser is known any more either. How many ended. */
  async execute(who: InSession, scope: EndingScope): Promise<number> {
    const kind = 'sessions_ended';
    return await this.changes.run(who, async (tx) =>
      scope === 'all'
        ? await this.changes.ended(tx, { userId: who.caller.userId, kind, source: who.source })
        : await this.changes.changed(tx, who, kind),
    );
  }
}
