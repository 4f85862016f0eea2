import { Transform } from 'class-transformer';
import { Max, Min, IsInt } from 'class-validator';
import { Optional, Text } from './fields.js';

/** Items of a page when the client does not say. */
export const PAGE_DEFAULT = 50;
export const PAGE_MAX = 200;

const toNumber = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;

/** A whole number in a query string. */
export const WholeInQuery =
  (min: number, max: number): PropertyDecorator =>
  (target, property) => {
    Transform(toNumber)(target, property as string);
    IsInt()(target, property as string);
    Min(min)(target, property as string);
    Max(max)(target, property as string);
  };

/** What every list takes. */
export class PageQuery {
  /** How many items at the most. */
  @Optional()
  @WholeInQuery(1, PAGE_MAX)
  limit?: number;

  /** `nextCursor` of the page before. */
  @Optional()
  @Text(500)
  cursor?: string;
}
