import type { FastifyInstance } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { Invalid, Problem } from '../problem.js';
import type { EdgeRequest } from './request.js';

/** Bodies of this many bytes and more are refused (413). */
export const BODY_BYTES_MAX = 1024 * 1024;
/** No request of ours nests deeper than eight; what does is refused before it is parsed. */
export const DEPTH_MAX = 32;

const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
/** Escapes that may stand for NUL or for half of a surrogate pair; unescaped, JSON and UTF-8 already forbid both. */
const SUSPICIOUS = /\\u(?:0000|[dD][89a-fA-F])/;

/**
 * One parser for every body, on the raw bytes: size, UTF-8, depth, JSON, NUL, surrogates.
 * It never throws: the fault waits on the request, since sign-in, sight and right are
 * answered before validity.
 */
export function registerBodyParser(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (request, payload, done) => {
    readBody(payload).then(
      (bytes) => {
        const edge = request as EdgeRequest;
        if (request.headers['idempotency-key'] !== undefined && bytes) {
          edge.rawBody = bytes;
        }
        try {
          done(null, parse(bytes, request.headers['content-type'] ?? ''));
        } catch (fault) {
          edge.bodyFault = fault as Problem;
          done(null, undefined);
        }
      },
      (failure: Error) => done(failure),
    );
  });
}

/** The body's bytes, or null once it is too long; the rest is read and dropped, so that the client hears the answer. */
async function readBody(payload: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of payload as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > 16 * BODY_BYTES_MAX) {
      throw new Error('The client sends without end.');
    }
    if (bytes < BODY_BYTES_MAX) {
      chunks.push(chunk);
    }
  }
  return bytes < BODY_BYTES_MAX ? Buffer.concat(chunks) : null;
}

/** @throws {Problem} 413, 415, 400 `malformed_body`, 422 `invalid`, in this order. */
export function parse(bytes: Buffer | null, contentType: string): unknown {
  if (bytes === null) {
    throw new Problem(413, 'body_too_large', 'The body has one mebibyte or more.');
  }
  if (bytes.length === 0) {
    return undefined;
  }
  if (!/^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(contentType)) {
    throw new Problem(415, 'unsupported_media_type', 'Send application/json.');
  }
  const text = decode(bytes);
  refuseDepth(text);
  const value = parseJson(text);
  if (SUSPICIOUS.test(text)) {
    refuseBrokenText(value, '');
  }
  return value;
}

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

function refuseDepth(text: string): void {
  let depth = 0;
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
    } else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > DEPTH_MAX) {
        throw malformed(`The body nests more than ${DEPTH_MAX} levels.`);
      }
    } else if (code === 0x5d || code === 0x7d) {
      depth -= 1;
    }
  }
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
