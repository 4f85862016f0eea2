import { isInside, type CaseSight } from '@app/access';

/** Of how a caller sees a case, what decides which of its records they are shown. */
export type SightOfRecords = Pick<CaseSight, 'incidentId' | 'clearance' | 'roles' | 'capacities'>;

/** Whether a caller is shown every record of the case, so that nothing need be looked for that is hidden from them. */
export const showsAll = (sight: Omit<SightOfRecords, 'incidentId'>): boolean =>
  isInside(sight) && sight.clearance === 'red';
