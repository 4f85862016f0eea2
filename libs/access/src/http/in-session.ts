import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { InSession } from '../sign-in-changes.js';
import type { CallerRequest } from './decorators.js';

/** The person in their session, and where they are. Only on routes that declare `@SignedInByPerson`. */
export const CurrentSession = createParamDecorator((_: unknown, context: ExecutionContext): InSession => {
  const { caller, ip } = context.switchToHttp().getRequest<CallerRequest>();
  if (!caller?.session) {
    throw new Error('The route asks for a session and does not declare @SignedInByPerson.');
  }
  return { caller, sessionId: caller.session.id, source: ip };
});
