import { ApiProperty } from '@nestjs/swagger';
import { isRecordShown, type Caller, type CaseSight } from '@app/access';
import { PRECISIONS, TLP, type Precision, type Tlp } from '@app/platform';
import {
  ACCOUNT_KINDS,
  ACCOUNT_STATUSES,
  type AccountKind,
  type AccountState,
  type AccountStatus,
  type PivotState,
} from '../accounts.js';
import type { CommentState } from '../comments.js';
import type { MergerState } from '../mergers.js';
import { ownTlpOf } from '../markings.js';
import { withoutName } from '../pseudonyms.rules.js';
import { recordAbilities } from '../record-abilities.policy.js';
import type { NeedingState } from '../case-record.js';
import type { Dependent } from '../reliance.js';
import { TASK_STATUSES, type TaskState, type TaskStatus } from '../tasks.js';

/** A time in the world that may be known in part. */
export class PartialTimeView {
  /** First instant of the span, UTC; null when the precision is `unknown`. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  at: string | null;

  @ApiProperty({ enum: PRECISIONS })
  precision: Precision;
}

/** Someone named by a record. */
export class NamedView {
  id: string;
  name: string;
}

export class RecordAbilitiesView {
  amend: boolean;
}

export class HolderView {
  /** Of a disclosed holder; null where nobody entered it. */
  @ApiProperty({ type: String, nullable: true })
  name: string | null;

  /** What a holder who is not disclosed is called in this case, by everybody: `Official A`. */
  @ApiProperty({ type: String, nullable: true })
  pseudonym: string | null;

  @ApiProperty({ type: String, nullable: true })
  role: string | null;

  disclosed: boolean;
}

export class AccountView {
  id: string;
  identifier: string;

  @ApiProperty({ type: String, nullable: true })
  provider: string | null;

  @ApiProperty({ enum: ACCOUNT_KINDS })
  kind: AccountKind;

  @ApiProperty({ enum: ACCOUNT_STATUSES })
  status: AccountStatus;

  @ApiProperty({ type: HolderView, nullable: true })
  holder: HolderView | null;

  @ApiProperty({ type: PartialTimeView, nullable: true })
  firstSeenAt: PartialTimeView | null;

  @ApiProperty({ type: PartialTimeView, nullable: true })
  lastSeenAt: PartialTimeView | null;

  @ApiProperty({ type: String, nullable: true })
  note: string | null;

  /** Null: as the case. */
  @ApiProperty({ enum: TLP, nullable: true })
  tlp: Tlp | null;

  createdAt: string;
  /** The case version at which it last changed; its ETag. */
  version: number;
  abilities: RecordAbilitiesView;
}

export class LinkView {
  kind: string;
  id: string;
}

export class PivotView {
  id: string;
  fromAccountId: string;
  toAccountId: string;

  @ApiProperty({ type: String, nullable: true })
  method: string | null;

  @ApiProperty({ type: PartialTimeView, nullable: true })
  at: PartialTimeView | null;

  @ApiProperty({ type: [LinkView] })
  evidence: readonly LinkView[];

  /** What holds: the highest of its own marking and of those of the records without which it cannot be read. Null: as the case. */
  @ApiProperty({ enum: TLP, nullable: true })
  tlp: Tlp | null;

  /** The marking of its own. */
  @ApiProperty({ enum: TLP, nullable: true })
  ownTlp: Tlp | null;

  createdAt: string;
  version: number;
  abilities: RecordAbilitiesView;
}

export class CommentView {
  id: string;

  @ApiProperty({ type: NamedView })
  author: NamedView;

  body: string;

  @ApiProperty({ type: LinkView, nullable: true })
  on: LinkView | null;

  /** What holds: the highest of its own marking and of those of the records without which it cannot be read. Null: as the case. */
  @ApiProperty({ enum: TLP, nullable: true })
  tlp: Tlp | null;

  /** The marking of its own. */
  @ApiProperty({ enum: TLP, nullable: true })
  ownTlp: Tlp | null;

  createdAt: string;
  version: number;
  abilities: RecordAbilitiesView;
}

export class TaskView {
  id: string;
  title: string;

  @ApiProperty({ type: NamedView, nullable: true })
  assignee: NamedView | null;

  @ApiProperty({ type: String, nullable: true })
  assigneeId: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  dueAt: string | null;

  @ApiProperty({ enum: TASK_STATUSES })
  status: TaskStatus;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  doneAt: string | null;

  /** Null: as the case. */
  @ApiProperty({ enum: TLP, nullable: true })
  tlp: Tlp | null;

