import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { Problem } from '../problem.js';
import type { EdgeRequest } from './request.js';

const QUERY_PARAMETER = '4:';

/**
 * The second door, behind sign-in, sight and right: throws the body's fault, and refuses
 * parameters that the route does not take. A guard and no interceptor: one interceptor
 * alone makes Nest wrap every answer in streams.
 */
@Injectable()
export class EdgeGuard implements CanActivate {
  private readonly takesQuery = new WeakMap<object, boolean>();

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<EdgeRequest>();
    if (request.bodyFault) {
      throw request.bodyFault;
    }
    this.refuseParameters(context, request);
    return true;
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
