import type { CustomFetch } from 'openid-client';

/** An answer of a provider at the most: metadata and keys have a few kilobytes, claims with a thousand groups some hundred. */
const ANSWER_BYTES_MAX = 512 * 1024;

/**
 * Asks only the given addresses, follows no redirect, and reads no more than
 * {@link ANSWER_BYTES_MAX}. The caller's signal bounds the body too: it is read in here.
 *
 * @throws {Error} another address, or a longer answer.
 */
export const boundedFetch =
  (addresses: readonly string[]): CustomFetch =>
  async (url, { body, headers, method, signal }) => {
    if (!addresses.includes(url)) {
      throw new Error('The provider has another address than the one that is asked.');
    }
    const answer = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
      ...(signal ? { signal } : {}),
    });
    const bytes = await firstBytes(answer);
    // What may have no body is made without one (Fetch, section 2.2.3).
    const none = [101, 204, 205, 304].includes(answer.status);
    return new Response(none ? null : bytes, { status: answer.status, headers: answer.headers });
  };

async function firstBytes(answer: Response): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.byteLength;
    // Leaving the loop gives the connection up.
    if (length > ANSWER_BYTES_MAX) {
      throw new Error('The answer of the provider is too long.');
    }
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
