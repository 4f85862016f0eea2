import type { Product } from './product.js';

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly etag: string | undefined;
}

/** A browser in which someone has signed in: it keeps the cookie and sends the CSRF token. */
export class SignedIn {
  private constructor(
    private readonly base: string,
    private readonly cookie: string,
    private readonly csrfToken: string,
  ) {}

  static async as(product: Product, email: string, password: string): Promise<SignedIn> {
    const base = `${product.address}/api/v1`;
    const answer = await fetch(`${base}/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    const body = (await answer.json()) as { csrfToken: string };
    if (answer.status !== 200) {
      throw new Error(`${email} cannot sign in: ${answer.status} ${JSON.stringify(body)}`);
    }
    const cookie = answer.headers.getSetCookie().map((set) => set.split(';')[0]);
    return new SignedIn(base, cookie.join('; '), body.csrfToken);
  }

  async get<Body>(path: string): Promise<Answer<Body>> {
    return await this.send<Body>('GET', path);
  }

  /** What is no JSON, as it is. */
  async text(path: string): Promise<string> {
    const answer = await fetch(this.base + path, { headers: { cookie: this.cookie } });
    const text = await answer.text();
    if (answer.status !== 200) {
      throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`);
    }
    return text;
  }

  async post<Body>(path: string, body: object, headers: Record<string, string> = {}): Promise<Answer<Body>> {
    return await this.send<Body>('POST', path, body, headers);
  }

  async patch<Body>(path: string, body: object, etag: string): Promise<Answer<Body>> {
    return await this.send<Body>('PATCH', path, body, { 'if-match': etag });
  }

  private async send<Body>(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const answer = await fetch(this.base + path, {
      method,
      headers: {
        cookie: this.cookie,
        'x-csrf-token': this.csrfToken,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      body: (text ? JSON.parse(text) : undefined) as Body,
      etag: answer.headers.get('etag') ?? undefined,
    };
  }
}
