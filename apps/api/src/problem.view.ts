/** One fault of a request. */
export class FaultView {
  /** Where: `affectedAccounts[0].kind`; empty for the whole. */
  path: string;
  /** What, for programs. */
  code: string;
  /** What, in words. */
  message: string;
}

/** `application/problem+json`, RFC 9457. */
export class ProblemView {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** Stable, `snake_case`. */
  code: string;
  errors?: FaultView[];
  requestId: string;
}
