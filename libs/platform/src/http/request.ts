import type { FastifyRequest } from 'fastify';
import type { Problem } from '../problem.js';

/** What the edge leaves on a request for those behind it. */
export interface EdgeRequest extends FastifyRequest {
  /** Why the body cannot be used. Thrown when the body is asked for, after sign-in, sight and right. */
  bodyFault?: Problem;
  /** The exact bytes of the body; kept only where the request has an idempotency key. */
  rawBody?: Buffer;
}
