import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isUuid, NotFound, page } from '@app/platform';
import { PAGE_DEFAULT, PageQuery } from '@app/platform/http';
import { ChangePassword } from '../actions/change-password.js';
import { EndSessions } from '../actions/end-sessions.js';
import type { InSession } from '../sign-in-changes.js';
import type { Caller } from '../caller.js';
import { Sessions } from '../sessions.repository.js';
import { SignInEvents } from '../sign-in-events.repository.js';
import { CurrentCaller, SignedIn, SignedInByPerson } from './decorators.js';
import { CurrentSession } from './in-session.js';
import { clearSessionCookie } from './session-cookie.js';
import {
  PasswordChangeView,
  presentSession,
  presentSignInEvent,
  SessionEndingView,
  SessionPage,
  SignInEventPage,
} from './sessions.view.js';
import { PasswordChangeDto, SessionEndingDto } from './sign-in.dto.js';

/** A person's own sign-in: sessions, password, and what was changed. */
@ApiTags('auth')
@Controller('auth')
export class SessionsController {
  constructor(
    private readonly sessions: Sessions,
    private readonly ending: EndSessions,
    private readonly changing: ChangePassword,
    private readonly events: SignInEvents,
  ) {}

  @Get('sessions')
  @SignedIn('lists the sessions of the caller')
  async list(@CurrentCaller() caller: Caller): Promise<SessionPage> {
    const rows = await this.sessions.list(caller.userId);
    return { items: rows.map((row) => presentSession(row, caller.session?.id)), nextCursor: null };
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

  /** Ends all other sessions of the caller, or signs out everywhere. */
  @Post('session-endings')
  @SignedInByPerson('ends sessions of the caller, and of nobody else')
  async endAll(
    @CurrentSession() who: InSession,
    @Body() { scope }: SessionEndingDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionEndingView> {
    const ended = await this.ending.execute(who, scope);
    if (scope === 'all') {
      clearSessionCookie(reply, request.protocol === 'https');
    }
    return { ended };
  }

  /** Gives the caller another password, and ends their other sessions. */
  @Post('password-changes')
  @SignedInByPerson('changes the password of the caller, who gives the present one')
  async changePassword(@CurrentSession() who: InSession, @Body() body: PasswordChangeDto): Promise<PasswordChangeView> {
    return { changedAt: (await this.changing.execute(who, body)).toISOString() };
  }

  /** What was changed in how the caller signs in, newest first. */
  @Get('sign-in-events')
  @SignedIn('lists what changed in the sign-in of the caller')
  async changes(
    @CurrentCaller() caller: Caller,
    @Query() { limit = PAGE_DEFAULT, cursor }: PageQuery,
  ): Promise<SignInEventPage> {
    const rows = await this.events.list(caller, { limit, cursor });
    return page(rows, limit, presentSignInEvent, ({ id }) => [id]);
  }
}
