import { Forbidden, isUuid, NotFound, Problem, type ParticipantId } from '@app/platform';
import type { Authentication, Recognized } from '../authentication.repository.js';
import type { Caller, CaseSight, Membership } from '../caller.js';
import { mayInCase } from '../case.policy.js';
import type { CallerRequest } from './decorators.js';

/** Names a participation of the case that the address names: the answer is the one that they would be given. */
export const VIEW_AS_HEADER = 'ascribe-view-as';

/** Somebody who looks at a case, and as whom. */
export interface Borrowed {
  readonly participantId: ParticipantId;
  readonly caller: Caller;
  readonly sight: CaseSight;
}

/**
 * The participation that the request asks to look as; null where it asks for none.
 *
 * @throws {Forbidden} by key, or without the right to manage participants. @throws {Problem} 400
 *   `view_as_reads_only`, `malformed_view_as`.
 */
export function viewAsAsked(request: CallerRequest, caller: Caller, sight: CaseSight): ParticipantId | null {
  const asked = request.headers[VIEW_AS_HEADER];
  if (asked === undefined) {
    return null;
  }
  if (!caller.session) {
    throw new Forbidden('An API key cannot do that: sign in.');
  }
  if (!mayInCase(sight, 'participants.manage')) {
    throw new Forbidden();
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw new Problem(400, 'view_as_reads_only', 'Nothing can be done as somebody else. Leave Ascribe-View-As out.');
  }
  if (typeof asked !== 'string' || !isUuid(asked)) {
    throw new Problem(400, 'malformed_view_as', 'Ascribe-View-As names a participation by its id.');
  }
  return asked.toLowerCase() as ParticipantId;
}

/** @throws {Problem} 400 `view_as_of_cases`: the address names no case. */
export function refuseViewAs(request: CallerRequest): void {
  if (request.headers[VIEW_AS_HEADER] !== undefined) {
    throw new Problem(400, 'view_as_of_cases', 'Only reads of a case can be seen as somebody else sees them.');
  }
}

/**
 * Who takes part, with what they see of the case now. Nothing else is borrowed: no session, no key, no right of
 * the installation, and nothing can be done.
 *
 * @throws {NotFound} it is no participation of the case, is not in force, or does not reach its marking.
 */
export async function borrow(
  authentication: Authentication,
  viewer: Caller,
  { sight, participantId }: { sight: CaseSight; participantId: ParticipantId },
): Promise<Borrowed> {
  const found = await authentication.recognizeAs(participantId, sight.incidentId);
  const [seen] = found?.cases ?? [];
  if (!found || !seen) {
    throw new NotFound('participant');
  }
  return { participantId, sight: seen, caller: borrowedCaller(found, viewer) };
}

function borrowedCaller({ userId, name, email, memberships }: Recognized, { requestId }: Caller): Caller {
  const seats: readonly (Omit<Membership, 'role'> & { readonly role: Membership['role'] | null })[] = memberships;
  return {
    userId,
    name,
    email,
    administrator: false,
    memberships: seats.filter((seat): seat is Membership => seat.role !== null),
    organizationIds: seats.map((seat) => seat.organizationId),
    requestId,
    borrowed: true,
  };
}
