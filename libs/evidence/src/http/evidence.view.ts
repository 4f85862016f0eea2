import { ApiProperty } from '@nestjs/swagger';
import { recordAbilities } from '@app/incidents';
import {
  DependentView,
  named,
  NamedView,
  PartialTimeView,
  presentMarking,
  presentDependents,
  RecordAbilitiesView,
  type Viewer,
} from '@app/incidents/http';
import type { Caller, CaseSight } from '@app/access';
import { TLP, type Tlp } from '@app/platform';
import type { WithdrawnEvidence } from '../actions/record-evidence.js';
import {
  CUSTODY_ACTIONS,
  EVIDENCE_KINDS,
  EVIDENCE_STATUSES,
  type CustodyAction,
  type CustodyStepState,
  type EvidenceKind,
  type EvidenceState,
  type EvidenceStatus,
} from '../evidence.js';

export class EvidenceWithdrawalView {
  reason: string;

  @ApiProperty({ type: String, format: 'date-time' })
  at: string;

  @ApiProperty({ type: NamedView })
  by: NamedView;
}

export class EvidenceAbilitiesView {
  amend: boolean;
  upload: boolean;
  withdraw: boolean;
  addCustody: boolean;
}

export class EvidenceView {
  id: string;

  /** Who brought it. */
  organizationId: string;

  title: string;

  @ApiProperty({ enum: EVIDENCE_KINDS })
  kind: EvidenceKind;

  /** Of the content that is kept, else as declared. */
  @ApiProperty({ type: String, nullable: true })
  sha256: string | null;

  @ApiProperty({ type: String, nullable: true })
  url: string | null;

  @ApiProperty({ type: PartialTimeView, nullable: true })
  obtainedAt: PartialTimeView | null;

  @ApiProperty({ type: String, nullable: true })
  obtainedFrom: string | null;

  @ApiProperty({ type: String, nullable: true })
  obtainedFromPartyId: string | null;

  @ApiProperty({ type: NamedView, nullable: true })
  obtainedFromParty: NamedView | null;

  @ApiProperty({ type: String, nullable: true })
  note: string | null;

  @ApiProperty({ type: String, nullable: true })
  fileName: string | null;

  @ApiProperty({ type: String, nullable: true })
  mediaType: string | null;

  /** Whether its content is kept here. */
  stored: boolean;

  @ApiProperty({ type: Number, nullable: true })
  sizeBytes: number | null;

  @ApiProperty({ enum: EVIDENCE_STATUSES })
  status: EvidenceStatus;

  @ApiProperty({ type: EvidenceWithdrawalView, nullable: true })
  withdrawal: EvidenceWithdrawalView | null;

  @ApiProperty({ enum: TLP, nullable: true })
  tlp: Tlp | null;

  createdAt: string;
  version: number;
  abilities: EvidenceAbilitiesView;
}

export class WithdrawnEvidenceView extends EvidenceView {
  /** Everything that rested on it, as far as you are shown it. */
  @ApiProperty({ type: [DependentView] })
  dependents: DependentView[];
}

export class EvidencePage {
  @ApiProperty({ type: [EvidenceView] })
  items: EvidenceView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class CustodyStepView {
  id: string;
  evidenceId: string;

  @ApiProperty({ enum: CUSTODY_ACTIONS })
  action: CustodyAction;

  @ApiProperty({ type: PartialTimeView, nullable: true })
  at: PartialTimeView | null;

  byWhom: string;

  @ApiProperty({ type: String, nullable: true })
  note: string | null;

  @ApiProperty({ type: NamedView })
  recordedBy: NamedView;

  /** What holds: the highest of its own marking and that of the evidence. Null: as the case. */
  @ApiProperty({ enum: TLP, nullable: true })
  tlp: Tlp | null;

  /** The marking of its own. */
  @ApiProperty({ enum: TLP, nullable: true })
  ownTlp: Tlp | null;

  createdAt: string;
  version: number;
  abilities: RecordAbilitiesView;
}

export class CustodyStepPage {
  @ApiProperty({ type: [CustodyStepView] })
  items: CustodyStepView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

type Names = Readonly<Record<string, string>>;

const person = (id: string, names: Names): NamedView => named(id, names) ?? { id, name: 'Unknown person' };

export function presentEvidence({ caller, sight }: Viewer, state: EvidenceState, names: Names): EvidenceView {
  const { withdrawal } = state;
  const may = recordAbilities(caller, sight, 'evidence.write').amend && state.status === 'held';
  return {
    ...state,
    obtainedFromParty: named(state.obtainedFromPartyId, names),
    withdrawal: withdrawal && {
      reason: withdrawal.reason,
      at: withdrawal.at,
      by: person(withdrawal.byId, names),
    },
    abilities: {
      amend: may,
      upload: may && state.kind === 'file' && !state.stored,
      withdraw: may,
      addCustody: may,
    },
  };
}

export const presentWithdrawn = (
  viewer: { caller: Caller; sight: CaseSight },
  { evidence, dependents }: WithdrawnEvidence,
  names: Names,
): WithdrawnEvidenceView => ({
  ...presentEvidence(viewer, evidence, names),
  dependents: presentDependents(viewer, dependents),
});

/** A step is never changed: what was wrong is said by another step. */
export const presentCustodyStep = (
  { organizationId: _organizationId, recordedById, ...state }: CustodyStepState,
  names: Names,
): CustodyStepView => ({
  ...state,
  ...presentMarking(state),
  recordedBy: person(recordedById, names),
  abilities: { amend: false },
});
