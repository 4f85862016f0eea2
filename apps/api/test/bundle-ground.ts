import type { Client } from '@app/testing';
import { parseCanonicalJson, verifyBundle, type BundleLine, type EntryLine, type Verification } from '@app/verify';
import { nodeCrypto } from '@app/verify/node';
import { bytesOf } from './ledger-ground.js';

/** A bundle as it was taken, read without the product's code. */
export interface TakenBundle {
  readonly bytes: Buffer;
  readonly lines: readonly BundleLine[];
  /** Everything in it that can be read: with every disclosure decoded. */
  readonly plain: string;
}

export async function takenBundle(client: Client, path: string): Promise<TakenBundle> {
  return readBundle(await bytesOf(client.get(path)));
}

export function readBundle(bytes: Buffer): TakenBundle {
  const texts = bytes.toString('utf8').split('\n').slice(0, -1);
  const lines = texts.map((text) => parseCanonicalJson(text) as unknown as BundleLine);
  const decoded = lines.flatMap((line) =>
    line.type === 'entry'
      ? (line.disclosures ?? []).map((disclosure) => Buffer.from(disclosure, 'base64url').toString('utf8'))
      : [],
  );
  return { bytes, lines, plain: `${bytes.toString('utf8')}\n${decoded.join('\n')}` };
}

export const ofType = <Type extends BundleLine['type']>(
  { lines }: TakenBundle,
  type: Type,
): Extract<BundleLine, { type: Type }>[] =>
  lines.filter((line): line is Extract<BundleLine, { type: Type }> => line.type === type);

export const verified = async ({ bytes }: TakenBundle, trust: object = {}): Promise<Verification> =>
  await verifyBundle(nodeCrypto, inPieces(bytes), trust);

// As a file is read: in pieces that end anywhere.
async function* inPieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_537) {
    yield await Promise.resolve(bytes.subarray(at, at + 65_537));
  }
}

/** What is wrong, for the message of a failing test. */
export const faults = ({ verdict, findings }: Verification): string[] => [
  verdict,
  ...findings.filter(({ severity }) => severity === 'failure').map(({ code, text }) => `${code}: ${text}`),
];

/** The fields that an entry tells, by name. */
export const fieldsTold = ({ disclosures = [] }: EntryLine): Map<string, unknown> =>
  new Map(
    disclosures.map((disclosure) => {
      const [, name, value] = JSON.parse(Buffer.from(disclosure, 'base64url').toString('utf8')) as [
        string,
        string,
        unknown,
      ];
      return [name, value];
    }),
  );
