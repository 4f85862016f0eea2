/** How long something is kept that is no record of a case and of which no entry of the history tells. */
export interface RetentionPeriod {
  /** The table whose rows go; rows that hang on them go with them. */
  readonly table: string;
  readonly daysDefault: number;
  /** What an operator may set, in days of 24 hours. */
  readonly daysMin: number;
  readonly daysMax: number;
  /** From when on the days count. */
  readonly since: string;
  readonly why: string;
}

const CENTURY_DAYS = 36_500;

/**
 * The periods, all of them: `ASCRIBE_RETENTION_<KIND>_DAYS` sets one. docs/operations/retention.md is their page, and
 * a test compares the two. What runs out by itself within days (sessions, failures to sign in, answers kept for
 * repeats) is not here: the upkeep removes it.
 */
export const RETENTION_PERIODS = {
  outbox: {
    table: 'outbox_message',
    daysDefault: 30,
    daysMin: 1,
    daysMax: CENTURY_DAYS,
    since: 'it was handled by everyone',
    why: 'ids of what was done: what followed has been done, and a month is enough to look into a failure',
  },
  mailbox: {
    table: 'mailbox_message',
    daysDefault: 90,
    daysMin: 1,
    daysMax: CENTURY_DAYS,
    since: 'it was written',
    why: 'a copy of words about a case, for installations without a mail server',
  },
  notification: {
    table: 'notification',
    daysDefault: 730,
    daysMin: 30,
    daysMax: CENTURY_DAYS,
    since: 'somebody was told',
    why: 'who was told what and when is asked for while a case and its aftermath last',
  },
  sign_in: {
    table: 'sign_in_event',
    daysDefault: 730,
    daysMin: 90,
    daysMax: CENTURY_DAYS,
    since: 'it happened',
    why: 'a person has to be able to find out how somebody got into their account, and addresses are personal data',
  },
  identity: {
    table: 'user_identity',
    daysDefault: 365,
    daysMin: 1,
    daysMax: CENTURY_DAYS,
    since: 'it was unlinked',
    why: 'the name that a provider knows somebody by, of no more use once it is unlinked',
  },
} as const satisfies Readonly<Record<string, RetentionPeriod>>;

export type RetentionKind = keyof typeof RETENTION_PERIODS;
export const RETENTION_KINDS = Object.keys(RETENTION_PERIODS) as RetentionKind[];

/** The variable that sets it. */
export const retentionVariable = (kind: RetentionKind): string => `ASCRIBE_RETENTION_${kind.toUpperCase()}_DAYS`;
