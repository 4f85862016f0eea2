import { Checkpoints } from '../bundle/checkpoints.js';
import { Keyring, nameOf } from '../bundle/keyring.js';
import type { Findings } from '../findings.js';
import type { PlatformCrypto } from '../platform-crypto.js';
import type { ReadTrust } from '../trust.js';

/** A limit on everything, as in a bundle. */
const KEYS_MAX = 100;

/** Who signs, as the checkpoint itself says it: what it says is believed once a key of that name has signed it. */
export async function signing(
  crypto: PlatformCrypto,
  findings: Findings,
  trust: ReadTrust,
  { note, keys = '' }: { note: string; keys?: string | undefined },
) {
  const origin = originOf(note);
  const keyring = new Keyring(crypto, findings, origin);
  keyring.give(trust.keys);
  const vkeys = keys.split('\n').filter((line) => line !== '');
  if (vkeys.length > KEYS_MAX) {
    findings.add('key_malformed', {}, `there are ${vkeys.length} keys`);
  }
  for (const vkey of vkeys.slice(0, KEYS_MAX)) {
    await keyring.add(vkey.startsWith(`${nameOf('receipt', origin)}+`) ? 'receipt' : 'log', vkey, {});
  }
  const checkpoints = new Checkpoints(crypto, findings, keyring, origin);
  checkpoints.policy = trust.policy;
  await checkpoints.add(note, [], {});
  for (const own of trust.checkpoints) {
    await checkpoints.addOwn(own);
  }
  return { keyring, checkpoints };
}

const originOf = (note: string): string => note.slice(0, Math.max(0, note.indexOf('\n')));
