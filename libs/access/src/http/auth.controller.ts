import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isUuid, NotFound } from '@app/platform';
import { SignIn } from '../actions/sign-in.js';
import type { Caller } from '../caller.js';
import { Sessions } from '../sessions.repository.js';
import { CurrentCaller, Public, SignedIn } from './decorators.js';
import { clearSessionCookie, setSessionCookie } from './session-cookie.js';
import { SignInDto } from './sign-in.dto.js';
import { MeView, presentMe, SessionPage } from './me.view.js';

@ApiTags('auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
  ) {}

  /** Begins a session; the cookie is the credential. */
  @Post('login')
  @HttpCode(200)
  @Public('whoever signs in is not signed in yet')
  async login(
    @Body() body: SignInDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MeView> {
    const { secret, expiresAt, me } = await this.signIn.execute(
      { email: body.email, password: body.password, source: request.ip },
      request.headers['user-agent'],
    );
    setSessionCookie(reply, secret, expiresAt, request.protocol === 'https');
    return presentMe(me);
  }

  @Post('logout')
  @HttpCode(204)
  @SignedIn('ends the session of the caller')
  async logout(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    if (caller.session) {
      await this.sessions.end(caller.session.id, caller.userId);
    }
    clearSessionCookie(reply, request.protocol === 'https');
  }

  @Get('me')
  @SignedIn('tells the caller who they are')
  me(@CurrentCaller() caller: Caller): MeView {
    return presentMe({ ...caller, csrfToken: caller.session?.csrfToken ?? null });
  }

  @Get('sessions')
  @SignedIn('lists the sessions of the caller')
  async list(@CurrentCaller() caller: Caller): Promise<SessionPage> {
    const rows = await this.sessions.list(caller.userId);
    return {
      items: rows.map((row) => ({
        id: row.id,
        userAgent: row.userAgent,
        createdAt: row.createdAt.toISOString(),
        expiresAt: row.expiresAt.toISOString(),
        current: row.id === caller.session?.id,
      })),
      nextCursor: null,
    };
  }

  /** Ends one of the caller's own sessions. */
  @Delete('sessions/:sessionId')
  @HttpCode(204)
  @SignedIn('ends a session of the caller, and of nobody else')
  async end(@CurrentCaller() caller: Caller, @Param('sessionId') sessionId: string): Promise<void> {
    if (!isUuid(sessionId) || !(await this.sessions.end(sessionId, caller.userId))) {
      throw new NotFound('session');
    }
  }
}
