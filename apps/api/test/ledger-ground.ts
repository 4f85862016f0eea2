import type { Test } from 'supertest';
import {
  TestLog,
  testLogKey,
  testReceiptKey,
  type ApplicationUnderTest,
  type Client,
  type Started,
} from '@app/testing';
import { startApi } from './start-api.js';

/** An API with keys, and the log of its database. */
export interface Logged {
  readonly api: ApplicationUnderTest;
  readonly log: TestLog;
}

/** What an operator sets. The sequencer's connection is its own: nothing connects by this one. */
export const ledgerEnvironment = (logKey: string): Record<string, string> => ({
  ASCRIBE_LEDGER_KEY: logKey,
  LEDGER_DATABASE_URL: 'postgres://sequencer@127.0.0.1:1/none',
  ASCRIBE_RECEIPT_KEY: testReceiptKey(),
});

/** The API, with a key for receipts unless told otherwise. Whoever starts it closes it. */
export async function startLogged(options: Started & { withoutReceipts?: boolean } = {}): Promise<Logged> {
  const { withoutReceipts = false, environment, ...started } = options;
  const key = testLogKey();
  const { ASCRIBE_RECEIPT_KEY, ...sequencing } = ledgerEnvironment(key);
  const keys = withoutReceipts ? sequencing : { ...sequencing, ASCRIBE_RECEIPT_KEY: ASCRIBE_RECEIPT_KEY ?? '' };
  const api = await startApi({ ...started, environment: { ...keys, ...environment } });
  return { api, log: new TestLog(api.database, key) };
}

/** The bytes of an answer, whatever its type. */
export const bytesOf = async (asked: Test): Promise<Buffer> =>
  (
    await asked
      .buffer(true)
      .parse((response, done) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => done(null, Buffer.concat(parts)));
      })
      .expect(200)
  ).body as Buffer;

/** All pages of a list. */
export async function everything<Item>(client: Client, path: string, limit = 200): Promise<Item[]> {
  const items: Item[] = [];
  let cursor = '';
  for (let page = 0; page < 200; page += 1) {
    const joined = path.includes('?') ? '&' : '?';
    const { body } = await client.get(`${path}${joined}limit=${limit}${cursor}`).expect(200);
    const { items: some, nextCursor } = body as { items: Item[]; nextCursor: string | null };
    items.push(...some);
    if (nextCursor === null) {
      return items;
    }
    cursor = `&cursor=${nextCursor}`;
  }
  throw new Error(`${path} does not come to an end.`);
}
