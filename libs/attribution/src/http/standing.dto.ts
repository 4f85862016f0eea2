import { PageQuery, Instant, Optional } from '@app/platform/http';

export class CompareQuery {
  /** The earlier moment, on both clocks. */
  @Instant()
  from: string;

  /** The later moment, on both clocks. */
  @Instant()
  to: string;

  /** What was known, where that clock is to stand elsewhere than `from`. */
  @Optional()
  @Instant()
  fromKnownAt?: string;

  /** What was known, where that clock is to stand elsewhere than `to`. */
  @Optional()
  @Instant()
  toKnownAt?: string;
}

/** A page of the versions of a case that were looked at. */
export class StandingHistoryQuery extends PageQuery {}
