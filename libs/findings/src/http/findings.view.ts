import { ApiProperty } from '@nestjs/swagger';
import { mayInCase, type Caller, type CaseSight } from '@app/access';
import { mayWrite } from '@app/incidents';
import { DependentView, NamedView, PartialTimeView, presentDependents } from '@app/incidents/http';
import { TLP, type Tlp } from '@app/platform';
import type { FallenFinding } from '../actions/withdraw-finding.js';
import {
  FINDING_STATUSES,
  LINK_STATUSES,
  PAPS,
  type FindingAccountState,
  type FindingDeed,
  type FindingOutcome,
  type FindingState,
  type FindingStatus,
  type LinkStatus,
  type Pap,
} from '../findings.js';
import { defang, OBSERVABLE_TYPES, type ObservableType } from '../observables.rules.js';
import { techniqueName } from '../techniques.js';

export class ObservableView {
  @ApiProperty({ enum: OBSERVABLE_TYPES })
  type: ObservableType;

  value: string;

  /** For people to read: nothing in it can be followed by accident. */
  defanged: string;
}

export class NamedTechniqueView {
  /** `T1566.002` */
  id: string;

  /** Null where the catalogue does not have it. */
  @ApiProperty({ type: String, nullable: true })
  name: string | null;
}

/** What was done with it once: why, when, and by whom. */
export class FindingDeedView {
  reason: string;

  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty({ type: NamedView })
  by: NamedView;
}

export class FindingDecisionView extends FindingDeedView {
  @ApiProperty({ enum: ['accepted', 'rejected'] })
  outcome: FindingOutcome;
}

export class FindingAbilitiesView {
  /** Accept or reject it. */
  judge: boolean;
  withdraw: boolean;
  supersede: boolean;
  /** Say which account it speaks of. */
  linkAccount: boolean;
  /** See which account the team holds it to speak of. */
  readAccounts: boolean;
}

export class FindingView {
  id: string;

  /** Who submitted it. */
  organizationId: string;

  @ApiProperty({ type: NamedView })
  organization: NamedView;

  /** The same, as a party of the case. */
  partyId: string;

  @ApiProperty({ type: NamedView })
  submittedBy: NamedView;

  summary: string;

  /** Markdown, as it was given: not safe to show without rendering it so. */
  @ApiProperty({ type: String, nullable: true })
  detail: string | null;

  @ApiProperty({ type: [ObservableView] })
  observables: ObservableView[];

  @ApiProperty({ type: [NamedTechniqueView] })
  techniques: NamedTechniqueView[];

  @ApiProperty({ type: [String] })
  accountIds: readonly string[];

  /** A victim that is not named. */
  @ApiProperty({ type: String, nullable: true })
  concerns: string | null;

  /** What it asks of the receiver. */
  @ApiProperty({ type: String, nullable: true })
  asks: string | null;

  /** The submitter's own words about how sure it is. */
  @ApiProperty({ type: String, nullable: true })
  confidenceStated: string | null;

  @ApiProperty({ type: PartialTimeView, nullable: true })
  observedAt: PartialTimeView | null;

  /** Null: the case's marking. */
  @ApiProperty({ enum: TLP, nullable: true })
  tlp: Tlp | null;

  @ApiProperty({ enum: PAPS, nullable: true })
  pap: Pap | null;

  @ApiProperty({ enum: FINDING_STATUSES })
  status: FindingStatus;

  @ApiProperty({ type: FindingDecisionView, nullable: true })
  decision: FindingDecisionView | null;

  @ApiProperty({ type: FindingDeedView, nullable: true })
  withdrawal: FindingDeedView | null;

  @ApiProperty({ type: String, nullable: true })
  supersedesId: string | null;

  @ApiProperty({ type: String, nullable: true })
  supersededById: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  supersededAt: string | null;

  createdAt: string;
  version: number;
  abilities: FindingAbilitiesView;
}

