import type { ArtifactId, DisclosureId, PartialTime, PartyId } from '@app/platform';
import { timeColumns, type NeedingState, type RecordKind, type RecordState } from '@app/incidents';

export const CHANNELS = [
  'press',
  'vendor_notice',
  'platform_notice',
  'government',
  'court',
  'social',
  'email',
  'internal',
  'other',
] as const;
export type Channel = (typeof CHANNELS)[number];

/** Admiralty reliability of a source (AJP-2.1): F is "cannot be judged", not "bad". */
export const RELIABILITIES = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
export type Reliability = (typeof RELIABILITIES)[number];

/** Admiralty credibility of information: 1 confirmed by independent sources, 6 cannot be judged. */
export const CREDIBILITIES = [1, 2, 3, 4, 5, 6] as const;

/** How something came to light. Its source is not the intrusion's actor. */
export interface DisclosureState extends RecordState {
  readonly id: DisclosureId;
  readonly sourcePartyId: PartyId | null;
  readonly sourceDescription: string | null;
  readonly anonymous: boolean;
  readonly channel: Channel;
  readonly receivedByPartyId: PartyId | null;
  readonly receivedAt: PartialTime | null;
  readonly publicAt: PartialTime | null;
  readonly reliability: Reliability | null;
  readonly credibility: number | null;
  readonly summary: string;
  readonly url: string | null;
}

export const DISCLOSURE: RecordKind<DisclosureState> = {
  kind: 'disclosure',
  table: 'disclosure',
  columns: (state) => ({
    source_party_id: state.sourcePartyId,
    source_description: state.sourceDescription,
    anonymous: state.anonymous,
    channel: state.channel,
    received_by_party_id: state.receivedByPartyId,
    ...timeColumns('received', state.receivedAt),
    ...timeColumns('public', state.publicAt),
    reliability: state.reliability,
    credibility: state.credibility,
    summary: state.summary,
    url: state.url,
    tlp: state.tlp ?? null,
  }),
  text: ({ summary, sourceDescription, url }) => [summary, sourceDescription, url].filter(Boolean).join(' '),
};

export const AUTHENTICITIES = ['claimed', 'verified', 'disputed', 'unverified'] as const;
export type Authenticity = (typeof AUTHENTICITIES)[number];

/** What was shown: a document or file that came to light. */
export interface ArtifactState extends NeedingState {
  readonly id: ArtifactId;
  readonly disclosureId: DisclosureId | null;
  readonly title: string;
  readonly description: string | null;
  readonly authenticity: Authenticity;
  /** Who says so. */
  readonly authenticityBy: PartyId | null;
  /** Lower-case hex. */
  readonly sha256: string | null;
}

export const ARTIFACT: RecordKind<ArtifactState> = {
  kind: 'artifact',
  table: 'leaked_artifact',
  columns: (state) => ({
    disclosure_id: state.disclosureId,
    title: state.title,
    description: state.description,
    authenticity: state.authenticity,
    authenticity_by_id: state.authenticityBy,
    sha256: state.sha256,
    tlp: state.tlp ?? null,
  }),
  text: ({ title, description, sha256 }) => [title, description, sha256].filter(Boolean).join(' '),
};
