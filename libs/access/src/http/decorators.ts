import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { EdgeRequest } from '@app/platform/http';
import type { Caller, CaseSight } from '../caller.js';
import type { CaseVerb } from '../case.policy.js';
import type { OrganizationVerb } from '../organization.policy.js';
import type { ReadInHand } from '../reads.repository.js';

/** What a route demands of whoever calls it. Every route declares one; the API does not start otherwise. */
export type Demand =
  | { readonly of: 'everyone'; readonly why: string }
  | { readonly of: 'signed_in'; readonly why: string }
  | { readonly of: 'session'; readonly why: string }
  | { readonly of: 'administrator'; readonly why: string }
  | { readonly of: 'case'; readonly verb: CaseVerb }
  | { readonly of: 'organization'; readonly verb: OrganizationVerb };

export const DEMAND = 'ascribe:demand';

/** A route of a case (`:incidentId`): the caller must see the case (404) and hold the right (403). */
export const Requires = (verb: CaseVerb): MethodDecorator & ClassDecorator =>
  SetMetadata(DEMAND, { of: 'case', verb } satisfies Demand);

/** A route of an organization (`:organizationId`): the caller must be a member (404) and hold the right (403). */
export const RequiresInOrganization = (verb: OrganizationVerb): MethodDecorator & ClassDecorator =>
  SetMetadata(DEMAND, { of: 'organization', verb } satisfies Demand);

/** Anyone who is signed in; what is answered is scoped to the caller. `why` says how. */
export const SignedIn = (why: string): MethodDecorator & ClassDecorator =>
  SetMetadata(DEMAND, { of: 'signed_in', why } satisfies Demand);

/** Anyone who is signed in with a browser's session: no API key does this, whoever made it. */
export const SignedInByPerson = (why: string): MethodDecorator & ClassDecorator =>
  SetMetadata(DEMAND, { of: 'session', why } satisfies Demand);

/** Those who administer the installation, by session. */
export const RequiresAdministrator = (why: string): MethodDecorator & ClassDecorator =>
  SetMetadata(DEMAND, { of: 'administrator', why } satisfies Demand);

export const UNATTENDED = 'ascribe:unattended';

/** A page asks this by itself, whether anybody looks at it or not: it keeps no session in use. */
export const Unattended = (): MethodDecorator => SetMetadata(UNATTENDED, true);

/** Anyone at all. `why` says why that is right. */
export const Public = (why: string): MethodDecorator & ClassDecorator =>
  SetMetadata(DEMAND, { of: 'everyone', why } satisfies Demand);

export interface CallerRequest extends EdgeRequest {
  caller?: Caller;
  sight?: CaseSight;
  /** Set where `caller` is borrowed: who really asks. */
  viewer?: Caller;
  /** Set by the guard where the answer is to be logged before it is sent. */
  readInHand?: ReadInHand;
}

export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<CallerRequest>();
  if (!caller) {
    throw new Error('The route asks for a caller and is open to everyone.');
  }
  return caller;
});

/** How the caller sees the case of the address. Only on routes that declare `@Requires`. */
export const CurrentSight = createParamDecorator((_: unknown, context: ExecutionContext): CaseSight => {
  const { sight } = context.switchToHttp().getRequest<CallerRequest>();
  if (!sight) {
    throw new Error('The route asks for a case and does not declare @Requires.');
  }
  return sight;
});
