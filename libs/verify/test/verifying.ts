import { verifyBundle, type BundleOptions, type Verification } from '../src/index.js';
import { nodeCrypto } from '../src/node/index.js';

// eslint-disable-next-line require-await
async function* inPieces(bytes: Uint8Array, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    yield bytes.subarray(at, at + pieceBytes);
  }
}

export const verify = async (
  bundle: string | Uint8Array,
  options: BundleOptions = {},
  pieceBytes = 65_536,
): Promise<Verification> => await verifyBundle(nodeCrypto, inPieces(Buffer.from(bundle), pieceBytes), options);

export const codesOf = ({ findings }: Verification, severity = 'failure'): string[] => [
  ...new Set(findings.filter((finding) => finding.severity === severity).map(({ code }) => code)),
];
