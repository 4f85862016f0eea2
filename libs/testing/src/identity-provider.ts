import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const PROGRAM = join(import.meta.dirname, 'oidc-server.mjs');

/** What the provider says of an account. */
export interface ProviderAccount {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly amr?: readonly string[];
  readonly acr?: string;
}

export interface ProviderClient {
  readonly client_id: string;
  readonly client_secret: string;
  readonly redirect_uris: readonly string[];
}

/** A real OpenID Connect provider on this machine. Whoever starts it stops it. */
export class IdentityProviderUnderTest {
  private constructor(
    private readonly child: ChildProcess,
    readonly issuer: string,
  ) {}

  /** At `port`, or at one that is free. */
  static async start(given: {
    port?: number;
    clients: readonly ProviderClient[];
    accounts: Readonly<Record<string, ProviderAccount>>;
  }): Promise<IdentityProviderUnderTest> {
    const child = spawn(process.execPath, ['--no-warnings', PROGRAM, JSON.stringify(given)], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const said = once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>;
    const died = once(child, 'exit').then(() => {
      throw new Error('The identity provider did not start.');
    });
    const [line] = await Promise.race([said, died]);
    died.catch(() => undefined);
    return new IdentityProviderUnderTest(child, (JSON.parse(line) as { issuer: string }).issuer);
  }

  /** What it says of the account from now on. */
  async account(id: string, account: ProviderAccount): Promise<void> {
    await fetch(`${this.issuer}/test/accounts/${id}`, { method: 'PUT', body: JSON.stringify(account) });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) {
      return;
    }
    const ended = once(this.child, 'exit');
    this.child.stdin?.end();
    await ended;
  }

  /**
   * Signs in there as a browser would, from the address that a client sent it to.
   *
   * @returns the address that the browser is sent back to.
   */
  async signIn(location: string, account: string): Promise<URL> {
    const cookies = new Map<string, string>();
    const go = async (url: URL, body?: URLSearchParams): Promise<URL | null> => {
      const answer = await fetch(url, {
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(body ? { method: 'POST', body } : {}),
      });
      for (const cookie of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        cookies.set(name, value);
      }
      await answer.arrayBuffer();
      const to = answer.headers.get('location');
      return to === null ? null : new URL(to, url);
    };
    let at = new URL(location);
    // Authorization, the page that asks who it is, its form, the way back: no more than ten steps.
    for (let step = 0; step < 10 && at.origin === this.issuer; step += 1) {
      const asked = at.pathname.startsWith('/interaction/');
      const next = await go(at, asked ? new URLSearchParams({ account }) : undefined);
      if (!next) {
        throw new Error(`The provider stays at ${at.pathname}.`);
      }
      at = next;
    }
    return at;
  }
}
