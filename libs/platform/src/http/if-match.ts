import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problem.js';

/**
 * The version that the client read, from `If-Match` (RFC 9110, section 13.1.1).
 *
 * @throws {Problem} 428 where the header is missing, 400 where it is not a version of ours.
 */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  if (header === undefined) {
    throw new Problem(428, 'if_match_required', 'Send If-Match with the ETag that you read.');
  }
  const found = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header.trim());
  if (!found) {
    throw new Problem(400, 'malformed_if_match', 'If-Match is not an ETag of ours.');
  }
  return Number(found[1]);
});
