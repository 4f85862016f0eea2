import { createHash } from 'node:crypto';
import { TestSigner } from './test-signer.js';
import { TestTree } from './test-tree.js';

// A log as the product would keep it, written from docs/formats/ledger.md and without the verifier's code.

export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type State = { [key: string]: Value };

export const jcs = (value: Value): string =>
  Array.isArray(value)
    ? `[${value.map(jcs).join(',')}]`
    : value !== null && typeof value === 'object'
      ? `{${Object.keys(value)
          .sort()
          .map((key) => `${JSON.stringify(key)}:${jcs(value[key] as Value)}`)
          .join(',')}}`
      : JSON.stringify(value);
const sha = (...parts: (string | Uint8Array)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

export interface TestEntry {
  readonly index: number;
  readonly leaf: string;
  readonly leafHash: string;
  readonly version: 1 | 2;
  readonly payload: State;
  readonly salt: string;
  /** Of version 2. */
  readonly digests: string[];
  readonly disclosures: Map<string, string>;
  /** Names of fields that are gone; '*' for all. */
  readonly erased: Set<string>;
}
interface TestCase {
  version: number;
  ordinal: number;
  previous: string | null;
  readonly records: Map<string, State>;
}
export interface Change {
  readonly action: string;
  readonly subject: { kind: string; id: string };
  readonly before: State | null;
  readonly after: State | null;
  readonly redaction?: State;
}

export class TestLog {
  readonly logKeys: { signer: TestSigner; from: number }[];
  readonly receiptKeys: TestSigner[];
  readonly witnesses: TestSigner[];
  readonly tree = new TestTree();
  readonly entries: TestEntry[] = [];
  readonly cases = new Map<string, TestCase>();
  policy: string;
  now = Date.UTC(2026, 10, 1);
  /** What a dishonest operator writes instead. */
  falsify: (payload: State) => State = (payload) => payload;

  constructor(
    readonly origin = 'log.example/ascribe',
    witnesses = 0,
  ) {
    this.logKeys = [{ signer: TestSigner.make(origin), from: 0 }];
    this.receiptKeys = [TestSigner.make(`${origin}/receipts`)];
    this.witnesses = Array.from({ length: witnesses }, (_, i) => TestSigner.make(`w${i}.example`, 4));
    const lines = this.witnesses.map((witness, i) => `witness w${i} ${witness.vkey}\n`).join('');
    const names = this.witnesses.map((_, i) => ` w${i}`).join('');
    const quorum = witnesses > 0 ? `group all all${names}\nquorum all\n` : 'quorum none\n';
    this.policy = `log ${this.logKeys[0]?.signer.vkey}\n${lines}${quorum}`;
  }

  get iso(): string {
    return new Date(this.now).toISOString();
  }

  /** One transaction on a case: its changes are entries of one version. */
  write(incidentId: string, changes: readonly Change[], version: 1 | 2 = 2): void {
    const of = this.caseOf(incidentId);
    this.now += 1000;
    of.version++;
    of.ordinal = 0;
    for (const change of changes) {
      of.ordinal++;
      const place = { incidentId, caseVersion: of.version };
      const since2 = version === 2 ? { ordinal: of.ordinal, previous: of.previous } : {};
      of.previous = this.append({ ...this.payload(change), ...place, ...since2 }, version).leafHash;
    }
  }

  writeOutsideCases(change: Change): void {
    this.now += 1000;
    this.append({ ...this.payload(change), incidentId: null, caseVersion: null, ordinal: 1, previous: null }, 2);
  }

  caseOf(incidentId: string): TestCase {
    const found = this.cases.get(incidentId) ?? { version: 0, ordinal: 0, previous: null, records: new Map() };
    this.cases.set(incidentId, found);
    return found;
  }

  add(incidentId: string, kind: string, id: string, state: State, version: 1 | 2 = 2): void {
    const whole = { id, ...state, version: 1, updatedAt: this.iso };
    this.caseOf(incidentId).records.set(`${kind} ${id}`, { id, ...state });
    this.write(incidentId, [{ action: `${kind}.added`, subject: { kind, id }, before: null, after: whole }], version);
  }

  amend(incidentId: string, kind: string, id: string, patch: State, version: 1 | 2 = 2): void {
    const { records } = this.caseOf(incidentId);
    const state = records.get(`${kind} ${id}`) ?? {};
    const before = Object.fromEntries(Object.keys(patch).map((key) => [key, state[key] ?? null]));
    records.set(`${kind} ${id}`, { ...state, ...patch });
    this.write(incidentId, [{ action: `${kind}.amended`, subject: { kind, id }, before, after: patch }], version);
  }

  /** Erases a member of a record wherever it stands, and says so. */
  redact(incidentId: string, kind: string, id: string, member: string): void {
    const names = [`before.${member}`, `after.${member}`];
    const entries: State[] = [];
    for (const entry of this.entries) {
      const { subject, before, after } = entry.payload as { subject: State; before: State | null; after: State | null };
      const isOfCase = entry.payload['incidentId'] === incidentId;
      const isOfRecord = isOfCase && subject['kind'] === kind && subject['id'] === id;
      const fields = names.filter((name) => member in ((name.startsWith('b') ? before : after) ?? {}));
      if (isOfRecord && fields.length > 0) {
        const gone = entry.version === 1 ? ['*'] : fields;
        gone.forEach((name) => entry.erased.add(name));
        entries.push({ leafHash: entry.leafHash, fields: gone });
      }
    }
    const { records } = this.caseOf(incidentId);
    const after = { ...records.get(`${kind} ${id}`), [member]: '[redacted]' };
    records.set(`${kind} ${id}`, after);
    const redaction = { id: `r${this.entries.length}`, basis: 'art. 17', requestedById: 'u1', approvedById: 'u2' };
    const change = { action: 'record.redacted', subject: { kind, id }, before: null, after };
    this.write(incidentId, [{ ...change, redaction: { ...redaction, fields: [member], entries } }]);
  }

  rotate(role: 'log' | 'receipt'): void {
    const name = role === 'log' ? this.origin : `${this.origin}/receipts`;
    const before = role === 'log' ? (this.logKeys[0]?.signer as TestSigner) : (this.receiptKeys[0] as TestSigner);
    const next = TestSigner.make(name);
    const endorsement = before.note(`ascribe-key/v1\n${this.origin}\n${role}\n${next.vkey}\n`);
    const id = `k${this.entries.length}`;
    const after = { id, role, vkey: next.vkey, replaces: before.vkey, endorsement };
    this.writeOutsideCases({ action: 'ledger.key_introduced', subject: { kind: 'log_key', id }, before: null, after });
    if (role === 'log') {
      this.logKeys.unshift({ signer: next, from: this.tree.size });
    } else {
      this.receiptKeys.unshift(next);
    }
  }

  /** By every key of the time, and every witness. */
  checkpoint(size = this.tree.size): string {
    const text = `${this.origin}\n${size}\n${Buffer.from(this.tree.root(size)).toString('base64')}\n`;
    const signers = this.logKeys.filter(({ from }) => from <= size).slice(0, 2);
    const signed = signers.map(({ signer }) => signer.signatureLine(text)).join('');
    const cosigned = this.witnesses.map((witness) => witness.cosignatureLine(text, 1_800_000_000 + size)).join('');
    return `${text}\n${signed}${cosigned}`;
  }

  private payload({ action, subject, before, after, redaction }: Change): State {
    const by = { purpose: null, userId: 'u1' };
    const what = { action, subject, before, after, ...(redaction && { redaction }) };
    return {
      id: `e${this.entries.length}`,
      at: this.iso,
      by,
      organizationId: 'o1',
      reason: null,
      requestId: 'q',
      ...what,
    };
  }

  private append(honest: State, version: 1 | 2): TestEntry {
    const payload = this.falsify(honest);
    const seed = sha('seed', String(this.entries.length), this.iso);
    const made = version === 1 ? whole(seed, payload) : inFields(seed, payload);
    const leaf = `{"commitment":"${made.commitment.toString('base64')}","v":${version}}`;
    const leafHash = Buffer.from(this.tree.append(Buffer.from(leaf))).toString('base64');
    const { salt, digests, disclosures } = made;
    const kept = { salt: salt.toString('base64'), digests, disclosures, erased: new Set<string>() };
    const entry = { index: this.entries.length, leaf, leafHash, version, payload: { ...payload, v: version }, ...kept };
    this.entries.push(entry);
    return entry;
  }
}

function whole(seed: Buffer, payload: State) {
  const commitment = sha('ascribe-commit/v1\n', seed, jcs({ ...payload, v: 1 }));
  return { salt: seed, commitment, digests: [], disclosures: new Map<string, string>() };
}

function inFields(seed: Buffer, payload: State) {
  const disclosures = new Map<string, string>();
  for (const [name, value] of fieldsOf(payload)) {
    const salt = sha('ascribe-field-salt/v1\n', seed, name).subarray(0, 16).toString('base64url');
    disclosures.set(name, Buffer.from(jcs([salt, name, value])).toString('base64url'));
  }
  const digests = [...disclosures.values()].map((text) => sha(text).toString('base64url'));
  for (let i = 0; digests.length < 16 || digests.length % 8 !== 0; i++) {
    digests.push(sha('ascribe-decoy/v1\n', seed, String(i)).toString('base64url'));
  }
  digests.sort();
  const salt = sha('ascribe-salt/v1\n', seed);
  const body = jcs({ _sd: digests, _sd_alg: 'sha-256', v: 2 });
  return { salt, commitment: sha('ascribe-commit/v1\n', salt, body), digests, disclosures };
}

export const fieldsOf = (payload: State): [string, Value][] =>
  Object.entries(payload)
    .filter(([name]) => name !== 'v')
    .flatMap(([name, value]): [string, Value][] => {
      const members = name === 'before' || name === 'after' ? Object.entries((value ?? {}) as State) : [];
      return members.length === 0 ? [[name, value]] : members.map(([member, of]) => [`${name}.${member}`, of]);
    });
