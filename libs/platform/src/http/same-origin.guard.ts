import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problem.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
/** What a browser says of a page of ours, and of whoever types an address (Fetch Metadata, W3C, section 2.3). */
const OURS = new Set(['same-origin', 'none']);

/**
 * A page of another site, or of a neighbour below our domain, sends us nothing that changes anything: the browser
 * says where a request comes from, and no script can make it say otherwise. The token that sessions need stands
 * besides; this also covers sign-in, which has none yet. Programs say nothing, and are asked for their key.
 */
@Injectable()
export class SameOriginGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { method, headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const site = headers['sec-fetch-site'];
    if (!SAFE.has(method) && site !== undefined && !(typeof site === 'string' && OURS.has(site))) {
      throw new Problem(403, 'cross_site_request', 'Requests from other sites change nothing here.');
    }
    return true;
  }
}
