/**
 * Keys of the advisory locks that sessions hold (`pg_advisory_lock`): all of one database share them, so that each stands
 * here. 'ASC' and a letter.
 */
export const SESSION_LOCKS = {
  /** One process migrates. */
  migration: 0x41534352,
  /** One process at a time sets schedules. */
  schedules: 0x41534353,
  /** One process sequences the log, for as long as it works. */
  sequencer: 0x41534351,
} as const;
