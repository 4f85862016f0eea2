import type { HeaderLine } from './bundle/lines.js';
import type { Cosigner, SignedCheckpoint } from './bundle/checkpoints.js';
import { toBase64 } from './bytes.js';
import type { Finding, Findings } from './findings.js';

export type Verdict = 'verified' | 'failed' | 'unreadable';

/** What came out, for people and for programs. */
export interface Verification {
  readonly verdict: Verdict;
  /** The worst first. */
  readonly findings: readonly Finding[];
  /** Of each code, 50 are kept; so many more there were. */
  readonly omitted: number;
  readonly checkpoint?: CheckpointSummary;
  /** The first line of the bundle. */
  readonly bundle?: HeaderLine;
  readonly counts?: Counts;
  /** As it is made again from what was read. */
  readonly report?: string;
}
export interface CheckpointSummary {
  readonly origin: string;
  readonly size: number;
  /** Base64. */
  readonly root: string;
  readonly cosigners: readonly Cosigner[];
}
export interface Counts {
  readonly entries: number;
  /** Of which nothing, or not all that every entry has, is told. */
  readonly untold: number;
  readonly redactions: number;
  readonly states: number;
  readonly evidence: number;
}

export const verdictOf = (findings: Findings): Verdict =>
  findings.has('not_a_bundle') ? 'unreadable' : findings.failed ? 'failed' : 'verified';

export function summaryOf({ origin, size, root, cosigners }: SignedCheckpoint): CheckpointSummary {
  return { origin, size, root: toBase64(root), cosigners };
}
