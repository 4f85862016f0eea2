import { canonicalJson, type Json, type JsonObject } from '../canonical-json.js';
import type { Findings, Where } from '../findings.js';
import type { ToldEntry } from './entries.js';
import type { EvidenceLine, StateLine } from './lines.js';

/** Members that follow from the others and are not in the history. */
const DERIVED = new Set(['version', 'updatedAt']);
export const ERASING = 'record.redacted';

/** What is held of a record is its state as text: a case has many, and few change often. */
export class Replay {
  private readonly records = new Map<string, string>();
  /** By record, a change that tells otherwise what was before it than the entries before it. */
  private readonly doubts = new Map<string, { where: Where; name: string }>();
  private readonly erased = new Set<string>();
  private readonly evidence: EvidenceLine[] = [];
  private lastKey = '';

  constructor(
    private readonly findings: Findings,
    private readonly whole: boolean,
  ) {}

  apply({ payload, where }: ToldEntry): void {
    const { incidentId, subject, before, after, action } = payload ?? {};
    if (typeof incidentId !== 'string' || !subject) {
      return;
    }
    const key = keyOf(incidentId, subject);
    if (action === ERASING) {
      this.markErased(key);
    }
    if (before) {
      this.compareBefore(key, before, where);
    }
    if (after === null && before) {
      this.records.delete(key);
    } else if (after) {
      const isNew = before === null || action === ERASING;
      const state = { ...(isNew ? {} : this.state(key)), ...withoutDerived(after) };
      this.records.set(key, canonicalJson(state));
    }
  }

  /** An erasure that is of later than the moment: it explains what is not told, and changes nothing of then. */
  markErased(key: string): void {
    this.erased.add(key);
    this.doubts.delete(key);
  }

  /** Only where everything is told: between two parts of a record that one reader sees there may be others. */
  private compareBefore(key: string, before: JsonObject, where: Where): void {
    if (!this.whole || this.erased.has(key)) {
      return;
    }
    const state = this.state(key);
    for (const [name, value] of Object.entries(withoutDerived(before))) {
      if (canonicalJson(state[name] ?? null) !== canonicalJson(value)) {
        this.doubts.set(key, { where, name });
      }
    }
  }

  private state(key: string): JsonObject {
    return JSON.parse(this.records.get(key) ?? '{}') as JsonObject;
  }

  /** One of the bundle's states, in their order. */
  compare(line: StateLine, scopeId: string | undefined, where: Where): void {
    const key = keyOf(line.incidentId ?? scopeId ?? '', line);
    if (key <= this.lastKey || (line.incidentId === undefined) === (scopeId === undefined)) {
      this.findings.add('state_order', where);
    }
    this.lastKey = key;
    const replayed = this.records.get(key);
    if (replayed === undefined) {
      this.findings.add('state_unknown', where, `${line.kind} ${line.id}`);
    } else if (replayed !== canonicalJson(line.state)) {
      this.findings.add('state_differs', where, `${line.kind} ${line.id}`);
    }
    this.records.delete(key);
    this.expectEvidence(line);
  }

  private expectEvidence({ kind, id, state }: StateLine): void {
    const { stored, sha256, sizeBytes: bytes, fileName } = state;
    if (kind === 'evidence' && stored === true && typeof sha256 === 'string' && typeof bytes === 'number') {
      this.evidence.push({ type: 'evidence', id, sha256, bytes, name: typeof fileName === 'string' ? fileName : '' });
    }
  }

  compareEvidence(line: EvidenceLine, where: Where): void {
    const expected = this.evidence.shift();
    // Who named no file left the name to the exporter.
    const same = expected && canonicalJson({ ...expected, name: expected.name || line.name } as unknown as Json);
    if (same !== canonicalJson(line as unknown as Json)) {
      this.findings.add('evidence_differs', where, line.id);
    }
  }

  conclude(): void {
    for (const [key, state] of this.records) {
      // Of a record of which nothing is told but its name, there may be a line or not.
      if (state !== '{}') {
        this.findings.add('state_missing', {}, key.replaceAll('\n', ' '));
      }
    }
    for (const { id } of this.evidence) {
      this.findings.add('evidence_differs', {}, `${id} is not in the list`);
    }
    for (const { where, name } of this.doubts.values()) {
      this.findings.add('before_differs', where, name);
    }
  }
}

/** Sorts as the states do. */
export const keyOf = (incidentId: string, { kind, id }: { kind: string; id: string }): string =>
  `${incidentId}\n${kind}\n${id}`;

const withoutDerived = (state: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(state).filter(([name]) => !DERIVED.has(name)));
