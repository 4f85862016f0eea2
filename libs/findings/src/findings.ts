import { timeColumns, type NeedingState, type RecordKind, type RecordState } from '@app/incidents';
import type {
  AccountId,
  FindingAccountId,
  FindingId,
  OrganizationId,
  PartialTime,
  PartyId,
  Tlp,
  UserId,
} from '@app/platform';
import { defang, type Observable } from './observables.rules.js';
import { techniqueName } from './techniques.js';

/** What the receiver may do with it: Permissible Actions Protocol (MISP). */
export const PAPS = ['clear', 'green', 'amber', 'red'] as const;
export type Pap = (typeof PAPS)[number];

export const FINDING_STATUSES = ['submitted', 'accepted', 'rejected', 'superseded', 'withdrawn'] as const;
export type FindingStatus = (typeof FINDING_STATUSES)[number];

export type FindingOutcome = 'accepted' | 'rejected';

/** What was done with a finding once: why, when, and by whom. */
export interface FindingDeed {
  readonly reason: string;
  /** RFC 3339. */
  readonly at: string;
  readonly byId: UserId;
}

/** A technical result that a contributor, or the team itself, brings to the case. Never edited. */
export interface FindingState extends RecordState {
  readonly id: FindingId;
  /** Who submitted it: sees it always. */
  readonly organizationId: OrganizationId;
  /** The same, as a party of the case: findings and claims of one party are one line. */
  readonly partyId: PartyId;
  readonly submittedById: UserId;
  readonly summary: string;
  /** Markdown, as it was given: whoever renders it makes it safe. */
  readonly detail: string | null;
  readonly observables: readonly Observable[];
  /** Ids of ATT&CK, also such as the catalogue does not have. */
  readonly techniques: readonly string[];
  readonly accountIds: readonly AccountId[];
  /** A victim spoken of without a name. */
  readonly concerns: string | null;
  /** What it asks of the receiver. */
  readonly asks: string | null;
  /** The submitter's own words about how sure it is. */
  readonly confidenceStated: string | null;
  readonly observedAt: PartialTime | null;
  /** Null: the case's marking. */
  readonly tlp: Tlp | null;
  readonly pap: Pap | null;
  readonly status: FindingStatus;
  readonly decision: (FindingDeed & { readonly outcome: FindingOutcome }) | null;
  readonly withdrawal: FindingDeed | null;
  readonly supersedesId: FindingId | null;
  readonly supersededById: FindingId | null;
  /** RFC 3339: from when its successor stands in its place. */
  readonly supersededAt: string | null;
}

/** Characters of a finding that search looks at: what the database indexes of one record is bounded. */
const SEARCHED_CHARACTERS_MAX = 100_000;

/** Observables are found by every word in them, and an excerpt shows them defanged; `https` is typed as often as `hxxps`. */
function searched({ summary, techniques, observables }: FindingState): string {
  const named = techniques.flatMap((id) => [id, techniqueName(id)]).filter((word) => word !== null);
  const schemes = observables.some(({ type }) => type === 'url') ? ['http https'] : [];
  return [summary, ...named, ...schemes, ...observables.map(defang)].join(' ').slice(0, SEARCHED_CHARACTERS_MAX);
}

export const FINDING: RecordKind<FindingState> = {
  kind: 'finding',
  table: 'finding',
  columns: (state) => ({
    organization_id: state.organizationId,
    party_id: state.partyId,
    submitted_by_id: state.submittedById,
    summary: state.summary,
    detail: state.detail,
    observables: JSON.stringify(state.observables),
    techniques: state.techniques,
    account_ids: state.accountIds,
    concerns: state.concerns,
    asks: state.asks,
    confidence_stated: state.confidenceStated,
    ...timeColumns('observed', state.observedAt),
    tlp: state.tlp,
    pap: state.pap,
    status: state.status,
    superseded_by_id: state.supersededById,
  }),
  text: searched,
};

export const LINK_STATUSES = ['linked', 'ended'] as const;
export type LinkStatus = (typeof LINK_STATUSES)[number];

/**
 * Which account of the campaign a finding speaks of, where it names none. A record of its own, of the organization
 * that owns the case, so that whoever submitted the finding learns nothing by it: not even that there is one.
 */
export interface FindingAccountState extends NeedingState {
  readonly id: FindingAccountId;
  readonly organizationId: OrganizationId;
  readonly findingId: FindingId;
  readonly accountId: AccountId;
  readonly status: LinkStatus;
  readonly recordedById: UserId;
  readonly ending: FindingDeed | null;
  /**
   * The highest of the finding's and the account's: who is not shown the one or the other is not shown this. It has no
   * marking of its own: who is shown both would be told by `already_linked` that it is there.
   */
  readonly tlp: Tlp | null;
}

export const FINDING_ACCOUNT: RecordKind<FindingAccountState> = {
  kind: 'finding_account',
  table: 'finding_account',
  columns: ({ organizationId, findingId, accountId, status, tlp }) => ({
    organization_id: organizationId,
    finding_id: findingId,
    account_id: accountId,
    status,
    tlp,
  }),
};
