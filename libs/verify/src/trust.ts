import { parseVerifierKey, type VerifierKey } from './note.js';
import type { PlatformCrypto } from './platform-crypto.js';
import { parsePolicy, type Policy } from './policy.js';

/** What the auditor has from elsewhere than from whoever made what is verified. */
export interface Trust {
  /** vkeys. */
  readonly keys?: readonly string[];
  /** A tlog-policy. */
  readonly policy?: string;
  /** Signed notes: older checkpoints of the log. */
  readonly checkpoints?: readonly string[];
  /** Signed notes: receipts whose entries should be there. */
  readonly receipts?: readonly string[];
}
export interface ReadTrust {
  readonly keys: readonly VerifierKey[];
  readonly policy: Policy | undefined;
  readonly checkpoints: readonly string[];
  readonly receipts: readonly string[];
}

/** @throws {FormatError} where a key or the policy cannot be read. */
export async function readTrust(crypto: PlatformCrypto, trust: Trust): Promise<ReadTrust> {
  const policy = trust.policy === undefined ? undefined : await parsePolicy(crypto, trust.policy);
  const keys: VerifierKey[] = [];
  for (const vkey of trust.keys ?? []) {
    keys.push(await parseVerifierKey(crypto, vkey));
  }
  keys.push(...(policy?.logs ?? []).map(({ key }) => key));
  return { keys, policy, checkpoints: trust.checkpoints ?? [], receipts: trust.receipts ?? [] };
}
