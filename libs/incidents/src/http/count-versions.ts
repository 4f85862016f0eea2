import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { CallerRequest } from '@app/access/http';
import { showsAll } from '../sight-of-records.js';
import { ShownVersions } from '../queries/shown-versions.query.js';
import type { VersionCount } from '../version-count.rules.js';

const WHOLE = /^\d{1,9}$/;
const ETAG = /^((?:W\/)?")?(\d{1,9})("?)$/;
/** What bears a version of the case, in whatever is answered below one. */
const COUNTED: ReadonlySet<string> = new Set(['version', 'caseVersion']);

/**
 * Whoever is not shown everything of a case counts its versions over what they are shown (ADR 0014). Behind the
 * guards that let them in, what they ask by (`If-Match`, `caseVersion`) becomes the case's own versions; see
 * {@link countVersions} for the way back.
 */
@Injectable()
export class VersionsGuard implements CanActivate {
  constructor(private readonly versions: ShownVersions) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<CallerRequest>();
    const { caller, sight } = request;
    const asked = askedBy(request);
    const count = caller && sight && asked ? await this.versions.of(caller, sight) : null;
    if (count && asked) {
      translate(request, asked, count);
    }
    return true;
  }
}

interface Asked {
  /** The parts of an ETag of ours, with the number in the middle. */
  readonly match: RegExpExecArray | null;
  readonly version: string | null;
}

/** By which versions a request asks; what is no version at all is refused as for everybody else. */
function askedBy({ headers, query }: CallerRequest): Asked | undefined {
  const version = ((query ?? {}) as Record<string, unknown>)['caseVersion'];
  const match = ETAG.exec(headers['if-match']?.trim() ?? '');
  const known = typeof version === 'string' && WHOLE.test(version) ? version : null;
  return match || known !== null ? { match, version: known } : undefined;
}

function translate(request: CallerRequest, { match, version }: Asked, count: VersionCount): void {
  if (match) {
    const [, before = '', number, after = ''] = match;
    request.headers['if-match'] = `${before}${count.lastVersionOf(Number(number))}${after}`;
  }
  if (version !== null) {
    (request.query as Record<string, string>)['caseVersion'] = String(count.versionOf(Number(version)));
  }
}

/** Counts the versions in every answer below a case. To be added before answers are tagged with them. */
export function countVersions(fastify: FastifyInstance, versions: ShownVersions): void {
  fastify.addHook('preSerialization', async (request, _reply, answer: unknown) => {
    const { caller, sight } = request as CallerRequest;
    if (!caller || !sight || showsAll(sight)) {
      return answer;
    }
    const newest = highest(answer);
    const count = newest === 0 ? null : await versions.of(caller, sight, newest);
    return count ? counted(answer, count) : answer;
  });
}

function highest(value: unknown): number {
  if (typeof value !== 'object' || value === null) {
    return 0;
  }
  return Object.entries(value).reduce(
    (found, [key, item]) => Math.max(found, COUNTED.has(key) && typeof item === 'number' ? item : highest(item)),
    0,
  );
}

function counted(value: unknown, count: VersionCount): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => counted(item, count));
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      COUNTED.has(key) && typeof item === 'number' ? count.counted(item) : counted(item, count),
    ]),
  );
}
