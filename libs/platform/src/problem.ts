/** One fault of a request: where (`affectedAccounts[0].kind`), what (stable code), and in words. */
export interface Fault {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

export type ProblemStatus = 400 | 401 | 403 | 404 | 409 | 412 | 413 | 415 | 422 | 428 | 429 | 503;

/**
 * A refusal that the caller can act on (RFC 9457); anything else that is thrown is a
 * bug and answers 500.
 *
 * `code` is public API: never renamed, never reused. Nothing here may tell what the
 * caller may not see.
 */
export class Problem extends Error {
  readonly faults: readonly Fault[];
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly status: ProblemStatus,
    readonly code: string,
    title: string,
    more: { faults?: readonly Fault[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(title, more.cause === undefined ? undefined : { cause: more.cause });
    this.faults = more.faults ?? [];
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

/** Absent, or not to be seen by this caller: the two are not told apart. */
export class NotFound extends Problem {
  constructor(what = 'record') {
    super(404, 'not_found', `There is no such ${what}, or you may not see it.`);
  }
}

/** The caller knows that the record exists and may not do this to it. */
export class Forbidden extends Problem {
  constructor(title = 'You may not do that here.') {
    super(403, 'forbidden', title);
  }
}

/** Well-formed, but not valid. */
export class Invalid extends Problem {
  constructor(faults: readonly Fault[], title = 'The request is not valid.') {
    super(422, 'invalid', title, { faults });
  }

  static at(path: string, code: string, message: string): Invalid {
    return new Invalid([{ path, code, message }]);
  }
}

/** `If-Match` names a version after which the record was changed. */
export class StaleVersion extends Problem {
  constructor() {
    super(412, 'stale_version', 'This was changed since you read it. Nothing was written; read it again.');
  }
}

/**
 * Holds where the record was not changed after the version that the client read. A later
 * version of the case that left this record alone is no conflict.
 *
 * @throws {StaleVersion} otherwise.
 */
export function requireUnchanged(readVersion: number, recordVersion: number, caseVersion: number): void {
  if (readVersion < recordVersion || readVersion > caseVersion) {
    throw new StaleVersion();
  }
}

export class Conflict extends Problem {
  constructor(code: string, title: string) {
    super(409, code, title);
  }
}
