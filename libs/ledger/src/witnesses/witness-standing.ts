/**
 * `waiting`: nothing was shown to it yet. `cosigned`: all is well. `failing`: it does not cosign, for a reason that
 * tells nothing of the log. `alarm`: what it holds and what this log says cannot both be true.
 */
export type WitnessStatus = 'waiting' | 'cosigned' | 'failing' | 'alarm';

/** How it stands with one witness. */
export interface Standing {
  readonly status: WitnessStatus;
  /** Why it fails or what the alarm is, in words; null otherwise. */
  readonly why: string | null;
  /** When this status began. */
  readonly since: Date;
  /** The largest size that it cosigned, as far as is known here. */
  readonly size: number | null;
  readonly cosignedAt: Date | null;
}
