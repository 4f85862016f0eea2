import { Body, Controller, Get, Post, Req, Res, type OnModuleInit } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ManageSecondFactor } from '../actions/manage-second-factor.js';
import { SecondFactorSeal } from '../second-factor-seal.js';
import { SecondFactors } from '../second-factors.repository.js';
import type { SessionSecret } from '../sessions.repository.js';
import type { InSession } from '../sign-in-changes.js';
import { SignedInByPerson } from './decorators.js';
import { CurrentSession } from './in-session.js';
import { MeView, presentMe } from './me.view.js';
import { CodeDto, EnrollmentDto, ProofDto } from './second-factor.dto.js';
import {
  ConfirmationView,
  EnrollmentView,
  presentSecondFactor,
  RecoveryCodesView,
  SecondFactorView,
} from './second-factor.view.js';
import { setSessionCookie } from './session-cookie.js';

@ApiTags('auth')
@Controller('auth/totp')
export class SecondFactorController implements OnModuleInit {
  constructor(
    private readonly managing: ManageSecondFactor,
    private readonly factors: SecondFactors,
    private readonly seal: SecondFactorSeal,
  ) {}

  onModuleInit(): void {
    this.seal.sayWhatIsMissing();
  }

  @Get()
  @SignedInByPerson('tells the caller of their own second factor')
  async show(@CurrentSession() who: InSession): Promise<SecondFactorView> {
    return await this.standing(who);
  }

  /** Offers an authenticator a secret. Where there is one already, a code of it is needed, and it is replaced. */
  @Post('enrollments')
  @SignedInByPerson('offers a second factor to the caller')
  async enroll(@CurrentSession() who: InSession, @Body() { code }: EnrollmentDto): Promise<EnrollmentView> {
    const { secret, uri, expiresAt } = await this.managing.enroll(who, code);
    return { secret, uri, expiresAt: expiresAt.toISOString() };
  }

  /** Sets it up by its first code: ten recovery codes, shown once. The session gets another secret, and others end. */
  @Post('confirmations')
  @SignedInByPerson('sets up the second factor that was offered to the caller')
  async confirm(
    @CurrentSession() who: InSession,
    @Body() { code }: CodeDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConfirmationView> {
    const { recoveryCodes, session } = await this.managing.confirm(who, code);
    hold(session, request, reply);
    return { recoveryCodes, csrfToken: session.csrfToken };
  }

  /** Passes the second factor in a session that began without it; the session gets another secret. */
  @Post('verifications')
  @SignedInByPerson('passes the second factor of the caller')
  async verify(
    @CurrentSession() who: InSession,
    @Body() { code }: ProofDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MeView> {
    const session = await this.managing.verify(who, code);
    hold(session, request, reply);
    return await this.managing.me(session, presentMe);
  }

  /** Ten new recovery codes in place of those before; others of the caller's sessions end. */
  @Post('recovery-codes')
  @SignedInByPerson('gives the caller other recovery codes')
  async renew(@CurrentSession() who: InSession, @Body() { code }: ProofDto): Promise<RecoveryCodesView> {
    return { recoveryCodes: await this.managing.renewRecoveryCodes(who, code) };
  }

  /** Takes the second factor away, unless an organization of the caller demands it; others of their sessions end. */
  @Post('removals')
  @SignedInByPerson('takes the second factor of the caller away')
  async remove(@CurrentSession() who: InSession, @Body() { code }: ProofDto): Promise<SecondFactorView> {
    await this.managing.remove(who, code);
    return await this.standing(who);
  }

  private async standing({ caller }: InSession): Promise<SecondFactorView> {
    return presentSecondFactor(await this.factors.standing(caller.userId), this.seal.available);
  }
}

function hold({ secret, expiresAt }: SessionSecret, request: FastifyRequest, reply: FastifyReply): void {
  setSessionCookie(reply, secret, expiresAt, request.protocol === 'https');
}
