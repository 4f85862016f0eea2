import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@app/platform';
import { KnownDevices } from '../known-devices.repository.js';
import { Sessions } from '../sessions.repository.js';
import { SignInEvents } from '../sign-in-events.repository.js';
import type { InSession } from './manage-second-factor.js';

/** Which of a person's sessions are to end: all but the present one, or every one. */
export const ENDING_SCOPES = ['others', 'all'] as const;
export type EndingScope = (typeof ENDING_SCOPES)[number];

@Injectable()
export class EndSessions {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: Sessions,
    private readonly devices: KnownDevices,
    private readonly events: SignInEvents,
  ) {}

  /** Ends sessions of the caller; with `all`, no browser is known any more either. How many ended. */
  async execute({ caller, sessionId, source }: InSession, scope: EndingScope): Promise<number> {
    const { userId, organizationIds, requestId } = caller;
    return await this.unitOfWork.run({ userId, organizationIds, requestId }, async (tx) => {
      if (scope === 'all') {
        this.devices.forget(tx, userId);
      }
      this.events.add(tx, { userId, kind: 'sessions_ended', source });
      return await this.sessions.endAll(tx, userId, scope === 'all' ? null : sessionId);
    });
  }
}
