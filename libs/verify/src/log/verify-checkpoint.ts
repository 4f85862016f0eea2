import { Findings } from '../findings.js';
import type { PlatformCrypto } from '../platform-crypto.js';
import { readTrust, type Trust } from '../trust.js';
import { summaryOf, verdictOf, type Verification } from '../verification.js';
import { signing } from './signing.js';

/**
 * One checkpoint by itself: whether it is signed by a key that was given, and says the same as another of its size.
 *
 * @throws {FormatError} where a key or policy that the auditor gave cannot be read.
 */
export async function verifyCheckpoint(crypto: PlatformCrypto, note: string, given: Trust): Promise<Verification> {
  const trust = await readTrust(crypto, given);
  const findings = new Findings();
  const { keyring, checkpoints } = await signing(crypto, findings, trust, { note });
  const { last } = checkpoints;
  checkpoints.conclude(last?.size ?? 0, undefined);
  keyring.conclude();
  const checkpoint = last && { checkpoint: summaryOf(last) };
  return { verdict: verdictOf(findings), findings: findings.list(), omitted: findings.omitted, ...checkpoint };
}
