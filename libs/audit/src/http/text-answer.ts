import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What is the same for everybody who is signed in may be kept by the browser of one, and by no cache between. */
const CHANGING = 'private, no-cache';
/** A tile of a log is what it is for ever. */
const IMMUTABLE = 'private, max-age=31536000, immutable';

const TEXT = 'text/plain; charset=utf-8';

/** What is asked for, and where the answer goes. */
export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Text that changes with the log: with a tag, so that who has it already is told so (RFC 9110, section 13.1.2). */
export async function answerText(exchange: Exchange, text: string): Promise<void> {
  await answer(exchange, { body: Buffer.from(text, 'utf8'), type: TEXT, kept: CHANGING });
}

/** Bytes that never change under their address. */
export async function answerForEver(exchange: Exchange, body: Buffer): Promise<void> {
  await answer(exchange, { body, type: 'application/octet-stream', kept: IMMUTABLE });
}

async function answer(
  { request, reply }: Exchange,
  { body, type, kept }: { body: Buffer; type: string; kept: string },
): Promise<void> {
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  void reply.headers({ 'cache-control': kept, etag: tag });
  if (isKnown(request.headers['if-none-match'], tag)) {
    await reply.status(304).send();
    return;
  }
  await reply.type(type).send(body);
}

/** Weak or strong, one of several, or any. */
const isKnown = (header: string | undefined, tag: string): boolean =>
  header !== undefined &&
  header
    .split(',')
    .map((one) => one.trim().replace(/^W\//, ''))
    .some((one) => one === '*' || one === tag);
