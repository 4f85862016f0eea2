import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Cosigner } from './cosigner.js';

/** 63 lines of a proof and a checkpoint with 100 signatures fit well. */
export const BODY_BYTES_MAX = 64 * 1024;
const HEADER_BYTES_MAX = 8 * 1024;
const CONNECTIONS_MAX = 64;
const HEADERS_MS_MAX = 5_000;
const REQUEST_MS_MAX = 10_000;
const KEEP_ALIVE_MS = 60_000;
const TEXT_TYPE = 'text/plain; charset=utf-8';

/** The HTTP face of a witness (C2SP tlog-witness): `POST /add-checkpoint`, `GET /<SHA-256 of an origin>/checkpoint`. */
export function witnessServer(cosigner: Cosigner, tell: (line: string) => void): Server {
  const server = createServer(
    {
      maxHeaderSize: HEADER_BYTES_MAX,
      headersTimeout: HEADERS_MS_MAX,
      requestTimeout: REQUEST_MS_MAX,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: 1_000,
    },
    (request, response) => {
      respond(cosigner, request, response).catch((error: unknown) => {
        tell(`a request failed: ${error instanceof Error ? error.message : 'unknown'}`);
        send(response, 500, TEXT_TYPE, 'The witness cannot do this now; its log says why.\n');
      });
    },
  );
  server.maxConnections = CONNECTIONS_MAX;
  return server;
}

async function respond(cosigner: Cosigner, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  const [, hash] = /^\/([0-9a-f]{64})\/checkpoint$/.exec(path) ?? [];
  if (path === '/add-checkpoint') {
    await addCheckpoint(cosigner, request, response);
  } else if (hash === undefined) {
    send(response, 404, TEXT_TYPE, 'There is nothing here. See c2sp.org/tlog-witness.\n');
  } else if (request.method === 'GET' || request.method === 'HEAD') {
    const note = await cosigner.newest(hash);
    response.setHeader('Cache-Control', 'no-cache');
    send(response, note === undefined ? 404 : 200, TEXT_TYPE, note ?? 'No checkpoint of that log was cosigned here.\n');
  } else {
    refuseMethod(response, 'GET, HEAD');
  }
}

async function addCheckpoint(cosigner: Cosigner, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') {
    refuseMethod(response, 'POST');
    return;
  }
  const body = await bodyOf(request);
  if (body === undefined) {
    response.setHeader('Connection', 'close');
    send(response, 413, TEXT_TYPE, `A body has at most ${BODY_BYTES_MAX} bytes.\n`);
    return;
  }
  const answer = await cosigner.addCheckpoint(body);
  send(response, answer.status, answer.type, answer.body);
}

/** Undefined where it is too long; the rest is not read then. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > BODY_BYTES_MAX) {
    return undefined;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Left early, an iterator destroys its stream, and the answer with it.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) {
      return undefined;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function refuseMethod(response: ServerResponse, allowed: string): void {
  response.setHeader('Allow', allowed);
  send(response, 405, TEXT_TYPE, `Only ${allowed}.\n`);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  if (!response.headersSent) {
    response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) });
  }
  response.end(body);
}
