import { fromHex, webCrypto, type PlatformCrypto } from '@app/verify';

/** Why nothing can be checked here. Then no seal is shown, and the page says so. */
export type Unable = 'insecure' | 'old';
export type Able = { readonly crypto: PlatformCrypto } | { readonly unable: Unable };

// RFC 8032, section 7.1, test 1: the signature of nothing.
const PUBLIC_KEY = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
const SIGNATURE =
  'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b';

let answer: Promise<Able> | undefined;

/** Whether this browser can check proofs and signatures on this page. Asked of it once, by a signature that is known to hold. */
export const ability = async (): Promise<Able> => await (answer ??= probe());

async function probe(): Promise<Able> {
  if (globalThis.crypto?.subtle === undefined) {
    return { unable: 'insecure' };
  }
  try {
    const crypto = webCrypto();
    const holds = await crypto.ed25519Verify(fromHex(PUBLIC_KEY), new Uint8Array(), fromHex(SIGNATURE));
    return holds ? { crypto } : { unable: 'old' };
  } catch {
    return { unable: 'old' };
  }
}

export const UNABLE: Readonly<Record<Unable, string>> = {
  insecure:
    'This browser cannot check proofs here: it lends its cryptography only to pages that come by https, or from this machine. Nothing below is proven. Open Ascribe by https, or check a downloaded bundle with the offline verifier.',
  old: 'This browser cannot check the signatures of the log: it does not know Ed25519. Nothing below is proven. Use a current browser, or check a downloaded bundle with the offline verifier.',
};
