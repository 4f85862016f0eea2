import { timeColumns, type NeedingState, type RecordKind, type RecordState } from '@app/incidents';
import type { CustodyStepId, EvidenceId, OrganizationId, PartialTime, PartyId, Tlp, UserId } from '@app/platform';

/** `file`: bytes that can be kept here. `reference`: something that is elsewhere, such as a page or a disk in a safe. */
export const EVIDENCE_KINDS = ['file', 'reference'] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

export const EVIDENCE_STATUSES = ['held', 'withdrawn'] as const;
export type EvidenceStatus = (typeof EVIDENCE_STATUSES)[number];

/** What was gathered about a case, from whom and when. */
export interface EvidenceState extends RecordState {
  readonly id: EvidenceId;
  /** Who brought it: sees it always. */
  readonly organizationId: OrganizationId;
  readonly title: string;
  readonly kind: EvidenceKind;
  /** Lower-case hex; of what is kept here, else as declared. */
  readonly sha256: string | null;
  readonly url: string | null;
  readonly obtainedAt: PartialTime | null;
  readonly obtainedFrom: string | null;
  readonly obtainedFromPartyId: PartyId | null;
  readonly note: string | null;
  readonly fileName: string | null;
  /** As declared; content is never served under it. */
  readonly mediaType: string | null;
  /** Whether its content is kept here, under its SHA-256. */
  readonly stored: boolean;
  readonly sizeBytes: number | null;
  readonly status: EvidenceStatus;
  readonly withdrawal: { readonly reason: string; readonly at: string; readonly byId: UserId } | null;
  /** Null: the case's marking. */
  readonly tlp: Tlp | null;
}

export const EVIDENCE: RecordKind<EvidenceState> = {
  kind: 'evidence',
  table: 'evidence',
  columns: (state) => ({
    organization_id: state.organizationId,
    title: state.title,
    kind: state.kind,
    sha256: state.sha256,
    size_bytes: state.sizeBytes,
    stored: state.stored,
    file_name: state.fileName,
    media_type: state.mediaType,
    url: state.url,
    ...timeColumns('obtained', state.obtainedAt),
    obtained_from: state.obtainedFrom,
    obtained_from_party_id: state.obtainedFromPartyId,
    note: state.note,
    tlp: state.tlp,
    status: state.status,
  }),
  text: ({ title, note, obtainedFrom, fileName, url, sha256 }) =>
    [title, note, obtainedFrom, fileName, url, sha256].filter(Boolean).join(' '),
};

export const CUSTODY_ACTIONS = [
  'collected',
  'received',
  'transferred',
  'copied',
  'examined',
  'sealed',
  'returned',
  'destroyed',
  'other',
] as const;
export type CustodyAction = (typeof CUSTODY_ACTIONS)[number];

/** One step of the chain of custody: who did what with the evidence, and when. Never changed. */
export interface CustodyStepState extends NeedingState {
  readonly id: CustodyStepId;
  /** That of the evidence: whoever brought it sees what became of it. */
  readonly organizationId: OrganizationId;
  readonly evidenceId: EvidenceId;
  readonly action: CustodyAction;
  readonly at: PartialTime | null;
  readonly byWhom: string;
  readonly note: string | null;
  readonly recordedById: UserId;
  /** The highest of its own and the evidence's. */
  readonly tlp: Tlp | null;
}

export const CUSTODY_STEP: RecordKind<CustodyStepState> = {
  kind: 'custody_step',
  table: 'custody_step',
  columns: (state) => ({
    organization_id: state.organizationId,
    evidence_id: state.evidenceId,
    action: state.action,
    ...timeColumns('done', state.at),
    by_whom: state.byWhom,
    note: state.note,
    recorded_by_id: state.recordedById,
    tlp: state.tlp,
  }),
  text: ({ byWhom, note }) => [byWhom, note].filter(Boolean).join(' '),
};
