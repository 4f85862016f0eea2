import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { SEVERITIES, STATUSES } from '@app/incidents';
import { RecordsQuery } from '@app/incidents/http';
import { TLP } from '@app/platform';
import { Instant, OneOf, Optional, PageQuery, Text, Uuid } from '@app/platform/http';
import { ArrayMaxSize, IsArray, IsIn } from 'class-validator';
import { CATEGORIES } from '../categories.js';
import { SORTS, type Sort } from '../queries/incident-list.query.js';

/** `?status=reported,triage` or the parameter repeated. */
const AnyOf =
  (values: readonly string[]): PropertyDecorator =>
  (target, property) => {
    const key = property as string;
    ApiPropertyOptional({ enum: values, isArray: true })(target, property);
    Transform(({ value }: { value: unknown }) =>
      [value].flat().flatMap((item) => (typeof item === 'string' ? item.split(',') : [item])),
    )(target, key);
    IsArray()(target, key);
    ArrayMaxSize(20)(target, key);
    IsIn([...values], { each: true })(target, key);
  };

export class IncidentsQuery extends PageQuery {
  @Optional()
  @AnyOf(STATUSES)
  status?: string[];

  @Optional()
  @AnyOf(SEVERITIES)
  severity?: string[];

  @Optional()
  @AnyOf(CATEGORIES)
  category?: string[];

  @Optional()
  @AnyOf(TLP)
  tlp?: string[];

  /** Cases with a hypothesis on this threat actor. */
  @Optional()
  @Uuid()
  actorId?: string;

  @Optional()
  @Uuid()
  leadId?: string;

  @Optional()
  @Text(50)
  tag?: string;

  /** Words of reference, title, summary and tags. */
  @Optional()
  @Text(200)
  q?: string;

  @Optional()
  @Uuid()
  organizationId?: string;

  /** From this instant on. */
  @Optional()
  @Instant()
  reportedFrom?: string;

  /** Before this instant. */
  @Optional()
  @Instant()
  reportedTo?: string;

  /** Cases of which anything changed since. */
  @Optional()
  @Instant()
  updatedSince?: string;

  @ApiPropertyOptional({ enum: SORTS })
  @Optional()
  @OneOf(SORTS)
  sort?: Sort;
}

const ORDERS = ['world', 'recorded'] as const;

export class TimelineQuery extends RecordsQuery {
  /** By time in the world (the default), or by when it was recorded. */
  @ApiPropertyOptional({ enum: ORDERS })
  @Optional()
  @OneOf(ORDERS)
  order?: (typeof ORDERS)[number];
}

const DIRECTIONS = ['asc', 'desc'] as const;

export class HistoryQuery extends PageQuery {
  /** Oldest first (the default), or newest first. */
  @ApiPropertyOptional({ enum: DIRECTIONS })
  @Optional()
  @OneOf(DIRECTIONS)
  order?: (typeof DIRECTIONS)[number];
}

export class SearchQuery extends PageQuery {
  /** Words that must all be there; the last one may be begun only. */
  @Text(200)
  q: string;
}
