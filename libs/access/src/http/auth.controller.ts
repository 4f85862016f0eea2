import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SignIn } from '../actions/sign-in.js';
import type { Caller } from '../caller.js';
import { SecondFactors } from '../second-factors.repository.js';
import { Sessions } from '../sessions.repository.js';
import { CurrentCaller, Public, SignedIn } from './decorators.js';
import { MeView, presentMe } from './me.view.js';
import { clearSessionCookie, deviceTokenOf, setDeviceCookie, setSessionCookie } from './session-cookie.js';
import { SignInDto } from './sign-in.dto.js';

@ApiTags('auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly factors: SecondFactors,
  ) {}

  /**
   * Begins a session; the cookie is the credential. To a right password of a person with a second factor, 401
   * `second_factor_required` asks for its code in `totp`.
   */
  @Post('login')
  @HttpCode(200)
  @Public('whoever signs in is not signed in yet')
  async login(
    @Body() { email, password, totp }: SignInDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MeView> {
    const secure = request.protocol === 'https';
    const deviceToken = deviceTokenOf(request.cookies, secure);
    const { secret, expiresAt, me, device } = await this.signIn.execute(
      { email, password, code: totp, source: request.ip, deviceToken, requestId: String(request.id) },
      request.headers['user-agent'],
    );
    setSessionCookie(reply, secret, expiresAt, secure);
    if (device) {
      setDeviceCookie(reply, device.token, device.expiresAt, secure);
    }
    return presentMe(me, await this.factors.standing(me.userId));
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
  async me(@CurrentCaller() caller: Caller): Promise<MeView> {
    const { session } = caller;
    return presentMe(
      { ...caller, csrfToken: session?.csrfToken ?? null, secondFactorPassed: session?.secondFactorPassed ?? false },
      session ? await this.factors.standing(caller.userId) : null,
    );
  }
}
