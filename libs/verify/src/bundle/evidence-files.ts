import type { Findings } from '../findings.js';
import type { EvidenceLine } from './lines.js';

/** A file that the auditor has in hand. */
export interface HashedFile {
  readonly name: string;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** Finds the auditor's files among the evidence of the bundle, by their hashes. */
export class EvidenceFiles {
  private readonly matched = new Map<HashedFile, string[]>();
  private readonly misnamed = new Map<HashedFile, string>();

  constructor(
    private readonly findings: Findings,
    private readonly files: readonly HashedFile[],
  ) {}

  add(line: EvidenceLine): void {
    for (const file of this.files) {
      if (file.sha256 === line.sha256) {
        this.matched.set(file, [...(this.matched.get(file) ?? []), line.id]);
      } else if (file.name === line.name) {
        this.misnamed.set(file, line.id);
      }
    }
  }

  conclude(): void {
    for (const file of this.files) {
      const ids = this.matched.get(file);
      const misnamed = this.misnamed.get(file);
      if (ids) {
        this.findings.add('evidence_file_matches', {}, `${file.name}: evidence ${ids.join(', ')}`);
      } else if (misnamed) {
        this.findings.add('evidence_file_differs', {}, `${file.name}: evidence ${misnamed}`);
      } else {
        this.findings.add('evidence_file_unknown', {}, file.name);
      }
    }
  }
}
