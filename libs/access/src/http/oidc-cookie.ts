import type { FastifyReply, FastifyRequest } from 'fastify';

/** Tells this browser from others while it is at a provider. It opens nothing by itself. */
export const PROVIDER_COOKIE = 'ascribe_provider';

const FORM = /^[\w-]{43}$/;
/** As long as the way to a provider and back may take. */
const SECONDS = 10 * 60;

/**
 * `Lax` and not `Strict`: the way back is a navigation from the provider's site, with which
 * `Strict` cookies do not come. It is sent to the addresses of this sign-in only.
 */
export function setProviderCookie(reply: FastifyReply, secret: string, secure: boolean): void {
  void reply.setCookie(PROVIDER_COOKIE, secret, {
    path: '/api/v1/auth/oidc',
    httpOnly: true,
    sameSite: 'lax',
    secure,
    maxAge: SECONDS,
  });
}

export function providerCookie({ cookies }: FastifyRequest): string | null {
  const secret = cookies[PROVIDER_COOKIE];
  return secret !== undefined && FORM.test(secret) ? secret : null;
}
