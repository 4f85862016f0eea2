/** How a session can begin. */
export const SESSION_METHODS = ['password', 'oidc', 'invitation'] as const;
export type SessionMethod = (typeof SESSION_METHODS)[number];

/** What is noted of the beginning of a session. */
export interface Beginning {
  readonly userAgent: string | undefined;
  /** The address that the request came from, as the operator's proxy tells it. */
  readonly source: string;
  readonly method: SessionMethod;
  /** Whether a second factor was passed, here or (as it says) at the identity provider. */
  readonly secondFactorPassed: boolean;
}

const HOUR_MS = 60 * 60 * 1000;
/** However busy: NIST SP 800-63B-4, section 2.1.3, allows 30 days at its first level; we take a week. */
export const SESSION_MS = 7 * 24 * HOUR_MS;
/** Without a request: section 5.2 of the same asks for a limit and leaves it to the service. */
export const SESSION_IDLE_MS = 24 * HOUR_MS;
/** `last_seen_at` is written this rarely, so that reads stay reads. */
export const SEEN_EVERY_MS = 5 * 60 * 1000;

/** When a session ends by itself that is not used again, and the `latest` that it can. */
export function expiryOf(createdAt: Date, seenAt: Date): { expiresAt: Date; latest: Date } {
  const latest = new Date(createdAt.getTime() + SESSION_MS);
  const idle = new Date(seenAt.getTime() + SESSION_IDLE_MS);
  return { expiresAt: idle < latest ? idle : latest, latest };
}
