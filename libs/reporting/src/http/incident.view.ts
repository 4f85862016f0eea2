import { ApiProperty } from '@nestjs/swagger';
import type { Caller, CaseSight } from '@app/access';
import type { ClaimState, HypothesisState } from '@app/attribution';
import { ClaimView, HypothesisView, presentClaim, presentHypothesis } from '@app/attribution/http';
import type { ArtifactState, DisclosureState } from '@app/disclosure';
import { DisclosureView, presentDisclosure } from '@app/disclosure/http';
import {
  SEVERITIES,
  STATUSES,
  type AccountState,
  type IncidentState,
  type PivotState,
  type RecordState,
  type Severity,
  type Status,
  type WholeCase,
} from '@app/incidents';
import {
  AccountView,
  named,
  NamedView,
  PartialTimeView,
  PivotView,
  presentAccount,
  presentPivot,
} from '@app/incidents/http';
import { TLP, type Tlp } from '@app/platform';
import { incidentAbilities } from '../incident-abilities.policy.js';

export class IncidentAbilitiesView {
  edit: boolean;
  assign: boolean;
  transition: boolean;

  @ApiProperty({ enum: STATUSES, isArray: true })
  transitionTo: readonly Status[];

  merge: boolean;
  addAccounts: boolean;
  addEvidence: boolean;
  addDisclosures: boolean;
  addFindings: boolean;
  addClaims: boolean;
  readComments: boolean;
  comment: boolean;
  readTasks: boolean;
  addTasks: boolean;
  readParticipants: boolean;
  manageParticipants: boolean;
  readStakeholders: boolean;
  manageStakeholders: boolean;
  readTold: boolean;
  readHistory: boolean;
  /** Who read what of the case. */
  readReads: boolean;
  /** The names behind the pseudonyms; each look is logged. */
  readNames: boolean;
}

/** An incident's own fields, as lists show them. */
export class IncidentItemView {
  id: string;
  /** `INC-2024-0001`. */
  reference: string;
  organizationId: string;
  organizationName: string;
  title: string;

  @ApiProperty({ type: String, nullable: true })
  summary: string | null;

  /** ENISA RSIT class. */
  @ApiProperty({ type: String, nullable: true })
  category: string | null;

  /** Null: not assessed. */
  @ApiProperty({ enum: SEVERITIES, nullable: true })
  severity: Severity | null;

  @ApiProperty({ enum: TLP })
  tlp: Tlp;

  @ApiProperty({ enum: STATUSES })
  status: Status;

  /** First known access. */
  @ApiProperty({ type: PartialTimeView, nullable: true })
  occurredAt: PartialTimeView | null;

  @ApiProperty({ type: PartialTimeView, nullable: true })
  detectedAt: PartialTimeView | null;

  @ApiProperty({ type: String, nullable: true })
  leadId: string | null;

  @ApiProperty({ type: NamedView, nullable: true })
  lead: NamedView | null;

  tags: string[];
  reportedAt: string;

  @ApiProperty({ type: NamedView, nullable: true })
  reportedBy: NamedView | null;

  statusChangedAt: string;

  @ApiProperty({ type: String, nullable: true })
  closingSummary: string | null;

  @ApiProperty({ type: String, nullable: true })
  duplicateOf: string | null;

  /** When the case was last changed. */
  updatedAt: string;

  /** The version of the case that this shows: one more with each write to any of its records. Its ETag. */
  version: number;

  abilities: IncidentAbilitiesView;
}

/** The whole incident, now or as of a moment. */
export class IncidentView extends IncidentItemView {
  /** The version that this answer was made from; `?caseVersion=` asks for it again. */
  caseVersion: number;

  /** Up to when what was recorded is shown. */
  knownAt: string;

  /** Up to when what was said and came to light is shown; null: all of it. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  validAt: string | null;

  @ApiProperty({ type: [AccountView] })
  affectedAccounts: AccountView[];

  @ApiProperty({ type: [PivotView] })
  pivots: PivotView[];

  @ApiProperty({ type: [DisclosureView] })
  disclosures: DisclosureView[];

  @ApiProperty({ type: [HypothesisView] })
  hypotheses: HypothesisView[];

  @ApiProperty({ type: [ClaimView] })
  claims: ClaimView[];
}

export class IncidentPage {
  @ApiProperty({ type: [IncidentItemView] })
  items: IncidentItemView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

/** The kinds of record that the whole incident shows. */
export const WHOLE_KINDS = ['incident', 'account', 'pivot', 'disclosure', 'artifact', 'hypothesis', 'claim'] as const;

type Core = IncidentState & {
  readonly summary: string | null;
  readonly category: string | null;
  readonly severity: Severity | null;
  readonly occurredAt: PartialTimeView | null;
  readonly detectedAt: PartialTimeView | null;
  readonly tags: string[];
  readonly reportedById: string | null;
  readonly reportedAt: string;
  readonly statusChangedAt: string;
  readonly closingSummary: string | null;
  readonly duplicateOf: string | null;
};

/** `knownAt` and `validAt` are given where the client asked for a moment; else the answer is as of its own version. */
export function presentIncident(
  caller: Caller,
  sight: Pick<CaseSight, 'roles' | 'capacities'>,
  whole: WholeCase,
  { knownAt, validAt = null }: { knownAt?: Date | undefined; validAt?: string | null } = {},
): IncidentView {
  const viewer = { caller, sight };
  const of = <State extends RecordState>(kind: string): State[] => (whole.records[kind] ?? []) as State[];
  const [core] = of<RecordState>('incident') as unknown as Core[];
  if (!core) {
    throw new Error('The case has no incident: its first version was not recorded.');
  }
  const artifacts = of<ArtifactState>('artifact');
  const { reportedById, ...fields } = core;
  return {
    ...fields,
    organizationName: whole.organizationName,
    lead: named(core.leadId, whole.users),
    reportedBy: named(reportedById, whole.users),
    updatedAt: whole.recordedAt,
    version: whole.caseVersion,
    caseVersion: whole.caseVersion,
    knownAt: knownAt?.toISOString() ?? whole.recordedAt,
    validAt,
    affectedAccounts: of<AccountState>('account').map((state) => presentAccount(viewer, state)),
    pivots: of<PivotState>('pivot').map((state) => presentPivot(viewer, state)),
    disclosures: of<DisclosureState>('disclosure').map((state) =>
      presentDisclosure(
        viewer,
        state,
        artifacts.filter((artifact) => artifact.disclosureId === state.id),
        whole.parties,
      ),
    ),
    hypotheses: of<HypothesisState>('hypothesis').map((state) => presentHypothesis(viewer, state)),
    claims: of<ClaimState>('claim').map((state) => presentClaim(viewer, state, { ...whole.parties, ...whole.users })),
    abilities: incidentAbilities(caller, sight, whole.currentStatus),
  };
}
