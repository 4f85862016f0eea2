/** One field of a request that was refused (`affectedAccounts[0].kind`). */
export interface Fault {
  path: string;
  code: string;
  message: string;
}

/** The body of an RFC 9457 answer, as the API writes it. */
export interface ProblemBody {
  status: number;
  code: string;
  title: string;
  detail?: string;
  errors?: Fault[];
  requestId?: string;
}

/** A refusal by the server, or (status 0) no answer at all. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly faults: readonly Fault[];
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(body: ProblemBody, retryAfterSeconds?: number) {
    super(body.detail ?? body.title);
    this.status = body.status;
    this.code = body.code;
    this.faults = body.errors ?? [];
    this.requestId = body.requestId;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get unreachable(): boolean {
    return this.status === 0;
  }
}

export const unreachable = (): ApiProblem =>
  new ApiProblem({ status: 0, code: 'unreachable', title: 'Ascribe cannot be reached.' });

export const isProblem = (error: unknown, ...codes: (string | number)[]): error is ApiProblem =>
  error instanceof ApiProblem && (codes.length === 0 || codes.includes(error.code) || codes.includes(error.status));

/** A part of the application itself that did not come: no connection, or a newer version since. */
export const isMissingPart = (error: unknown): boolean =>
  error instanceof TypeError && /dynamically imported module|module script/i.test(error.message);

/** What happened, what was kept and what to do, in one or two sentences. */
export function inWords(error: unknown): string {
  if (isMissingPart(error)) {
    return 'This page could not be fetched. Nothing that you typed is lost; try again when you are connected.';
  }
  if (!(error instanceof ApiProblem)) {
    return 'Something went wrong in this page. What you typed is kept; reload to try again.';
  }
  if (error.unreachable) {
    return 'Ascribe cannot be reached. What you typed is kept; try again when you are connected.';
  }
  if (error.code === 'stale_version') {
    return 'Somebody changed this since you opened it. Nothing was written and what you typed is kept: look at what is new, then save again.';
  }
  if (error.status === 401) {
    return 'You are signed out. Sign in again in another tab and come back: what you typed is kept.';
  }
  if (error.status === 429) {
    return `Too many attempts. Try again in ${error.retryAfterSeconds ?? 60} seconds.`;
  }
  if (error.status >= 500) {
    return `Ascribe could not do this just now. What you typed is kept; try again.${error.requestId ? ` If it keeps happening, quote request ${error.requestId}.` : ''}`;
  }
  return error.message;
}
