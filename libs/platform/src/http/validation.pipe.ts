import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { Invalid, Problem, type Fault } from '../problem.js';

const PLAIN = new Set<unknown>([String, Number, Boolean, Array, Object, undefined]);
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

type DtoClass = new () => object;

function body(dto: DtoClass, value: unknown): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw Invalid.at('', 'not_an_object', 'The body must be a JSON object.');
  }
  return checked(dto, value, (faults) => new Invalid(faults));
}

function query(dto: DtoClass, value: unknown): object {
  return checked(dto, value as object, (faults) =>
    faults.every((fault) => fault.code === 'unknown_field')
      ? new Problem(400, 'unknown_parameter', 'The address has a parameter that this route does not take.', { faults })
      : new Invalid(faults),
  );
}

function checked(dto: DtoClass, plain: object, problem: (faults: Fault[]) => Problem): object {
  const instance = plainToInstance(dto, plain, { exposeUnsetFields: false });
  const errors = validateSync(instance, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
  if (errors.length > 0) {
    throw problem(faultsOf(errors, '').slice(0, FAULTS_MAX));
  }
  return instance;
}

function faultsOf(errors: readonly ValidationError[], parent: string): Fault[] {
  return errors.flatMap((error) => {
    const path = /^\d+$/.test(error.property)
      ? `${parent}[${error.property}]`
      : parent === ''
        ? error.property
        : `${parent}.${error.property}`;
    const own = Object.entries(error.constraints ?? {}).map(([constraint, message]) => ({
      path,
      code: CODES[constraint] ?? snake(constraint),
      message: constraint === 'whitelistValidation' ? `There is no field "${error.property}" here.` : sentence(message),
    }));
    return [...own, ...faultsOf(error.children ?? [], path)];
  });
}

const CODES: Readonly<Record<string, string>> = {
  whitelistValidation: 'unknown_field',
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
