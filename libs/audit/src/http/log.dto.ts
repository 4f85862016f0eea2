import { ApiPropertyOptional } from '@nestjs/swagger';
import { Instant, OneOf, Optional, PageQuery, WholeInQuery } from '@app/platform/http';

/** Entries of a log, at the most, that an address names. */
export const LOG_SIZE_MAX = 999_999_999;

export class CheckpointQuery {
  /** Of exactly this size; left out: the newest. */
  @Optional()
  @WholeInQuery(0, LOG_SIZE_MAX)
  size?: number;
}

const KEY_ROLES = ['log', 'receipt'] as const;

export class KeyQuery {
  /** What the keys sign: the log's checkpoints (the default), or receipts and bundles. */
  @ApiPropertyOptional({ enum: KEY_ROLES })
  @Optional()
  @OneOf(KEY_ROLES)
  role?: (typeof KEY_ROLES)[number];
}

export class EntriesQuery extends PageQuery {
  /** The first index. */
  @Optional()
  @WholeInQuery(0, LOG_SIZE_MAX)
  from?: number;
}

export class InclusionQuery {
  /** Of the entry, from 0. */
  @WholeInQuery(0, LOG_SIZE_MAX)
  index: number;

  /** Of the tree: at most that of the newest checkpoint. */
  @WholeInQuery(1, LOG_SIZE_MAX)
  size: number;
}

export class ConsistencyQuery {
  /** Size of the earlier tree. */
  @WholeInQuery(0, LOG_SIZE_MAX)
  from: number;

  /** Size of the later one: at most that of the newest checkpoint. */
  @WholeInQuery(0, LOG_SIZE_MAX)
  to: number;
}

export class CaseLedgerQuery extends PageQuery {
  /** Size of a checkpoint: what was in the log then. Left out: the newest, and what waits for its place. */
  @Optional()
  @WholeInQuery(1, LOG_SIZE_MAX)
  size?: number;
}

export class BundleQuery {
  /** What had been recorded by then. */
  @Optional()
  @Instant()
  knownAt?: string;

  /** Size of the checkpoint that it is proven against; left out: the newest. */
  @Optional()
  @WholeInQuery(1, LOG_SIZE_MAX)
  size?: number;

  /** Size of a checkpoint that you keep: the bundle leads from it to its own. */
  @Optional()
  @WholeInQuery(1, LOG_SIZE_MAX)
  from?: number;
}

const NAMES = ['included'] as const;

export class CaseBundleQuery extends BundleQuery {
  /** `included`: the names behind pseudonyms too, for those who may read them. That look is logged by itself. */
  @ApiPropertyOptional({ enum: NAMES })
  @Optional()
  @OneOf(NAMES)
  names?: (typeof NAMES)[number];
}