/** A finding that fell or took another's place, with everything that rested on it. */
export class FallenFindingView extends FindingView {
  @ApiProperty({ type: [DependentView] })
  dependents: DependentView[];
}

export class FindingPage {
  @ApiProperty({ type: [FindingView] })
  items: FindingView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class FindingAccountAbilitiesView {
  end: boolean;
}

/** That a finding speaks of an account, as those inside the case hold. */
export class FindingAccountView {
  id: string;
  findingId: string;
  accountId: string;

  @ApiProperty({ enum: LINK_STATUSES })
  status: LinkStatus;

  @ApiProperty({ type: NamedView })
  recordedBy: NamedView;

  @ApiProperty({ type: FindingDeedView, nullable: true })
  ending: FindingDeedView | null;

  createdAt: string;
  version: number;
  abilities: FindingAccountAbilitiesView;
}

export class FindingAccountPage {
  @ApiProperty({ type: [FindingAccountView] })
  items: FindingAccountView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

type Names = Readonly<Record<string, string>>;

/** Who looks at findings: what they may do depends on whose they are. */
export interface FindingViewer {
  readonly caller: Pick<Caller, 'key' | 'userId' | 'organizationIds'>;
  readonly sight: Pick<CaseSight, 'roles' | 'capacities'>;
}

const nameOf = (id: string, names: Names, unknown: string): NamedView => ({ id, name: names[id] ?? unknown });

const presentDeed = <Deed extends FindingDeed>({ byId, ...deed }: Deed, names: Names) => ({
  ...deed,
  by: nameOf(byId, names, 'Unknown person'),
});

function abilitiesOf({ caller, sight }: FindingViewer, finding: FindingState): FindingAbilitiesView {
  const writes = mayWrite(caller);
  const stands = finding.status === 'submitted' || finding.status === 'accepted';
  const own = caller.organizationIds.includes(finding.organizationId) && mayInCase(sight, 'findings.submit');
  return {
    judge:
      writes &&
      finding.status === 'submitted' &&
      finding.submittedById !== caller.userId &&
      mayInCase(sight, 'findings.judge'),
    withdraw: writes && stands && own,
    supersede: writes && stands && own,
    linkAccount: writes && mayInCase(sight, 'accounts.write'),
    readAccounts: mayInCase(sight, 'history.read'),
  };
}

export function presentFinding(viewer: FindingViewer, state: FindingState, names: Names): FindingView {
  const { submittedById, decision, withdrawal, observables, techniques, ...rest } = state;
  return {
    ...rest,
    organization: { id: state.organizationId, name: names[state.partyId] ?? 'Unknown organization' },
    submittedBy: nameOf(submittedById, names, 'Unknown person'),
    observables: observables.map(({ type, value }) => ({ type, value, defanged: defang({ type, value }) })),
    techniques: techniques.map((id) => ({ id, name: techniqueName(id) })),
    decision: decision && presentDeed(decision, names),
    withdrawal: withdrawal && presentDeed(withdrawal, names),
    abilities: abilitiesOf(viewer, state),
  };
}

export const presentFallen =
  (viewer: { caller: Caller; sight: CaseSight }) =>
  ({ finding, dependents }: FallenFinding, names: Names): FallenFindingView => ({
    ...presentFinding(viewer, finding, names),
    dependents: presentDependents(viewer, dependents),
  });

export function presentFindingAccount(
  { caller, sight }: FindingViewer,
  { recordedById, ending, id, findingId, accountId, status, createdAt, version }: FindingAccountState,
  names: Names,
): FindingAccountView {
  const end = status === 'linked' && mayWrite(caller) && mayInCase(sight, 'accounts.write');
  return {
    id,
    findingId,
    accountId,
    status,
    recordedBy: nameOf(recordedById, names, 'Unknown person'),
    ending: ending && presentDeed(ending, names),
    createdAt,
    version,
    abilities: { end },
  };
}
