import { applyDecorators } from '@nestjs/common';
import { Matches } from 'class-validator';
import { Text } from '@app/platform/http';

/** Text on one line: names go into mail headers and lists, where a line break would pretend to be something else. */
export const Line = (max: number): PropertyDecorator =>
  applyDecorators(Text(max), Matches(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, { message: '$property must be on one line' }));
