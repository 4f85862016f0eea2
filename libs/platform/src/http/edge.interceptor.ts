import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import type { FastifyReply } from 'fastify';
import { catchError, map, of, throwError, type Observable } from 'rxjs';
import { Problem } from '../problem.js';
import { Repeated } from '../unit-of-work.js';
import type { EdgeRequest } from './request.js';

const QUERY_PARAMETER = '4:';

/**
 * What every route does alike, once sign-in, sight and right are decided: throws the
 * body's fault, refuses parameters that the route does not take, answers a repeated
 * request as the first time, and tags single resources with their version.
 */
@Injectable()
export class EdgeInterceptor implements NestInterceptor {
  private readonly takesQuery = new WeakMap<object, boolean>();

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<EdgeRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    if (request.bodyFault) {
      throw request.bodyFault;
    }
    this.refuseParameters(context, request);
    return next.handle().pipe(
      catchError((error: unknown) => {
        if (error instanceof Repeated) {
          void reply.header('idempotency-replayed', 'true');
          return of(error.answer);
        }
        return throwError(() => error);
      }),
      map((answer) => tag(answer, reply)),
    );
  }

  private refuseParameters(context: ExecutionContext, request: EdgeRequest): void {
    const [unknown] = Object.keys((request.query ?? {}) as object);
    if (unknown === undefined) {
      return;
    }
    const handler = context.getHandler();
    let takes = this.takesQuery.get(handler);
    if (takes === undefined) {
      const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), handler.name) ?? {}) as object;
      takes = Object.keys(args).some((key) => key.startsWith(QUERY_PARAMETER));
      this.takesQuery.set(handler, takes);
    }
    if (!takes) {
      throw new Problem(400, 'unknown_parameter', 'The address has a parameter that this route does not take.', {
        faults: [{ path: unknown, code: 'unknown_field', message: 'This route takes no such parameter.' }],
      });
    }
  }
}

/** The ETag of a single resource is its version (RFC 9110, section 8.8.3). */
function tag(answer: unknown, reply: FastifyReply): unknown {
  if (typeof answer === 'object' && answer !== null && !reply.hasHeader('etag')) {
    const { version } = answer as { version?: unknown };
    if (typeof version === 'number') {
      void reply.header('etag', etagOf(version));
    }
  }
  return answer;
}

export const etagOf = (version: number): string => `"${version}"`;
