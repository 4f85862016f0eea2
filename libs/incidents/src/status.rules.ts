/** Where a case stands. */
export const STATUSES = [
  'reported',
  'triage',
  'investigating',
  'contained',
  'remediated',
  'closed',
  'rejected',
  'duplicate',
] as const;
export type Status = (typeof STATUSES)[number];

/** The case is worked on, or waits to be. */
export const OPEN_STATUSES: readonly Status[] = ['reported', 'triage', 'investigating', 'contained', 'remediated'];

/**
 * Every step that a person can take. What was thought contained may not be, so that the way
 * back to `investigating` stays open. `duplicate` is entered by a merger and left by its
 * reversal, and by nothing else.
 */
const NEXT: Readonly<Record<Status, readonly Status[]>> = {
  reported: ['triage', 'rejected'],
  triage: ['investigating', 'rejected'],
  investigating: ['contained', 'rejected'],
  contained: ['remediated', 'investigating', 'rejected'],
  remediated: ['closed', 'investigating', 'rejected'],
  closed: ['investigating'],
  rejected: ['investigating'],
  duplicate: [],
};

export const stepsFrom = (status: Status): readonly Status[] => NEXT[status];

export const mayStep = (from: Status, to: Status): boolean => NEXT[from].includes(to);

export const isOpen = (status: Status): boolean => OPEN_STATUSES.includes(status);
