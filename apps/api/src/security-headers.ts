import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * Everything from our own origin, nothing inline, nobody may frame us.
 * `connect-src 'self'` is what the client and server-sent events need.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), interest-cohort=()',
};

/** The headers of every answer. HSTS only where the request came by TLS: on plain http it has no meaning. */
export function secure(reply: FastifyReply, byTls: boolean): void {
  void reply.headers(HEADERS);
  if (byTls) {
    void reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
  }
}

/** Whether a request came by TLS, of which Fastify itself does not know what the proxy says: one that it refuses at once. */
export const cameByTls = ({ headers, protocol }: FastifyRequest, trustProxy: boolean): boolean =>
  protocol === 'https' || (trustProxy && String(headers['x-forwarded-proto']).split(',').at(-1)?.trim() === 'https');

/** What Fastify refuses before any hook has to be given them by whoever answers it ({@link secure}). */
export function secureHeaders(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    secure(reply, request.protocol === 'https');
    done();
  });
  // What is answered to one caller must not be kept for another.
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (!reply.hasHeader('cache-control')) {
      void reply.header('cache-control', 'no-store');
    }
    done(null, payload);
  });
}
