import { SetMetadata } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isUuid } from '@app/platform';
import type { CaseSight } from '../caller.js';
import { readsAsAuditor, type CaseRead, type CaseReads, type ReadGround } from '../reads.repository.js';
import type { CallerRequest } from './decorators.js';

export const READ_LOGGED = 'ascribe:read-logged';

/** A route of a case whose answers are logged whoever reads them: the names of undisclosed holders, and what leaves the product. */
export const LogsReads = (ground: 'export' | 'names'): MethodDecorator => SetMetadata(READ_LOGGED, ground);

/** Query parameters that name a moment; of the others, nothing is kept. */
const MOMENTS = ['knownAt', 'validAt', 'caseVersion', 'from', 'to', 'size'] as const;
/** What of a moment is kept at the most: an RFC 3339 instant has fewer characters. */
const MOMENT_CHARACTERS_MAX = 40;

/** Why this person's read of the case is logged, whatever route it is by; null where it is not. */
export function groundOf(sight: CaseSight): ReadGround | null {
  if (sight.elevated) {
    return 'break_glass';
  }
  return readsAsAuditor(sight) ? 'auditor' : null;
}

/** What is kept of a read: the route, the record that its address names, and the moment that was asked for. */
export function readOf(request: FastifyRequest, sight: CaseSight, ground: ReadGround): CaseRead {
  const { incidentId, organizationId } = sight;
  const [what, recordId, moment] = [routeOf(request), recordOf(request), momentOf(request)];
  return { incidentId, organizationId, ground, what, recordId, moment };
}

/** `GET /incidents/:incidentId/claims`: as the API is written, without the base path. */
export const routeOf = ({ method, routeOptions }: FastifyRequest): string =>
  `${method} ${(routeOptions.url ?? '').replace(/^\/api\/v\d+/, '')}`;

function recordOf({ params }: FastifyRequest): string | null {
  const { incidentId: _, ...others } = params as Record<string, string>;
  return Object.values(others).findLast(isUuid) ?? null;
}

function momentOf({ query }: FastifyRequest): CaseRead['moment'] {
  const asked = (query ?? {}) as Record<string, unknown>;
  const given = MOMENTS.filter((name) => typeof asked[name] === 'string').map((name) => [
    name,
    String(asked[name]).slice(0, MOMENT_CHARACTERS_MAX),
  ]);
  return given.length > 0 ? (Object.fromEntries(given) as Record<string, string>) : null;
}

/**
 * The reads that the guard marked are written before their answer leaves, and only where there is an answer:
 * what was refused or is not there was not read. Where the log cannot be written there is no content. A hook and
 * no interceptor, since it has to stand behind streams too.
 */
export function logReads(fastify: FastifyInstance, reads: CaseReads): void {
  fastify.addHook('onSend', async (request, reply, payload) => {
    const { readInHand } = request as CallerRequest;
    if (!readInHand || reply.statusCode >= 400) {
      return payload;
    }
    try {
      await reads.log(readInHand.caller, readInHand.read);
      return payload;
    } catch (failure) {
      (payload as { destroy?: () => void } | null)?.destroy?.();
      return withheld(request, reply, (failure as Error).message);
    }
  });
}

/** Nothing of what was read, not its size or its tag either. */
function withheld(request: FastifyRequest, reply: FastifyReply, title: string): string {
  for (const name of ['etag', 'content-length', 'content-disposition', 'last-modified']) {
    reply.removeHeader(name);
  }
  const { requestId, code } = { requestId: String(request.id), code: 'unavailable' };
  void reply.status(503).header('retry-after', '2').type('application/problem+json; charset=utf-8');
  return JSON.stringify({ type: `urn:ascribe:problem:${code}`, title, status: 503, detail: title, code, requestId });
}
