import { ApiProperty } from '@nestjs/swagger';
import { mayInCase } from '@app/access';
import { mayWrite } from '@app/incidents';
import { LinkView, named, NamedView, type Viewer } from '@app/incidents/http';
import type { AchMatrix } from '../ach/ach-matrix.query.js';
import { keyOf, type AchColumnState } from '../ach/ach.js';
import { twoPlaces, type Ranked, type Score } from '../ach/ach.rules.js';
import { ACH_LEVELS, ACH_RATINGS, WEIGHT_TABLE, type AchLevel, type AchRating } from '../ach/ach.scale.js';
import { ACH_FALLS, type AchFall, type WeighedEvidence } from '../ach/weighed-evidence.rules.js';
import { HYPOTHESIS_KINDS, type HypothesisKind } from '../attribution.js';

export class AchHypothesisView {
  id: string;
  label: string;

  @ApiProperty({ enum: HYPOTHESIS_KINDS })
  kind: HypothesisKind;
}

/** A record that can be weighed. */
export class AchCandidateView {
  kind: string;
  id: string;
  /** E1, E2 ...: its place among the records of the case that can be weighed. */
  label: string;
  /** The beginning of what it says, up to 200 characters. */
  title: string;
  /** Whether it counts. What was withdrawn, superseded or rejected does not; its judgements do not move to its successor. */
  inForce: boolean;

  @ApiProperty({ enum: ACH_FALLS, nullable: true })
  fall: AchFall | null;
}

/** A record that somebody judged or weighed. */
export class AchEvidenceView extends AchCandidateView {
  /**
   * How well it tells the hypotheses apart, 0 to 2, to two places: population standard deviation of the ratings as
   * numbers (CC 5 to II 1), mean over analysts. 0 tells nothing apart. Null: not in force, or judged against fewer than two.
   */
  @ApiProperty({ type: Number, nullable: true })
  diagnosticity: number | null;
}

export class AchCellView {
  @ApiProperty({ type: LinkView })
  evidence: LinkView;

  hypothesisId: string;

  @ApiProperty({ enum: ACH_RATINGS })
  rating: AchRating;
}

export class AchWeightView {
  @ApiProperty({ type: LinkView })
  evidence: LinkView;

  @ApiProperty({ enum: ACH_LEVELS, nullable: true })
  credibility: AchLevel | null;

  @ApiProperty({ enum: ACH_LEVELS, nullable: true })
  relevance: AchLevel | null;
}

/** One analyst's judgements. */
export class AchColumnView {
  @ApiProperty({ type: NamedView })
  author: NamedView;

  organizationId: string;

  @ApiProperty({ type: [AchCellView] })
  cells: AchCellView[];

  @ApiProperty({ type: [AchWeightView] })
  weights: AchWeightView[];

  version: number;
}

export class AchAuthorScoreView {
  authorId: string;
  /** Sum over evidence in force of weight x { II 2, I 1, else 0 }: whole. */
  inconsistency: number;
  /** Cells that this analyst judged. */
  judged: number;
}

/** What counts against a hypothesis. No probability: least leads. */
export class AchScoreView {
  hypothesisId: string;

  @ApiProperty({ type: [AchAuthorScoreView] })
  byAuthor: readonly AchAuthorScoreView[];

  /** Mean of the analysts who judged it, to two places; null where nobody did. */
  @ApiProperty({ type: Number, nullable: true })
  inconsistency: number | null;

  /** 1 leads; ties share a rank. Null where nobody judged it: it is not ranked, and does not lead. */
  @ApiProperty({ type: Number, nullable: true })
  rank: number | null;

  /** Cells in force that were judged, and that were not, over all analysts. */
  judged: number;
  unjudged: number;
}

/** How far analysts differ on one cell. Cells that fewer than two judged are not here. */
export class AchDisagreementView {
  @ApiProperty({ type: LinkView })
  evidence: LinkView;

  hypothesisId: string;
  raters: number;
  /** Sample standard deviation of the ratings as numbers (CC 5 to II 1), to two places. */
  spread: number;
}

export class AchRankView {
  hypothesisId: string;

  @ApiProperty({ type: Number, nullable: true })
  rank: number | null;
}

/** What the ranking would be without one piece of evidence. */
export class AchSensitivityView {
  @ApiProperty({ type: LinkView })
  evidence: LinkView;

  @ApiProperty({ type: [String] })
  leadersWithout: readonly string[];
  leadersChange: boolean;