  createdAt: string;
  version: number;
  abilities: RecordAbilitiesView;
}

export class MergerAbilitiesView {
  reverse: boolean;
}

export class MergerView {
  id: string;
  intoId: string;

  @ApiProperty({ type: NamedView })
  by: NamedView;

  reason: string;
  statusBefore: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  reversedAt: string | null;

  createdAt: string;
  version: number;
  abilities: MergerAbilitiesView;
}

export class AccountPage {
  @ApiProperty({ type: [AccountView] })
  items: AccountView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class PivotPage {
  @ApiProperty({ type: [PivotView] })
  items: PivotView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class CommentPage {
  @ApiProperty({ type: [CommentView] })
  items: CommentView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class TaskPage {
  @ApiProperty({ type: [TaskView] })
  items: TaskView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class MergerPage {
  @ApiProperty({ type: [MergerView] })
  items: MergerView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

type Names = Readonly<Record<string, string>>;

/** A person as a record names them; the name of someone who was removed is not known. */
export const named = (id: string | null, names: Names): NamedView | null =>
  id === null ? null : { id, name: names[id] ?? 'Unknown person' };

/** Who looks, and so what they may do. */
export interface Viewer {
  readonly caller: Pick<Caller, 'key'>;
  readonly sight: Pick<CaseSight, 'roles' | 'capacities'>;
}

/** A record that rests on another. */
export class DependentView {
  kind: string;
  id: string;
  title: string;

  /** The record through which it does so. */
  @ApiProperty({ type: LinkView })
  via: LinkView;

  /** 1: directly. */
  distance: number;
}

/** What rested on something, as far as the viewer is shown it, and the way there. */
export function presentDependents(
  { caller, sight }: { caller: Caller; sight: CaseSight },
  dependents: readonly Dependent[],
): DependentView[] {
  const shown = new Set<string>();
  return dependents.flatMap(({ kind, id, title, via, distance, ...record }) => {
    if (!isRecordShown(caller, sight, kind, record) || (distance > 1 && !shown.has(via.id))) {
      return [];
    }
    shown.add(id);
    return [{ kind, id, title, via, distance }];
  });
}

/** A holder as everybody is shown it, whoever looks. */
const presentHolder = (holder: NonNullable<AccountState['holder']>): HolderView => {
  const { name, role, disclosed, pseudonym = null } = withoutName(holder);
  return { name, pseudonym, role, disclosed };
};

/** A record's markings, also where it was recorded before it could have them. */
export const presentMarking = ({
  tlp = null,
  ownTlp,
}: Pick<NeedingState, 'tlp' | 'ownTlp'>): Pick<PivotView, 'tlp' | 'ownTlp'> => ({
  tlp,
  ownTlp: ownTlpOf({ tlp, ...(ownTlp === undefined ? {} : { ownTlp }) }),
});

export const presentAccount = ({ caller, sight }: Viewer, state: AccountState): AccountView => ({
  ...state,
  tlp: state.tlp ?? null,
  holder: state.holder && presentHolder(state.holder),
  abilities: recordAbilities(caller, sight, 'accounts.write'),
});

export const presentPivot = ({ caller, sight }: Viewer, state: PivotState): PivotView => ({
  ...state,
  ...presentMarking(state),
  abilities: recordAbilities(caller, sight, 'accounts.write'),
});

export function presentComment(
  { caller, sight }: Viewer & { caller: Caller },
  { authorId, ...state }: CommentState,
  names: Names,
): CommentView {
  const { amend } = recordAbilities(caller, sight, 'comments.write');
  return {
    ...state,
    ...presentMarking(state),
    author: named(authorId, names) ?? { id: authorId, name: 'Unknown person' },
    abilities: { amend: amend && authorId === caller.userId },
  };
}

export const presentTask = ({ caller, sight }: Viewer, state: TaskState, names: Names): TaskView => ({
  ...state,
  tlp: state.tlp ?? null,
  assignee: named(state.assigneeId, names),
  abilities: recordAbilities(caller, sight, 'tasks.write'),
});

export const presentMerger = (
  { caller, sight }: Viewer,
  { byId, ...state }: MergerState,
  names: Names,
): MergerView => ({
  ...state,
  by: named(byId, names) ?? { id: byId, name: 'Unknown person' },
  abilities: { reverse: recordAbilities(caller, sight, 'incident.merge').amend && state.reversedAt === null },
});

export class PseudonymView {
  id: string;
  /** `Official A`. */
  pseudonym: string;

  /** Null: known by their role only. */
  @ApiProperty({ type: String, nullable: true })
  name: string | null;

  accountIds: string[];
}

export class PseudonymsView {
  @ApiProperty({ type: [PseudonymView] })
  items: PseudonymView[];
}
