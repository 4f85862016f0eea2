import type { FastifyReply } from 'fastify';

export const SESSION_COOKIE = 'ascribe_session';

const ATTRIBUTES = { path: '/', httpOnly: true, sameSite: 'lax' as const };

/** `Secure` off localhost (API, auth): on plain http the browser would drop it. */
export function setSessionCookie(reply: FastifyReply, secret: string, expires: Date, secure: boolean): void {
  void reply.setCookie(SESSION_COOKIE, secret, { ...ATTRIBUTES, secure, expires });
}

export function clearSessionCookie(reply: FastifyReply, secure: boolean): void {
  void reply.clearCookie(SESSION_COOKIE, { ...ATTRIBUTES, secure });
}
