import { canonicalJson } from '@app/ledger';
import type { State, Value } from '@app/platform';
import type { EvidenceLine, StateLine } from '@app/verify';
import type { ToldPayload } from '../log/disclosed.rules.js';

/** Members that follow from the others and are not in the history. */
const DERIVED = new Set(['version', 'updatedAt']);
const ERASING = 'record.redacted';
/** What evidence is called that was given no name: as the file that is downloaded of it. */
const unnamed = (sha256: string): string => `evidence-${sha256.slice(0, 12)}`;

/** The records of one case, as the entries give them that are told. What is held of each is its text. */
export class ReplayedStates {
  private readonly records = new Map<string, string>();

  constructor(private readonly incidentId: string) {}

  /** In the order of the log. */
  apply({ incidentId, subject, before, after, action }: ToldPayload): void {
    if (incidentId !== this.incidentId || !subject) {
      return;
    }
    const key = `${subject.kind}\n${subject.id}`;
    if (after === null && before) {
      this.records.delete(key);
    } else if (after) {
      const isNew = before === null || action === ERASING;
      const earlier = isNew ? {} : (JSON.parse(this.records.get(key) ?? '{}') as State);
      this.records.set(key, canonicalJson({ ...earlier, ...withoutDerived(after) }));
    }
  }

  /** Sorted by kind, then id. */
  *lines(): Generator<StateLine> {
    for (const key of [...this.records.keys()].sort()) {
      const [kind = '', id = ''] = key.split('\n');
      yield { type: 'state', kind, id, state: JSON.parse(this.records.get(key) ?? '{}') as StateLine['state'] };
    }
  }
}

/** The evidence line of a state, where it is evidence with a file that is kept here. */
export function evidenceLine({ kind, id, state }: StateLine): EvidenceLine | null {
  const { stored, sha256, sizeBytes, fileName } = state;
  return kind === 'evidence' && stored === true && typeof sha256 === 'string' && typeof sizeBytes === 'number'
    ? {
        type: 'evidence',
        id,
        sha256,
        bytes: sizeBytes,
        name: typeof fileName === 'string' ? fileName : unnamed(sha256),
      }
    : null;
}

const withoutDerived = (state: State): Record<string, Value> =>
  Object.fromEntries(Object.entries(state).filter(([name]) => !DERIVED.has(name)));
