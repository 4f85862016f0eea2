import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Clock, Conflict, Forbidden, isUuid, NotFound, Problem, type Idempotency } from '@app/platform';
import { ApiKeys } from '../api-keys.repository.js';
import { Authentication, type Credential, type Recognized } from '../authentication.repository.js';
import type { Caller, CaseSight } from '../caller.js';
import { mayInCase, type CaseVerb } from '../case.policy.js';
import { mayInOrganization, type OrganizationVerb } from '../organization.policy.js';
import { UNATTENDED, DEMAND, type CallerRequest, type Demand } from './decorators.js';
import { groundOf, READ_LOGGED, readOf } from './log-reads.js';
import { SESSION_COOKIE } from './session-cookie.js';
import { borrow, refuseViewAs, viewAsAsked } from './view-as.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
/** `INC-2024-0001`: four digits or more. */
const REFERENCE = /^INC-\d{4}-\d{4,9}$/;
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;

/**
 * The one door: sign-in (401), forged requests (403), sight (404), right (403), in this
 * order, before anything of the request is looked at.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authentication: Authentication,
    private readonly keys: ApiKeys,
    private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const demand = this.reflector.getAllAndOverride<Demand | undefined>(DEMAND, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (!demand) {
      throw new Error('The route declares nothing of access.');
    }
    if (demand.of === 'everyone') {
      return true;
    }
    const request = context.switchToHttp().getRequest<CallerRequest>();
    const inUse = !this.reflector.get<boolean | undefined>(UNATTENDED, context.getHandler());
    const recognized = await this.recognize(request, inUse);
    const caller = callerOf(recognized, request);
    refuseForged(caller, request);
    request.caller = caller;
    if (demand.of === 'case') {
      request.sight = sightOf(recognized, request);
      request.caller = { ...caller, caseId: request.sight.incidentId };
      await this.enterCase(context, request.caller, demand.verb);
    } else if (demand.of === 'organization') {
      requireOrganizationRight(caller, demand.verb, request);
    } else if (demand.of === 'session' || demand.of === 'administrator') {
      requirePerson(caller, demand.of);
    }
    requireScope(caller, request);
    if (demand.of !== 'case') {
      refuseViewAs(request);
    }
    return true;
  }

  /** The case, as the caller sees it, or as somebody else does whom a manager of the case looks as. */
  private async enterCase(context: ExecutionContext, caller: Caller, verb: CaseVerb): Promise<void> {
    const request = context.switchToHttp().getRequest<CallerRequest>();
    const sight = request.sight as CaseSight;
    const participantId = viewAsAsked(request, caller, sight);
    if (participantId === null) {
      requireCaseRight(sight, verb, request);
      this.markRead(context, caller, sight);
      return;
    }
    const borrowed = await borrow(this.authentication, caller, { sight, participantId });
    requireCaseRight(borrowed.sight, verb, request);
    request.viewer = caller;
    request.caller = { ...borrowed.caller, caseId: sight.incidentId };
    request.sight = borrowed.sight;
    request.readInHand = { caller, read: { ...readOf(request, sight, 'view_as'), viewedAsId: participantId } };
  }

  /** Whether the answer is to be logged before it is sent. */
  private markRead(context: ExecutionContext, caller: Caller, sight: CaseSight): void {
    const request = context.switchToHttp().getRequest<CallerRequest>();
    if (!SAFE.has(request.method)) {
      return;
    }
    const declared = this.reflector.get<'export' | 'names' | undefined>(READ_LOGGED, context.getHandler());
    const ground = declared ?? groundOf(sight);
    if (ground) {
      request.readInHand = { caller, read: readOf(request, sight, ground) };
    }
  }

  private async recognize(request: CallerRequest, inUse: boolean): Promise<Recognized> {
    const credential = credentialOf(request);
    const recognized = credential && (await this.authentication.recognize(credential, caseNamed(request), inUse));
    if (!recognized) {
      throw new Problem(401, 'sign_in_required', 'Sign in first.');
    }
    if (recognized.keyId) {
      await this.keys.used(recognized.keyId, this.clock.now());
    }
    return recognized;
  }
}

function credentialOf(request: CallerRequest): Credential | null {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const key = /^Bearer (ask_[A-Za-z0-9_-]{20,100})$/.exec(authorization)?.[1];
    return key ? { kind: 'key', secret: key } : null;
  }
  const session = request.cookies[SESSION_COOKIE];
  return session ? { kind: 'session', secret: session } : null;
}

