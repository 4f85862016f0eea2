import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { PartialTime, Tlp, UserId } from '@app/platform';
import {
  Clearable,
  Flag,
  Instant,
  ListOf,
  Marking,
  ObjectOf,
  OneOf,
  Optional,
  PageQuery,
  Text,
  TimeInWorld,
  Uuid,
  WholeInQuery,
} from '@app/platform/http';
import { ACCOUNT_KINDS, ACCOUNT_STATUSES, type AccountKind, type AccountStatus, type RecordLink } from '../accounts.js';
import { TASK_STATUSES, type TaskStatus } from '../tasks.js';

/** As of when: `knownAt` or `caseVersion`; neither is now. */
export class MomentQuery {
  /** What had been recorded by then. */
  @Optional()
  @Instant()
  knownAt?: string;

  /** The case at one of its versions. */
  @Optional()
  @WholeInQuery(1, 2_000_000_000)
  caseVersion?: number;
}

export class RecordsQuery extends PageQuery {
  /** What had been recorded by then. */
  @Optional()
  @Instant()
  knownAt?: string;

  /** The case at one of its versions. */
  @Optional()
  @WholeInQuery(1, 2_000_000_000)
  caseVersion?: number;
}

/** On both clocks: what had been said by then in the world, of what had been recorded by then. */
export class TwoClocksQuery extends MomentQuery {
  /** What was true or said by then. */
  @Optional()
  @Instant()
  validAt?: string;
}

export class RecordsOnTwoClocksQuery extends RecordsQuery {
  /** What was true or said by then. */
  @Optional()
  @Instant()
  validAt?: string;
}

const DEPENDED_KINDS = ['claim', 'finding', 'disclosure', 'evidence'] as const;

export class DependentsQuery {
  @ApiProperty({ enum: DEPENDED_KINDS })
  @OneOf(DEPENDED_KINDS)
  kind: (typeof DEPENDED_KINDS)[number];

  @Uuid()
  id: string;
}

/** A person's role or name; of one who is not disclosed the name is kept apart, and a pseudonym is shown to everybody. */
export class HolderDto {
  @Clearable()
  @Text(200)
  name?: string;

  @Clearable()
  @Text(200)
  role?: string;

  @Flag()
  disclosed: boolean;
}

export class AccountDto {
  @Text(500)
  identifier: string;

  @Optional()
  @Text(200)
  provider?: string;

  @ApiProperty({ enum: ACCOUNT_KINDS })
  @OneOf(ACCOUNT_KINDS)
  kind: AccountKind;

  @ApiPropertyOptional({ enum: ACCOUNT_STATUSES })
  @Optional()
  @OneOf(ACCOUNT_STATUSES)
  status?: AccountStatus;

  @Optional()
  @ObjectOf(() => HolderDto)
  holder?: HolderDto;

  @Optional()
  @TimeInWorld()
  firstSeenAt?: PartialTime;

  @Optional()
  @TimeInWorld()
  lastSeenAt?: PartialTime;

  @Optional()
  @Text(4000)
  note?: string;

  /** Up to your own clearance; left out: as the case. */
  @Marking()
  tlp?: Tlp | null;
}

export class AccountPatchDto {
  @Optional()
  @Text(500)
  identifier?: string;

  @Clearable()
  @Text(200)
  provider?: string | null;

  @ApiPropertyOptional({ enum: ACCOUNT_KINDS })
  @Optional()
  @OneOf(ACCOUNT_KINDS)
  kind?: AccountKind;

  @ApiPropertyOptional({ enum: ACCOUNT_STATUSES })
  @Optional()
  @OneOf(ACCOUNT_STATUSES)
  status?: AccountStatus;

  @Clearable()
  @ObjectOf(() => HolderDto)
  holder?: HolderDto | null;

  @Clearable()
  @TimeInWorld()
  firstSeenAt?: PartialTime | null;

  @Clearable()
  @TimeInWorld()
  lastSeenAt?: PartialTime | null;

  @Clearable()
  @Text(4000)
  note?: string | null;

  /** Up to your own clearance; null: as the case. */
  @Marking()
  tlp?: Tlp | null;

  /** Why; kept with the change. */
  @Optional()
  @Text(4000)
  reason?: string;
}

const LINK_KINDS = ['claim', 'finding', 'disclosure', 'evidence'] as const;

/** A link to a record of the same case. */
export class LinkDto {
  @ApiProperty({ enum: LINK_KINDS })
  @OneOf(LINK_KINDS)
  kind: RecordLink['kind'];

  @Uuid()
  id: string;
}

export class PivotDto {
  @Uuid()
  fromAccountId: string;

  @Uuid()
  toAccountId: string;

  @Optional()
  @Text(500)
  method?: string;

  @Optional()
  @TimeInWorld()
  at?: PartialTime;

  @Optional()
  @ListOf(() => LinkDto, 100)
  evidence?: LinkDto[];

  /** Up to your own clearance; left out: as the case. */
  @Marking()
  tlp?: Tlp | null;
}

export class PivotPatchDto {
  @Clearable()
  @Text(500)
  method?: string | null;

  @Clearable()
  @TimeInWorld()
  at?: PartialTime | null;

  @Optional()
  @ListOf(() => LinkDto, 100)
  evidence?: LinkDto[];

  /** Up to your own clearance; null: as the case. */
  @Marking()
  tlp?: Tlp | null;

  /** Why; kept with the change. */
  @Optional()
  @Text(4000)
  reason?: string;
}

const COMMENTED_KINDS = [
  'incident',
  'account',
  'pivot',
  'disclosure',
  'artifact',
  'claim',
  'finding',
  'evidence',
  'hypothesis',
  'task',
] as const;

export class CommentedDto {
  @ApiProperty({ enum: COMMENTED_KINDS })
  @OneOf(COMMENTED_KINDS)
  kind: string;

  @Uuid()
  id: string;
}

export class CommentDto {
  /** `@name@example.org` in it tells that person, where they may read it. */
  @Text(20_000)
  body: string;

  @Optional()
  @ObjectOf(() => CommentedDto)
  on?: CommentedDto;

  /** Up to your own clearance; left out: as the case. */
  @Marking()
  tlp?: Tlp | null;
}

export class CommentPatchDto {
  @Optional()
  @Text(20_000)
  body?: string;

  /** Up to your own clearance; null: as the case. */
  @Marking()
  tlp?: Tlp | null;
}

export class TaskDto {
  @Text(300)
  title: string;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: false })
  @Optional()
  @Uuid()
  assigneeId?: UserId;

  @Optional()
  @Instant()
  dueAt?: string;

  /** Up to your own clearance; left out: as the case. */
  @Marking()
  tlp?: Tlp | null;
}

export class TaskPatchDto {
  @Optional()
  @Text(300)
  title?: string;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  @Clearable()
  @Uuid()
  assigneeId?: UserId | null;

  @Clearable()
  @Instant()
  dueAt?: string | null;

  @ApiPropertyOptional({ enum: TASK_STATUSES })
  @Optional()
  @OneOf(TASK_STATUSES)
  status?: TaskStatus;

  /** Up to your own clearance; null: as the case. */
  @Marking()
  tlp?: Tlp | null;

  /** Why; kept with the change. */
  @Optional()
  @Text(4000)
  reason?: string;
}
