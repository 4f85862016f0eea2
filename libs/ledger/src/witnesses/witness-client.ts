import {
  FormatError,
  formatSignature,
  fromDecimal,
  fromUtf8,
  equal,
  NoteError,
  parseNote,
  toBase64,
  verifyNote,
  type VerifierKey,
} from '@app/verify';
import { nodeCrypto } from '@app/verify/node';

/** A cosignature has some 150 bytes; a witness may send those of other keys besides. */
const ANSWER_BYTES_MAX = 16 * 1024;
const SIZE_TYPE = /^text\/x\.tlog\.size(?:$|;)/;
/** 9999-12-31T23:59:59Z: what a clock says beyond that is nonsense, and no time of the database. */
const SECONDS_MAX = 253_402_300_799;

/** What a witness answered. */
export type WitnessAnswer =
  | { readonly kind: 'cosigned'; readonly line: string; readonly at: Date }
  /** 409: it holds a checkpoint of this size. */
  | { readonly kind: 'holds'; readonly size: number }
  /** 422: it says that the proof does not lead from what it holds to what it was shown. */
  | { readonly kind: 'unproven' }
  /** Anything else; `why` is for people and holds nothing of what it sent. */
  | { readonly kind: 'failed'; readonly why: string };

export interface Shown {
  /** Leaves in the tree from which the proof leads. */
  readonly old: number;
  readonly proof: readonly Uint8Array[];
  /** The checkpoint with the log's signatures. */
  readonly note: string;
}

const failed = (why: string): WitnessAnswer => ({ kind: 'failed', why });

const MEANING: Readonly<Record<number, string>> = {
  400: 'it does not understand what it is shown (400)',
  403: 'it does not know the key by which the log signs (403): tell whoever runs it the key',
  404: 'it does not know this log (404): tell whoever runs it the key of the log',
  413: 'it finds the checkpoint too long (413)',
  429: 'it is asked too often (429)',
};

/** Speaks with one witness (C2SP tlog-witness, add-checkpoint), and believes nothing that it says without proof. */
export class WitnessClient {
  private readonly address: string;

  constructor(
    url: string,
    private readonly key: VerifierKey,
    private readonly timeoutMs: number,
  ) {
    this.address = `${url.replace(/\/+$/, '')}/add-checkpoint`;
  }

  /** @throws nothing: whatever goes wrong is an answer. */
  async addCheckpoint(shown: Shown, stop: AbortSignal): Promise<WitnessAnswer> {
    try {
      const response = await fetch(this.address, {
        method: 'POST',
        body: [`old ${shown.old}`, ...shown.proof.map(toBase64), '', shown.note].join('\n'),
        headers: {
          'Content-Type': 'text/plain; charset=utf-8',
          'Accept-Encoding': 'identity',
          'User-Agent': 'ascribe',
        },
        redirect: 'manual',
        signal: AbortSignal.any([stop, AbortSignal.timeout(this.timeoutMs)]),
      });
      return await this.read(response, shown.note);
    } catch (error) {
      return failed(reasonOf(error));
    }
  }

  private async read(response: Response, note: string): Promise<WitnessAnswer> {
    const { status } = response;
    if (status !== 200 && status !== 409) {
      await response.body?.cancel();
      const redirects = status >= 300 && status < 400;
      return status === 422
        ? { kind: 'unproven' }
        : failed(redirects ? 'it redirects, which is not followed' : (MEANING[status] ?? `it answers ${status}`));
    }
    const body = await textOf(response);
    if (body === undefined) {
      return failed('its answer is too long, or no text');
    }
    return status === 200 ? await this.cosignature(note, body) : heldSize(response, body);
  }

  /** Only a line that holds under this witness's key is taken; those of other keys are passed over. */
  private async cosignature(note: string, body: string): Promise<WitnessAnswer> {
    try {
      const { text } = parseNote(note);
      const answered = parseNote(`${text}\n${body}`);
      if (answered.text !== text) {
        return failed('its answer is no cosignature');
      }
      const { signers } = await verifyNote(nodeCrypto, answered, [this.key]);
      const time = signers[0]?.time ?? 0;
      const signature = answered.signatures.find(({ name, id }) => name === this.key.name && equal(id, this.key.id));
      return signature && time <= SECONDS_MAX
        ? { kind: 'cosigned', line: formatSignature(signature), at: new Date(time * 1000) }
        : failed('its cosignature is of an impossible time');
    } catch (error) {
      return failed(
        error instanceof NoteError
          ? 'its cosignature does not hold under the key that the policy has for it'
          : 'its answer is no cosignature',
      );
    }
  }
}

function heldSize(response: Response, body: string): WitnessAnswer {
  try {
    if (!SIZE_TYPE.test(response.headers.get('content-type') ?? '') || !body.endsWith('\n')) {
      throw new FormatError('A size is a number and a line feed, and says so.');
    }
    return { kind: 'holds', size: fromDecimal(body.slice(0, -1)) };
  } catch {
    return failed('it refuses (409) and does not say what it holds');
  }
}

/** Undefined where it is longer than it may be or not UTF-8. The rest is not read. */
async function textOf(response: Response): Promise<string | undefined> {
  let bytes = 0;
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) {
      return undefined;
    }
    chunks.push(chunk);
  }
  try {
    return fromUtf8(Buffer.concat(chunks));
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  if (name === 'TimeoutError') {
    return 'it does not answer in time';
  }
  return name === 'AbortError' ? 'the program ends' : `it cannot be reached (${cause?.code ?? name ?? 'unknown'})`;
}
