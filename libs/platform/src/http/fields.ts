import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  IsUrl,
  IsUUID,
  Matches,
  Max,
  Min,
  registerDecorator,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { AHEAD_MAX_MS, PRECISIONS, type Precision } from '../partial-time.js';
import { TLP } from '../tlp.js';

/** The field may be left out. Unlike class-validator's `IsOptional`, it may not be null. */
export const Optional = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

/** In a PATCH: the field may be left out (unchanged) or null (cleared). */
export const Clearable = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined && value !== null);

/** Text of 1 to `max` characters that is not blank. */
export const Text = (max: number): PropertyDecorator =>
  applyDecorators(IsString(), Characters(max), Matches(/\S/u, { message: '$property must not be blank' }));

/**
 * Between 1 and `max` characters as the database counts them: code points. class-validator's
 * `Length` leaves variation selectors out, so that a mebibyte of them would be one character.
 */
function Characters(max: number, each = false): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'isLength',
      target: target.constructor,
      propertyName: property as string,
      options: { each, message: `$property must have 1 to ${max} characters` },
      validator: {
        validate: (value: unknown) => typeof value === 'string' && value.length > 0 && charactersOf(value, max) <= max,
      },
    });
}

/** No text of more than `2 * max` code units has `max` characters: it need not be counted. */
const charactersOf = (text: string, max: number): number =>
  text.length <= max || text.length > 2 * max ? text.length : Array.from(text).length;

export const OneOf = (values: readonly (string | number)[]): PropertyDecorator => IsIn([...values]);

/** How a record is marked (TLP 2.0); left out or null: as its case. */
export const Marking = (): PropertyDecorator =>
  applyDecorators(ApiPropertyOptional({ enum: TLP, nullable: true }), Clearable(), OneOf(TLP));

/** An id; in lower case from here on, as the database gives ids. */
export const Uuid = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value)),
    IsUUID('all'),
  );

/** A link that a person may follow; it is never fetched. */
export const WebAddress = (): PropertyDecorator =>
  applyDecorators(Text(2000), IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false }));

/** A SHA-256 in hex; in lower case from here on. */
export const Sha256 = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value)),
    Matches(/^[0-9a-f]{64}$/, { message: '$property must be a SHA-256 in hex' }),
  );

export const Flag = (): PropertyDecorator => IsBoolean();

export const Whole = (min: number, max: number): PropertyDecorator => applyDecorators(IsInt(), Min(min), Max(max));

/** An array of at most `max` objects of the class. */
export const ListOf = (dto: () => new () => object, max: number): PropertyDecorator =>
  applyDecorators(IsArray(), ArrayMaxSize(max), ObjectsOnly(true), ValidateNested({ each: true }), Type(dto));

/** One object of the class. */
export const ObjectOf = (dto: () => new () => object): PropertyDecorator =>
  applyDecorators(ObjectsOnly(false), ValidateNested(), Type(dto));

/** An array of at most `max` texts of at most `length` characters. */
export const Texts = (max: number, length: number): PropertyDecorator =>
  applyDecorators(IsArray(), ArrayMaxSize(max), IsString({ each: true }), Characters(length, true));

/** Nested validation passes strings by, and takes an array for an object; this does not. */
function ObjectsOnly(listed: boolean): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'isObject',
      target: target.constructor,
      propertyName: property as string,
      options: { message: listed ? '$property must hold objects' : '$property must be an object' },
      validator: {
        validate: (value: unknown) => (listed ? !Array.isArray(value) || value.every(isObject) : isObject(value)),
      },
    });
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

// RFC 3339, section 5.6, with a zone; seconds and fractions as there.
const INSTANT =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
/** The first instant that is taken: nothing before it is an incident of ours. */
const EARLIEST = Date.parse('1900-01-01T00:00:00Z');
const LATEST = Date.parse('2200-01-01T00:00:00Z');

export function isInstant(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > 40 || !INSTANT.test(value)) {
    return false;
  }
  const at = Date.parse(value);
  // Date.parse takes the 31st of February as a day of March; RFC 3339 does not.
  const day = Number(value.slice(8, 10));
  const local = new Date(`${value.slice(0, 10)}T00:00:00Z`);
  return Number.isFinite(at) && local.getUTCDate() === day && at >= EARLIEST && at < LATEST;
}

/** An RFC 3339 instant. */
export function Instant(): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'isInstant',
      target: target.constructor,
      propertyName: property as string,
      options: { message: '$property must be an instant as of RFC 3339, such as 2024-08-10T14:00:00Z' },
      validator: { validate: isInstant },
    });
}

/**
 * The clock that DTOs compare with. The demo sets a clock that stands still; the
 * decorators of a class have nothing else to ask.
 */
export const edgeClock = { now: (): number => Date.now() };

/** A time in the world that may be known in part, not more than a day ahead. */
export class PartialTimeDto {
  /** The first instant of the span; null, or left out, when the precision is `unknown`. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  at?: string | null;

  @ApiProperty({ enum: PRECISIONS })
  precision: Precision;
}

function partialFault(value: unknown): string | null {
  const { at, precision, ...more } = (value ?? {}) as Partial<PartialTimeDto>;
  if (
    typeof value !== 'object' ||
    value === null ||
    Object.keys(more).length > 0 ||
    !PRECISIONS.includes(precision as Precision)
  ) {
    return `$property must be { at, precision }, precision one of ${PRECISIONS.join(', ')}`;
  }
  if (precision === 'unknown') {
    return at === null || at === undefined ? null : '$property.at must be null when the precision is unknown';
  }
  if (!isInstant(at)) {
    return '$property.at must be an instant as of RFC 3339';
  }
  return Date.parse(at) > edgeClock.now() + AHEAD_MAX_MS ? '$property lies more than a day ahead' : null;
}

/** A time in the world: `{ at, precision }`. An instant alone is taken as of precision `instant`. */
export function TimeInWorld(): PropertyDecorator {
  const check: PropertyDecorator = (target, property) =>
    registerDecorator({
      name: 'partialTime',
      target: target.constructor,
      propertyName: property as string,
      validator: {
        validate: (value: unknown) => partialFault(value) === null,
        defaultMessage: (found) => partialFault(found?.value) ?? '$property is not a time',
      },
    });
  return applyDecorators(
    ApiPropertyOptional({ type: PartialTimeDto }),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' ? { at: value, precision: 'instant' } : value,
    ),
    check,
  );
}
