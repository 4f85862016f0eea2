import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { meQuery, organizationsQuery } from '../api/queries';
import type { Me, Organization, Role } from '../api/shapes';

/** Who is signed in. The frame is only shown once this is known. */
export const useMe = (): Me => useSuspenseQuery(meQuery).data;

const NONE: Organization[] = [];

/** The organizations that this person belongs to; empty until they have come. */
export const useOrganizations = (): Organization[] => useQuery(organizationsQuery).data ?? NONE;

const FILES: readonly Role[] = ['owner', 'lead', 'responder', 'analyst'];

/** The seats from which this person can file. The server decides when it is sent. */
export const filesFor = (me: Me): Me['memberships'] => me.memberships.filter((seat) => FILES.includes(seat.role));

export const hasRole = (me: Me, ...roles: Role[]): boolean => me.memberships.some((seat) => roles.includes(seat.role));
