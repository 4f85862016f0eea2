/** Failures are forgotten after this long. */
export const FAILURES_WINDOW_MS = 15 * 60 * 1000;
/** Failures for one e-mail from one source. Counted together, so that nobody can lock a rival out from elsewhere. */
export const FAILURES_FOR_EMAIL_MAX = 5;
/** Failures from one source, whatever the e-mail. */
export const FAILURES_FROM_SOURCE_MAX = 50;

interface Counted {
  readonly forEmail: number;
  readonly fromSource: number;
  readonly firstForEmail: Date | null;
  readonly firstFromSource: Date | null;
}

/** Seconds until sign-in may be tried again; 0 where it may now. Only failures count. */
export function waitSeconds({ forEmail, fromSource, firstForEmail, firstFromSource }: Counted, now: Date): number {
  const until = (first: Date | null): number =>
    Math.max(1, Math.ceil(((first?.getTime() ?? 0) + FAILURES_WINDOW_MS - now.getTime()) / 1000));
  if (forEmail >= FAILURES_FOR_EMAIL_MAX) {
    return until(firstForEmail);
  }
  return fromSource >= FAILURES_FROM_SOURCE_MAX ? until(firstFromSource) : 0;
}
