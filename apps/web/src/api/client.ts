import { ApiProblem, unreachable, type ProblemBody } from './problem';

type Query = Record<string, string | number | boolean | undefined | null>;

export interface CallOptions {
  query?: Query;
  body?: unknown;
  /** The version that the change was made from; sent as `If-Match`. */
  version?: number;
  /** One for each submission of a form, kept for its retries. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

let csrfToken = '';

/** What `/auth/me` gave; unsafe methods must carry it. */
export function holdCsrfToken(token: string): void {
  csrfToken = token;
}

export const api = {
  get: async <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
    await call<T>('GET', path, { query, signal }),
  post: async <T>(path: string, options: CallOptions = {}): Promise<T> => await call<T>('POST', path, options),
  patch: async <T>(path: string, options: CallOptions = {}): Promise<T> => await call<T>('PATCH', path, options),
  delete: async <T>(path: string, options: CallOptions = {}): Promise<T> => await call<T>('DELETE', path, options),
};

async function call<T>(method: string, path: string, options: CallOptions): Promise<T> {
  const response = await send(method, `/api/v1${path}${queryText(options.query)}`, options);
  const text = await response.text();
  if (!response.ok) {
    throw problemFrom(response, text);
  }
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function send(method: string, url: string, options: CallOptions): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' });
  if (method !== 'GET') {
    headers.set('x-csrf-token', csrfToken);
  }
  if (options.body !== undefined) {
    headers.set('content-type', 'application/json');
  }
  if (options.version !== undefined) {
    headers.set('if-match', `"${options.version}"`);
  }
  if (options.idempotencyKey) {
    headers.set('idempotency-key', options.idempotencyKey);
  }
  try {
    return await fetch(url, {
      method,
      headers,
      credentials: 'same-origin',
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (error) {
    throw options.signal?.aborted ? error : unreachable();
  }
}

function queryText(query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
  return text ? `?${text}` : '';
}

function problemFrom(response: Response, text: string): ApiProblem {
  const retryAfter = Number(response.headers.get('retry-after')) || undefined;
  try {
    return new ApiProblem({ ...(JSON.parse(text) as ProblemBody), status: response.status }, retryAfter);
  } catch {
    return new ApiProblem({ status: response.status, code: 'unreadable_answer', title: 'The answer could not be read.' }, retryAfter);
  }
}
