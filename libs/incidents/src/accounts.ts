import type { AccountId, PartialTime, PivotId } from '@app/platform';
import type { NeedingState, RecordKind, RecordState } from './case-record.js';
import { withoutName } from './pseudonyms.rules.js';
import { timeColumns } from './time-columns.js';

export const ACCOUNT_KINDS = ['email', 'social', 'messaging', 'cloud', 'website', 'device', 'other'] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];
export const ACCOUNT_STATUSES = ['suspected', 'confirmed', 'contained', 'restored', 'ruled_out'] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

/** Who holds an account: a disclosed holder by name, any other by a pseudonym of the case. Who that is, `holder-names.ts` keeps. */
export interface Holder {
  readonly name: string | null;
  /** Not there in what was recorded before there were pseudonyms. */
  readonly pseudonym?: string | null;
  readonly role: string | null;
  readonly disclosed: boolean;
}

/** An account, site or device that the incident touched. */
export interface AccountState extends RecordState {
  readonly id: AccountId;
  readonly identifier: string;
  readonly provider: string | null;
  readonly kind: AccountKind;
  readonly status: AccountStatus;
  readonly holder: Holder | null;
  readonly firstSeenAt: PartialTime | null;
  readonly lastSeenAt: PartialTime | null;
  readonly note: string | null;
}

export const ACCOUNT: RecordKind<AccountState> = {
  kind: 'account',
  table: 'affected_account',
  columns: (state) => ({
    identifier: state.identifier,
    provider: state.provider,
    kind: state.kind,
    status: state.status,
    holder_name: withoutName(state.holder)?.name ?? null,
    holder_role: state.holder?.role ?? null,
    holder_pseudonym: state.holder?.pseudonym ?? null,
    holder_disclosed: state.holder?.disclosed ?? null,
    ...timeColumns('first_seen', state.firstSeenAt),
    ...timeColumns('last_seen', state.lastSeenAt),
    note: state.note,
    tlp: state.tlp ?? null,
  }),
  // A name that may not be shown must not be found either.
  text: ({ identifier, provider, holder }) =>
    [identifier, provider, holder?.role, holder?.pseudonym, withoutName(holder)?.name].filter(Boolean).join(' '),
};

/** A link to another record of the case. */
export interface RecordLink {
  readonly kind: 'claim' | 'finding' | 'disclosure' | 'evidence';
  readonly id: string;
}

/** One account was used against another. */
export interface PivotState extends NeedingState {
  readonly id: PivotId;
  readonly fromAccountId: AccountId;
  readonly toAccountId: AccountId;
  readonly method: string | null;
  readonly at: PartialTime | null;
  readonly evidence: readonly RecordLink[];
}

export const PIVOT: RecordKind<PivotState> = {
  kind: 'pivot',
  table: 'pivot',
  columns: (state) => ({
    from_account_id: state.fromAccountId,
    to_account_id: state.toAccountId,
    method: state.method,
    ...timeColumns('occurred', state.at),
    evidence: JSON.stringify(state.evidence),
    tlp: state.tlp ?? null,
  }),
};
