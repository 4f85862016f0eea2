import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem, type Fault } from '../problem.js';
import { Repeated } from '../unit-of-work.js';
import { receiptHeader } from './receipt.js';

/** Answers of the framework itself that reach a client, in our words. */
const FRAMEWORK: Readonly<Record<number, readonly [string, string]>> = {
  400: ['malformed_request', 'The request is malformed.'],
  404: ['not_found', 'There is nothing at this address.'],
  405: ['method_not_allowed', 'This address does not take that method.'],
  413: ['body_too_large', 'The body has one mebibyte or more.'],
  414: ['address_too_long', 'The address is too long.'],
  415: ['unsupported_media_type', 'Send application/json.'],
};

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors?: readonly Fault[];
  readonly requestId: string;
}

/** SQL states that a client's input can cause in spite of all checks before: they are its fault, and not ours. */
const INPUT_STATES: Readonly<Record<string, readonly [409 | 422, string, string]>> = {
  '23505': [409, 'already_exists', 'There is one like it already.'],
  '23503': [422, 'unknown_reference', 'The request names a record that is not there.'],
  '23514': [422, 'invalid', 'The request is not valid.'],
  '22P05': [422, 'broken_text', 'The text cannot be stored.'],
};

/**
 * Everything thrown becomes `application/problem+json` (RFC 9457). What nobody foresaw says only the request id.
 * Only a repeated request is no problem: it is answered as the first time.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('edge');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    if (thrown instanceof Repeated) {
      // Sent again as the first time; the status of the route is set already.
      const receipt = thrown.receipt === null ? {} : receiptHeader([thrown.receipt]);
      void reply.headers({ 'idempotency-replayed': 'true', ...receipt }).send(thrown.answer);
      return;
    }
    this.answer(thrown, http.getRequest<FastifyRequest>(), reply);
  }

  /** Also for what Fastify throws before Nest is reached. */
  answer(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const told = this.told(thrown, String(request.id));
    if (told.retryAfterSeconds !== undefined) {
      void reply.header('retry-after', String(told.retryAfterSeconds));
    }
    if (told.status === 401) {
      void reply.header('www-authenticate', 'Bearer realm="ascribe"');
    }
    void reply
      .status(told.status)
      .header('cache-control', 'no-store')
      .type('application/problem+json; charset=utf-8')
      .send(JSON.stringify(bodyOf(told, String(request.id))));
  }

  private told(thrown: unknown, requestId: string): Told {
    const known = asProblem(thrown);
    if (known) {
      const { code, message, faults, retryAfterSeconds } = known;
      return { status: known.status, code, title: message, faults, retryAfterSeconds };
    }
    const status = frameworkStatus(thrown);
    const words = FRAMEWORK[status];
    if (words && status < 500) {
      return { status, code: words[0], title: words[1] };
    }
    if (isOverload(thrown)) {
      return UNAVAILABLE;
    }
    // The message of an unknown error may hold case content (a database error quotes values): the log gets its kind and place.
    this.log.error({ requestId, error: describe(thrown) });
    return {
      status: 500,
      code: 'internal_error',
      title: 'Something went wrong on our side. See whether it was written before you repeat it.',
    };
  }
}

/** What a client is told. */
interface Told {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly faults?: readonly Fault[];
  readonly retryAfterSeconds?: number | undefined;
}

const UNAVAILABLE: Told = {
  status: 503,
  code: 'unavailable',
  title: 'The service cannot answer just now. Nothing was written; try again.',
  retryAfterSeconds: 2,
};

function asProblem(thrown: unknown): Problem | undefined {
  if (thrown instanceof Problem) {
    return thrown;
  }
  const { code, constraint } = (thrown ?? {}) as { code?: string; constraint?: string };
  const input = typeof code === 'string' && constraint !== undefined ? INPUT_STATES[code] : undefined;
  return input ? new Problem(input[0], input[1], input[2]) : undefined;
}

const frameworkStatus = (thrown: unknown): number =>
  thrown instanceof HttpException
    ? thrown.getStatus()
    : ((thrown as { statusCode?: number } | null)?.statusCode ?? 500);

/** Connections refused or exhausted, or the database going down: the client should come again. */
function isOverload(thrown: unknown): boolean {
  const { code, message } = (thrown ?? {}) as { code?: string; message?: string };
  return (
    ['ECONNREFUSED', 'ECONNRESET', '53300', '57P01', '57P03', '08006'].includes(code ?? '') ||
    (message ?? '').includes('timeout exceeded when trying to connect')
  );
}

function bodyOf({ status, code, title, faults = [] }: Told, requestId: string): ProblemBody {
  const body = { type: `urn:ascribe:problem:${code}`, title, status, detail: detailOf(title, faults), code, requestId };
  return faults.length > 0 ? { ...body, errors: faults } : body;
}

const detailOf = (title: string, faults: readonly Fault[]): string =>
  faults.length === 0
    ? title
    : faults
        .map((fault) => (fault.path ? `${fault.path}: ${fault.message}` : fault.message))
        .slice(0, 5)
        .join(' ');

/** The chain of causes by kind, code and place, without messages of drivers. */
function describe(thrown: unknown): object {
  const error = thrown as Error & { code?: string; constraint?: string; table?: string };
  return {
    name: error?.name,
    code: error?.code,
    table: error?.table,
    constraint: error?.constraint,
    message: error?.code ? undefined : error?.message,
    stack: error?.stack
      ?.split('\n')
      .slice(1, 12)
      .map((line) => line.trim()),
    cause: error?.cause ? describe(error.cause) : undefined,
  };
}