  /** All ranks without it, where any differs; else null. */
  @ApiProperty({ type: [AchRankView], nullable: true })
  ranksWithout: readonly Ranked[] | null;
}

/** A judgement that decides: were it neutral, another hypothesis would lead. */
export class AchDecidingView {
  @ApiProperty({ type: LinkView })
  evidence: LinkView;

  hypothesisId: string;
  authorId: string;
}

export class AchWeightRowView {
  @ApiProperty({ enum: ACH_LEVELS })
  credibility: AchLevel;

  @ApiProperty({ enum: ACH_LEVELS })
  relevance: AchLevel;

  weight: number;
}

export class AchAbilitiesView {
  /** Whether the caller may write a column of their own. */
  edit: boolean;
}

/** Analysis of competing hypotheses: evidence x hypotheses by analyst, and what it comes to. */
export class AchView {
  validAt: string;
  knownAt: string;
  caseVersion: number;
  /** What `If-Match` of a PUT names: the version of your own column, or the case's where you have none yet. */
  version: number;

  @ApiProperty({ type: [AchHypothesisView] })
  hypotheses: AchHypothesisView[];

  @ApiProperty({ type: [AchEvidenceView] })
  evidence: AchEvidenceView[];

  @ApiProperty({ type: [AchCandidateView] })
  candidates: AchCandidateView[];

  @ApiProperty({ type: [AchColumnView] })
  columns: AchColumnView[];

  @ApiProperty({ type: [AchScoreView] })
  scores: readonly Score[];

  /** The hypotheses of rank 1. */
  @ApiProperty({ type: [String] })
  leaders: readonly string[];

  @ApiProperty({ type: [AchDisagreementView] })
  disagreement: AchDisagreementView[];

  @ApiProperty({ type: [AchSensitivityView] })
  sensitivity: AchSensitivityView[];

  @ApiProperty({ type: [AchDecidingView] })
  deciding: AchDecidingView[];

  /** What a judgement of given credibility and relevance weighs. Not stated counts as medium. */
  @ApiProperty({ type: [AchWeightRowView] })
  weightTable: AchWeightRowView[];

  abilities: AchAbilitiesView;
}

export function presentAch({ caller, sight }: Viewer, matrix: AchMatrix): AchView {
  const { validAt, knownAt, caseVersion, version, weighed } = matrix;
  const links = new Map(matrix.evidence.map(({ kind, id }) => [keyOf({ kind, id }), { kind, id }]));
  const linked = <Of extends { readonly evidence: string }>(
    found: Of,
  ): Omit<Of, 'evidence'> & { evidence: LinkView } => ({
    ...found,
    evidence: links.get(found.evidence) ?? { kind: '', id: '' },
  });
  return {
    validAt,
    knownAt,
    caseVersion,
    version,
    hypotheses: matrix.hypotheses.map(({ id, label, kind }) => ({ id, label, kind })),
    evidence: matrix.evidence.map((record) => ({
      ...record,
      inForce: record.fall === null,
      diagnosticity: placed(weighed.diagnosticity.get(keyOf(record)) ?? null),
    })),
    candidates: matrix.candidates.map(presentCandidate),
    columns: matrix.columns.map((column) => presentColumn(column, matrix.names)),
    scores: weighed.scores,
    leaders: weighed.leaders,
    disagreement: weighed.disagreement.flatMap(({ spread, ...cell }) =>
      spread === null ? [] : [linked({ ...cell, spread: twoPlaces(spread) })],
    ),
    sensitivity: weighed.sensitivity.map(linked),
    deciding: weighed.deciding.map(linked),
    weightTable: WEIGHT_TABLE,
    abilities: { edit: mayWrite(caller) && mayInCase(sight, 'assessments.write') },
  };
}

const placed = (figure: number | null): number | null => (figure === null ? null : twoPlaces(figure));

const presentCandidate = (record: WeighedEvidence): AchCandidateView => ({ ...record, inForce: record.fall === null });

const presentColumn = (
  { authorId, organizationId, cells, weights, version }: AchColumnState,
  names: Readonly<Record<string, string>>,
): AchColumnView => ({
  author: named(authorId, names) ?? { id: authorId, name: 'Unknown person' },
  organizationId,
  cells: [...cells],
  weights: weights.map(({ evidence, credibility = null, relevance = null }) => ({ evidence, credibility, relevance })),
  version,
});
