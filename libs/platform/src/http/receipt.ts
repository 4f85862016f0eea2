import type { FastifyInstance } from 'fastify';

/** Receipts over more leaves are long: headers have bounds. The stored one is at `GET /ledger/receipts`. */
const LEAVES_MAX = 40;

/** `Ascribe-Receipt`: signed notes in Base64 (docs/formats/ledger.md), separated by commas where an answer took several transactions. */
export function receiptHeader(receipts: readonly string[]): Record<string, string> {
  const short = receipts.filter((note) => note.split('\n').length - 6 <= LEAVES_MAX);
  return short.length === 0
    ? {}
    : { 'ascribe-receipt': short.map((note) => Buffer.from(note, 'utf8').toString('base64')).join(', ') };
}

/** Answers what was written with the promise that it will be in the log. */
export function answerReceipts(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const receipts = (request as { caller?: { receipts?: string[] } }).caller?.receipts ?? [];
    if (receipts.length > 0 && reply.statusCode < 400) {
      void reply.headers(receiptHeader(receipts));
    }
    done(null, payload);
  });
}
