import type { RecordKind, RecordState } from '@app/incidents';
import type { AchColumnId, HypothesisId, OrganizationId, UserId } from '@app/platform';
import type { ClaimLink } from '../attribution.js';
import type { AchLevel, AchRating } from './ach.scale.js';

/** How one piece of evidence stands to one hypothesis, as one analyst sees it. */
export interface AchCell {
  readonly evidence: ClaimLink;
  readonly hypothesisId: HypothesisId;
  readonly rating: AchRating;
}

/** What one analyst thinks a piece of evidence is worth. What they did not state is left out. */
export interface AchWeight {
  readonly evidence: ClaimLink;
  readonly credibility?: AchLevel;
  readonly relevance?: AchLevel;
}

/** One analyst's judgements in one case. Nobody changes another's. */
export interface AchColumnState extends RecordState {
  readonly id: AchColumnId;
  /** For whom the analyst takes part in the case: sees it always. */
  readonly organizationId: OrganizationId;
  readonly authorId: UserId;
  /** Sorted by evidence and hypothesis: the order in which they were sent says nothing. */
  readonly cells: readonly AchCell[];
  readonly weights: readonly AchWeight[];
}

export const ACH_COLUMN: RecordKind<AchColumnState> = {
  kind: 'ach_column',
  table: 'ach_column',
  columns: ({ organizationId, authorId, cells, weights }) => ({
    organization_id: organizationId,
    author_id: authorId,
    cells: JSON.stringify(cells),
    weights: JSON.stringify(weights),
  }),
};

/** The kinds of record that can be weighed. */
export const WEIGHED_KINDS = ['claim', 'finding', 'disclosure', 'evidence'] as const;

/** One piece of evidence, whatever list it stands in. */
export const keyOf = ({ kind, id }: { readonly kind: string; readonly id: string }): string => `${kind} ${id}`;
