import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { Invalid, Problem } from '../problem.js';
import type { EdgeRequest } from './request.js';
import { dropRest, faultOfStream, isStreamed } from './streamed-body.js';

/** Bodies of this many bytes and more are refused (413). */
export const BODY_BYTES_MAX = 1024 * 1024;
/** Of a body that is too long, so many bytes are read and dropped; then the connection is cut. */
const READ_BYTES_MAX = 16 * BODY_BYTES_MAX;
/** How long a body may take to arrive; then the connection is cut. */
const READ_MS_MAX = 30_000;
/** No request of ours nests deeper than eight; what does is refused before it is parsed. */
export const DEPTH_MAX = 32;

/** A whole report has hundreds. Checking a value takes up to 40 microseconds, and nobody else is answered meanwhile. */
const VALUES_MAX = 30_000;

const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
const JSON_TYPE = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;
/** Escapes that may stand for NUL or for half of a surrogate pair; unescaped, JSON and UTF-8 already forbid both. */
const SUSPICIOUS = /\\u(?:0000|[dD][89a-fA-F])/;

/**
 * One parser for every body, on the raw bytes: size, UTF-8, depth, JSON, NUL, surrogates.
 * It never throws: the fault waits on the request, since sign-in, sight and right are
 * answered before validity. Routes that take a stream (`@StreamedBody`) read it themselves.
 */
export function registerBodyParser(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  // Fastify answers 415 to a content type that it cannot read before anyone is asked who they are.
  fastify.addHook('onRequest', (request, _reply, done) => {
    const given = request.headers['content-type'];
    if (isStreamed(request)) {
      const fault = faultOfStream(request);
      if (fault) {
        (request as EdgeRequest).bodyFault = fault;
      }
    }
    if (given !== undefined && !JSON_TYPE.test(given)) {
      request.headers['content-type'] = 'application/octet-stream';
    }
    done();
  });
  fastify.addContentTypeParser('*', async (request: FastifyRequest, payload: IncomingMessage) => {
    const edge = request as EdgeRequest;
    if (isStreamed(request)) {
      return undefined;
    }
    const bytes = await readBody(payload);
    if (request.headers['idempotency-key'] !== undefined && bytes) {
      edge.rawBody = bytes;
    }
    try {
      return parse(bytes, request.headers['content-type'] ?? '');
    } catch (fault) {
      edge.bodyFault = fault as Problem;
      return undefined;
    }
  });
  fastify.addHook('onSend', (request, _reply, answer, done) => {
    // Of a stream, or of a body that a GET has no use for.
    dropRest(request.raw, READ_BYTES_MAX);
    done(null, answer);
  });
}

/** The body's bytes, or null once it is too long; the rest is read and dropped, so that the client hears the answer. */
async function readBody(payload: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const slow = setTimeout(() => payload.destroy(), READ_MS_MAX);
  try {
    for await (const chunk of payload as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > READ_BYTES_MAX) {
        throw tooLarge();
      }
      if (bytes < BODY_BYTES_MAX) {
        chunks.push(chunk);
      }
    }
  } finally {
    clearTimeout(slow);
  }
  return bytes < BODY_BYTES_MAX ? Buffer.concat(chunks) : null;
}

/** @throws {Problem} 413, 415, 400 `malformed_body`, 422 `invalid`, in this order. */
export function parse(bytes: Buffer | null, contentType: string): unknown {
  if (bytes === null) {
    throw tooLarge();
  }
  if (bytes.length === 0) {
    return undefined;
  }
  if (!JSON_TYPE.test(contentType)) {
    throw new Problem(415, 'unsupported_media_type', 'Send application/json.');
  }
  const text = decode(bytes);
  const names = countNames(text);
  const value = parseJson(text);
  if (names !== countKeys(value)) {
    throw malformed('The body names a field twice.');
  }
  if (SUSPICIOUS.test(text)) {
    refuseBrokenText(value, '');
  }
  return value;
}

const tooLarge = (): Problem => new Problem(413, 'body_too_large', 'The body has one mebibyte or more.');
const malformed = (detail: string): Problem => new Problem(400, 'malformed_body', detail);

function decode(bytes: Buffer): string {
  try {
    return DECODER.decode(bytes);
  } catch {
    throw malformed('The body is not UTF-8.');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw malformed('The body is not JSON.');
  }
}

/**
 * How many names of members stand in the text: colons outside strings.
 *
 * @throws {Problem} the text nests too deep, or holds too many values.
 */
function countNames(text: string): number {
  const seen = { depth: 0, names: 0, commas: 0 };
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) {
        at += 1;
      } else if (code === 0x22) {
        inString = false;
      }
    } else if (code === 0x22) {
      inString = true;
    } else {
      count(code, seen);
    }
  }
  return seen.names;
}

/** Goes by one character that is in no string. */
function count(code: number, seen: { depth: number; names: number; commas: number }): void {
  if (code === 0x3a) {
    seen.names += 1;
  } else if (code === 0x2c) {
    seen.commas += 1;
    if (seen.commas >= VALUES_MAX) {
      throw malformed(`The body holds more than ${VALUES_MAX} values.`);
    }
  } else if (code === 0x5b || code === 0x7b) {
    seen.depth += 1;
    if (seen.depth > DEPTH_MAX) {
      throw malformed(`The body nests more than ${DEPTH_MAX} levels.`);
    }
  } else if (code === 0x5d || code === 0x7d) {
    seen.depth -= 1;
  }
}

/** How many members were kept: of two with one name, `JSON.parse` keeps the last (RFC 7493, section 2.3, forbids them). */
function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) {
    return 0;
  }
  const items = Object.values(value);
  const own = Array.isArray(value) ? 0 : items.length;
  return items.reduce<number>((sum, item) => sum + countKeys(item), own);
}

function refuseBrokenText(value: unknown, path: string): void {
  if (typeof value === 'string') {
    if (!value.isWellFormed() || value.includes('\0')) {
      throw Invalid.at(path, 'broken_text', 'The text holds a NUL or half of a surrogate pair.');
    }
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => refuseBrokenText(item, `${path}[${index}]`));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      refuseBrokenText(key, path);
      refuseBrokenText(item, path === '' ? key : `${path}.${key}`);
    }
  }
}