const parameter = (request: CallerRequest, name: string): string | undefined =>
  (request.params as Record<string, string | undefined>)[name];

/** The case that the address names, by id or by reference. */
function caseNamed(request: CallerRequest): { incidentId: string | null; reference: string | null } {
  const named = parameter(request, 'incidentId') ?? '';
  return { incidentId: isUuid(named) ? named : null, reference: REFERENCE.test(named) ? named : null };
}

function callerOf(found: Recognized, request: CallerRequest): Caller {
  const idempotency = idempotencyOf(found, request);
  return {
    userId: found.userId,
    name: found.name,
    email: found.email,
    administrator: found.administrator,
    memberships: found.memberships,
    organizationIds: found.memberships.map((seat) => seat.organizationId),
    requestId: String(request.id),
    receipts: [],
    ...(found.keyId ? { key: { id: found.keyId, scopes: found.scopes ?? [] } } : {}),
    ...(found.sessionId && found.csrfToken ? { session: sessionOf(found, found.sessionId, found.csrfToken) } : {}),
    ...(idempotency ? { idempotency } : {}),
  };
}

const sessionOf = (
  { secondFactorPassed }: Recognized,
  id: string,
  csrfToken: string,
): NonNullable<Caller['session']> => ({ id, csrfToken, secondFactorPassed });

function idempotencyOf(found: Recognized, request: CallerRequest): Idempotency | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined || request.method !== 'POST') {
    return undefined;
  }
  if (typeof key !== 'string' || !IDEMPOTENCY_KEY.test(key)) {
    request.bodyFault ??= new Problem(
      400,
      'malformed_idempotency_key',
      'An Idempotency-Key is 1 to 200 visible ASCII characters.',
    );
    return undefined;
  }
  const fingerprint = createHash('sha256')
    .update(`${request.method} ${request.url}\n`)
    .update(request.rawBody ?? '')
    .digest();
  return { caller: found.keyId ?? found.userId, key, fingerprint };
}

/** A page of another site can send our cookie, and not our token. */
function refuseForged(caller: Caller, request: CallerRequest): void {
  if (!caller.session || SAFE.has(request.method)) {
    return;
  }
  const sent = Buffer.from(String(request.headers['x-csrf-token'] ?? ''));
  const expected = Buffer.from(caller.session.csrfToken);
  if (sent.length !== expected.length || !timingSafeEqual(sent, expected)) {
    throw new Problem(403, 'csrf_token_invalid', 'Send the X-CSRF-Token that /auth/me gives.');
  }
}

function sightOf({ cases }: Recognized, request: CallerRequest): CaseSight {
  const [seen, other] = cases ?? [];
  if (!seen) {
    throw new NotFound('incident');
  }
  if (other) {
    throw new Conflict(
      'reference_ambiguous',
      `You see two incidents ${parameter(request, 'incidentId')}: name one by its id.`,
    );
  }
  return seen;
}

function requireCaseRight(sight: CaseSight, verb: CaseVerb, request: CallerRequest): void {
  if (mayInCase(sight, verb)) {
    return;
  }
  // A part of the case that the caller may not read does not exist for them.
  throw SAFE.has(request.method) ? new NotFound() : new Forbidden();
}

function requireOrganizationRight(caller: Caller, verb: OrganizationVerb, request: CallerRequest): void {
  const organizationId = parameter(request, 'organizationId') ?? '';
  if (!mayInOrganization(caller, organizationId, 'organization.read')) {
    throw new NotFound('organization');
  }
  if (!mayInOrganization(caller, organizationId, verb)) {
    throw new Forbidden();
  }
}

function requirePerson(caller: Caller, of: 'session' | 'administrator'): void {
  if (!caller.session) {
    throw new Forbidden('An API key cannot do that: sign in.');
  }
  if (of === 'administrator' && !caller.administrator) {
    throw new Forbidden();
  }
}

function requireScope(caller: Caller, request: CallerRequest): void {
  if (caller.key && !caller.key.scopes.includes(SAFE.has(request.method) ? 'read' : 'write')) {
    throw new Forbidden('This API key does not carry the scope for that.');
  }
}
