import { Problem, type Fault, type ProblemStatus } from '@app/platform';

const MINUTE_MS = 60 * 1000;

/** Failures are forgotten after this long, where nothing else is said. */
export const FAILURES_WINDOW_MS = 15 * MINUTE_MS;
export const FAILURES_DAY_MS = 24 * 60 * MINUTE_MS;

/** Failures of one stranger: for one e-mail from one source. */
export const FAILURES_HERE_MAX = 5;
/** Failures of one known device, or in one session. */
export const FAILURES_OF_DEVICE_MAX = 5;
/** Failures of all strangers together for one e-mail: guesses from many sources. Known devices do not share it. */
export const FAILURES_OF_STRANGERS_MAX = 30;
/** In a day, of all strangers, and of one device: NIST SP 800-63B-4, section 3.2.2, allows no more than 100 in a row. */
export const FAILURES_IN_DAY_MAX = 100;
/** Failures of strangers from one source, whatever the e-mail. */
export const FAILURES_FROM_SOURCE_MAX = 50;

/** A budget that was looked at: when the failure was made that used it up (null: something is left). */
export interface Budget {
  readonly usedUpBy: Date | null;
  readonly windowMs: number;
}

/** Seconds until sign-in may be tried again; 0 where it may now: until a failure of every full budget is forgotten. */
export function waitSeconds(budgets: readonly Budget[], now: Date): number {
  const waits = budgets.map(({ usedUpBy, windowMs }) =>
    usedUpBy ? Math.max(1, Math.ceil((usedUpBy.getTime() + windowMs - now.getTime()) / 1000)) : 0,
  );
  return Math.max(0, ...waits);
}

/** A wrong password or code: it stays counted. Whatever else is thrown was no guess. */
export class FailedAttempt extends Problem {
  constructor(status: ProblemStatus, code: string, title: string, faults: readonly Fault[] = []) {
    super(status, code, title, { faults });
  }

  /** Of somebody who is signed in: a fault of the field, and no reason to sign in again. */
  static at(path: string, code: string, message: string): FailedAttempt {
    return new FailedAttempt(422, 'invalid', 'The request is not valid.', [{ path, code, message }]);
  }
}
