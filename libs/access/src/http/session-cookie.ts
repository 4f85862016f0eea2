import type { FastifyReply } from 'fastify';

export const SESSION_COOKIE = 'ascribe_session';

/**
 * Tells a browser in which somebody has signed in from those of strangers. By TLS under the
 * prefix that no other host and no plain http can set (RFC 6265bis, section 4.1.3.2).
 */
export const DEVICE_COOKIES = { secure: '__Host-ascribe_device', plain: 'ascribe_device' } as const;

const ATTRIBUTES = { path: '/', httpOnly: true, sameSite: 'lax' as const };

/** `Secure` off localhost (API, auth): on plain http the browser would drop it. */
export function setSessionCookie(reply: FastifyReply, secret: string, expires: Date, secure: boolean): void {
  void reply.setCookie(SESSION_COOKIE, secret, { ...ATTRIBUTES, secure, expires });
}

export function clearSessionCookie(reply: FastifyReply, secure: boolean): void {
  void reply.clearCookie(SESSION_COOKIE, { ...ATTRIBUTES, secure });
}

/** Only our own pages sign in: the cookie is sent with nothing else. */
export function setDeviceCookie(reply: FastifyReply, token: string, expires: Date, secure: boolean): void {
  const name = secure ? DEVICE_COOKIES.secure : DEVICE_COOKIES.plain;
  void reply.setCookie(name, token, { ...ATTRIBUTES, sameSite: 'strict', secure, expires });
}

const TOKEN = /^[\w-]{43}$/;

/** What the browser holds of an earlier sign-in, where it looks like a token of ours. */
export function deviceTokenOf(
  cookies: Readonly<Record<string, string | undefined>>,
  secure: boolean,
): string | undefined {
  const token = cookies[secure ? DEVICE_COOKIES.secure : DEVICE_COOKIES.plain];
  return token && TOKEN.test(token) ? token : undefined;
}
