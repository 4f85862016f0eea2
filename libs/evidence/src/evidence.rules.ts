import { Conflict, Problem } from '@app/platform';
import type { EvidenceState } from './evidence.js';

/** @throws {Conflict} `withdrawn`. */
export function requireHeld({ status }: Pick<EvidenceState, 'status'>): void {
  if (status === 'withdrawn') {
    throw new Conflict('withdrawn', 'This evidence was withdrawn: it takes no change any more.');
  }
}

export const alreadyStored = (): Conflict =>
  new Conflict(
    'already_stored',
    'The content is kept already, under its SHA-256. Add other content as other evidence.',
  );

/** @throws {Conflict} `withdrawn`, `not_a_file`, `already_stored`: no content can be kept for this evidence. */
export function requireEmpty(evidence: Pick<EvidenceState, 'status' | 'kind' | 'stored'>): void {
  requireHeld(evidence);
  if (evidence.kind !== 'file') {
    throw new Conflict('not_a_file', 'A reference has no content: it says where something is.');
  }
  if (evidence.stored) {
    throw alreadyStored();
  }
}

/** @throws {Problem} 422: other bytes were declared than arrived. */
export function requireHash({ sha256 }: Pick<EvidenceState, 'sha256'>, arrived: string): void {
  if (sha256 !== null && sha256 !== arrived) {
    const title = 'What arrived is not what was declared. Nothing was kept.';
    const message = `Declared ${sha256}, arrived ${arrived}.`;
    throw new Problem(422, 'hash_mismatch', title, { faults: [{ path: 'sha256', code: 'hash_mismatch', message }] });
  }
}
