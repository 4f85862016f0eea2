import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiFoundResponse, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem, type ProblemStatus } from '@app/platform';
import type { Caller } from '../caller.js';
import { ProviderSessions } from '../identity-providers/provider-sessions.js';
import { Providers } from '../identity-providers/providers.js';
import { Refused } from '../identity-providers/refused.js';
import { SECURITY_PAGE, SignInWithProvider } from '../identity-providers/sign-in-with-provider.js';
import { CurrentCaller, Public, SignedInByPerson } from './decorators.js';
import { providerCookie, setProviderCookie } from './oidc-cookie.js';
import { GoingView, presentProvider, ProviderPage } from './oidc.view.js';
import { SESSION_COOKIE, setSessionCookie } from './session-cookie.js';

@ApiTags('auth')
@Controller('auth/oidc')
export class OidcController {
  constructor(
    private readonly providers: Providers,
    private readonly signIn: SignInWithProvider,
    private readonly sessions: ProviderSessions,
  ) {}

  /** The identity providers at which one can sign in. */
  @Get()
  @Public('the sign-in page shows them to whoever is not signed in yet')
  list(): ProviderPage {
    return { items: this.providers.list().map(presentProvider), nextCursor: null };
  }

  /** For a browser: leads to the provider; or, where that cannot be, to `/sign-in?problem=`. */
  @Get(':provider/start')
  @ApiQuery({ name: 'next', required: false, description: 'The page of ours to end at.' })
  @ApiFoundResponse({ description: 'To the provider.' })
  @Public('whoever signs in is not signed in yet')
  async start(
    @Param('provider') provider: string,
    @Query() query: Readonly<Record<string, unknown>>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    try {
      const going = { provider, next: query['next'], linking: null };
      leave(reply, await this.go(request, reply, going));
    } catch (error) {
      leave(reply, this.signIn.refuse(provider, asRefused(error)));
    }
  }

  /** Where providers send browsers back to. */
  @Get(':provider/callback')
  @ApiExcludeEndpoint()
  @Public('whoever comes back is not signed in yet; what they bring is checked')
  async callback(
    @Param('provider') provider: string,
    @Query() _query: Readonly<Record<string, unknown>>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { to, begun } = await this.signIn.come({
      provider,
      query: new URLSearchParams(request.url.split('?', 2)[1] ?? ''),
      browser: providerCookie(request),
      session: request.cookies[SESSION_COOKIE] ?? null,
      source: request.ip,
      userAgent: request.headers['user-agent'],
      requestId: String(request.id),
    });
    if (begun) {
      setSessionCookie(reply, begun.secret, begun.expiresAt, request.protocol === 'https');
    }
    leave(reply, to);
  }

  /**
   * Begins to link an account of the provider to the caller. A request of our own page and no
   * link to follow: a page of somebody else could lead the browser there, signed in as someone
   * else at the provider.
   */
  @Post(':provider/links')
  @HttpCode(201)
  @SignedInByPerson('links an account to the caller, and to nobody else')
  async link(
    @CurrentCaller() caller: Caller,
    @Param('provider') provider: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<GoingView> {
    const linking = await this.sessions.linking(caller);
    try {
      return { location: await this.go(request, reply, { provider, next: SECURITY_PAGE, linking }) };
    } catch (error) {
      throw problemOf(asRefused(error));
    }
  }

  private async go(
    request: FastifyRequest,
    reply: FastifyReply,
    going: Pick<Parameters<SignInWithProvider['go']>[0], 'provider' | 'next' | 'linking'>,
  ): Promise<string> {
    const asked = { ...going, source: request.ip, browser: providerCookie(request) };
    const { location, browser } = await this.signIn.go(asked);
    setProviderCookie(reply, browser, request.protocol === 'https');
    return location;
  }
}

/** 302, and not 303 or 307: both ways it answers a GET (API). */
const leave = (reply: FastifyReply, to: string): void => void reply.redirect(to, 302);

function asRefused(error: unknown): Refused {
  if (error instanceof Refused) {
    return error;
  }
  throw error;
}

const PROBLEMS: Partial<Record<Refused['refusal'], readonly [ProblemStatus, string, number?]>> = {
  unknown_provider: [404, 'There is no such provider.'],
  too_many_attempts: [429, 'Too many attempts. Wait, then try again.', 60],
};

function problemOf({ refusal }: Refused): Problem {
  const [status, title, retryAfterSeconds] = PROBLEMS[refusal] ?? [503, 'The provider does not answer.', 10];
  return new Problem(status, refusal === 'unknown_provider' ? 'not_found' : refusal, title, {
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}
