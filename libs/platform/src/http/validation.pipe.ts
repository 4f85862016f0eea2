import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { Invalid, Problem, type Fault } from '../problem.js';

const PLAIN = new Set<unknown>([String, Number, Boolean, Array, Object, undefined]);
const STRICT = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true };
/** Faults named in one answer at the most. */
const FAULTS_MAX = 50;

/**
 * Validates bodies and queries against their DTO classes: unknown fields are refused,
 * and what passes is an instance of the class.
 *
 * @throws {Problem} 422 `invalid` for bodies; 400 `unknown_parameter` or 422 `invalid` for queries.
 */
@Injectable()
export class DtoPipe implements PipeTransform {
  transform(value: unknown, { metatype, type }: ArgumentMetadata): unknown {
    if (PLAIN.has(metatype) || !metatype || (type !== 'body' && type !== 'query')) {
      return value;
    }
    return type === 'body' ? body(metatype, value) : query(metatype, value);
  }
}

type DtoClass = (new () => object) & {
  /** Of a route that needs nothing said: no body at all is one that says nothing. */
  readonly bodyMayBeLeftOut?: boolean;
};

function body(dto: DtoClass, value: unknown): object {
  if (value === undefined && dto.bodyMayBeLeftOut) {
    return new dto();
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw Invalid.at('', 'not_an_object', 'The body must be a JSON object.');
  }
  return checked(dto, value, (faults) => new Invalid(faults));
}

/** Classes that pass where nothing at all is sent: asked once each, since most queries are empty. */
const passesEmpty = new WeakMap<DtoClass, boolean>();

function mayBeEmpty(dto: DtoClass): boolean {
  const known = passesEmpty.get(dto);
  const passes = known ?? validateSync(new dto(), STRICT).length === 0;
  passesEmpty.set(dto, passes);
  return passes;
}

function query(dto: DtoClass, value: unknown): object {
  if (Object.keys(value as object).length === 0 && mayBeEmpty(dto)) {
    return new dto();
  }
  const nul = Object.entries(value as object).find(([name, text]) => `${name}${text}`.includes('\0'));
  if (nul) {
    throw Invalid.at(nul[0], 'broken_text', 'The text holds a NUL.');
  }
  return checked(dto, value as object, (faults) =>
    faults.every((fault) => fault.code === 'unknown_field')
      ? new Problem(400, 'unknown_parameter', 'The address has a parameter that this route does not take.', { faults })
      : new Invalid(faults),
  );
}

function checked(dto: DtoClass, plain: object, problem: (faults: Fault[]) => Problem): object {
  const strange = strangeNames(plain, '').slice(0, FAULTS_MAX);
  if (strange.length > 0) {
    throw problem(strange);
  }
  const instance = plainToInstance(dto, plain, { exposeUnsetFields: false });
  const errors = validateSync(instance, STRICT);
  if (errors.length > 0) {
    throw problem(faultsOf(errors, '').slice(0, FAULTS_MAX));
  }
  return instance;
}

/**
 * Fields named as what every object has (`constructor`, `__proto__`, `toString`). No field of
 * ours is; class-transformer drops some of them unseen, and takes `constructor` for a class.
 */
function strangeNames(value: unknown, parent: string): Fault[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const listed = Array.isArray(value);
  return Object.entries(value).flatMap(([name, item]) => {
    const path = pathOf(parent, name, listed);
    return !listed && name in Object.prototype ? [unknownField(path, name)] : strangeNames(item, path);
  });
}

const pathOf = (parent: string, name: string, listed: boolean): string =>
  listed ? `${parent}[${name}]` : parent === '' ? name : `${parent}.${name}`;

const unknownField = (path: string, name: string): Fault => ({
  path,
  code: 'unknown_field',
  message: `There is no field "${name}" here.`,
});

function faultsOf(errors: readonly ValidationError[], parent: string): Fault[] {
  return errors.flatMap((error) => {
    const path = pathOf(parent, error.property, Array.isArray(error.target));
    const own = Object.entries(error.constraints ?? {}).map(([constraint, message]) =>
      constraint === 'whitelistValidation'
        ? unknownField(path, error.property)
        : { path, code: CODES[constraint] ?? snake(constraint), message: sentence(message) },
    );
    return [...own, ...faultsOf(error.children ?? [], path)];
  });
}

const CODES: Readonly<Record<string, string>> = {
  isString: 'wrong_type',
  isInt: 'wrong_type',
  isBoolean: 'wrong_type',
  isArray: 'wrong_type',
  isObject: 'wrong_type',
  nestedValidation: 'wrong_type',
  isIn: 'not_allowed',
  isLength: 'wrong_length',
  isUuid: 'not_an_id',
  arrayMaxSize: 'too_many',
  isDefined: 'missing',
  unknownValue: 'wrong_type',
};

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
