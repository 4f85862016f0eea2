import { useSuspenseQuery } from '@tanstack/react-query';
import { meQuery } from '../api/queries';
import type { Abilities, Me, Role } from '../api/shapes';

/** Who is signed in. The frame is only shown once this is known. */
export const useMe = (): Me => useSuspenseQuery(meQuery).data;

/** Whether the server says that this caller may do it now. */
export const may = (resource: { abilities?: Abilities | undefined } | undefined, verb: string): boolean =>
  resource?.abilities?.[verb] === true;

const FILES: readonly Role[] = ['owner', 'lead', 'responder', 'analyst'];

/** The organizations for which this person can file. The server decides when it is sent. */
export const filesFor = (me: Me): Me['memberships'] => me.memberships.filter((seat) => FILES.includes(seat.role));

export const hasRole = (me: Me, ...roles: Role[]): boolean => me.memberships.some((seat) => roles.includes(seat.role));
