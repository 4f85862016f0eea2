import type { Findings, Where } from '../findings.js';
import { TreeHasher } from '../merkle.js';
import type { PlatformCrypto } from '../platform-crypto.js';
import type { Receipts } from '../receipt.js';
import type { Report } from '../report.js';
import { CaseChain } from './case-chain.js';
import type { Checkpoints } from './checkpoints.js';
import { EntryReader, type ToldEntry } from './entries.js';
import { Erasures } from './erasures.js';
import type { Keyring } from './keyring.js';
import type { EntryLine, EvidenceLine, HeaderLine, StateLine } from './lines.js';
import type { Payload } from './payload.js';
import { ERASING, keyOf, Replay } from './replay.js';
import { SeenHashes } from './seen-hashes.js';

/** Entries that are hashed at once. */
const BATCH = 256;

const KEY_MEMBERS = ['id', 'role', 'vkey', 'replaces', 'endorsement'];

export interface BodyParts {
  readonly header: HeaderLine;
  readonly findings: Findings;
  readonly keyring: Keyring;
  readonly checkpoints: Checkpoints;
  readonly report: Report;
  readonly receipts: Receipts;
}

/** Entries, records and evidence: everything between the checkpoints and the report. */
export class BundleBody {
  private readonly tree: TreeHasher;
  private readonly reader: EntryReader;
  private readonly chain: CaseChain;
  private readonly replay: Replay;
  private readonly erasures: Erasures;
  private readonly seen = new SeenHashes();
  private pending: { line: EntryLine; where: Where }[] = [];
  private lastIndex = -1;
  private concluded = false;
  private readonly count = { entries: 0, untold: 0, states: 0, evidence: 0 };

  constructor(
    crypto: PlatformCrypto,
    private readonly parts: BodyParts,
  ) {
    const { header, findings, checkpoints } = parts;
    this.tree = new TreeHasher(crypto, checkpoints.sizes);
    this.reader = new EntryReader(crypto, findings, checkpoints.last, header.complete);
    this.chain = new CaseChain(findings, header.whole);
    this.replay = new Replay(findings, header.whole);
    this.erasures = new Erasures(findings, header.whole, header.complete && header.scope.kind === 'case');
  }

  get counts() {
    return { ...this.count, redactions: this.erasures.count };
  }

  /** Something to wait for, now and then. */
  entry(line: EntryLine, lineNumber: number): Promise<void> | undefined {
    const { header, findings } = this.parts;
    const where = { line: lineNumber, index: line.index };
    if (line.index <= this.lastIndex) {
      findings.add(line.index === this.lastIndex ? 'entry_repeated' : 'entry_order', where);
    } else if (header.complete && line.index !== this.lastIndex + 1) {
      findings.add('entry_missing', where, `between ${this.lastIndex} and ${line.index}`);
    }
    if (line.index >= header.size) {
      findings.add('entry_beyond_log', where);
    }
    if ((line.proof === undefined) !== header.complete) {
      findings.add('line_malformed', where, header.complete ? 'a proof is not needed' : 'the proof is missing');
    }
    this.lastIndex = line.index;
    this.count.entries++;
    this.pending.push({ line, where });
    return this.pending.length >= BATCH ? this.flush() : undefined;
  }

  async state(line: StateLine, where: Where): Promise<void> {
    await this.flush();
    const { scope } = this.parts.header;
    this.count.states++;
    this.replay.compare(line, scope.kind === 'case' ? scope.incidentId : undefined, where);
    if (scope.kind === 'case' && line.kind === 'incident' && line.id === scope.incidentId) {
      const { reference = scope.reference, title = scope.title } = line.state;
      if (reference !== scope.reference || title !== scope.title) {
        this.parts.findings.add('header_differs', where);
      }
    }
  }

  async evidence(line: EvidenceLine, where: Where): Promise<void> {
    await this.flush();
    this.count.evidence++;
    this.replay.compareEvidence(line, where);
  }

  private async flush(): Promise<void> {
    const pending = this.pending;
    if (pending.length === 0) {
      return;
    }
    this.pending = [];
    const entries = await this.reader.read(pending);
    await this.tree.append(entries.map(({ leafHash }) => leafHash));
    for (const [i, entry] of entries.entries()) {
      this.seen.add(entry.leafHash);
      this.parts.receipts.see(entry.leafHash);
      this.parts.report.addEntry(pending[i]?.line as EntryLine, entry.payload);
      await this.tell(entry);
    }
  }

  private tell(entry: ToldEntry): Promise<void> | undefined {
    const { payload } = entry;
    this.count.untold += entry.untold.length > 0 ? 1 : 0;
    const isLater = payload !== undefined && this.isLater(payload);
    this.erasures.add(entry, isLater);
    if (isLater) {
      this.tellLater(entry, payload);
      return undefined;
    }
    this.chain.add(entry);
    this.replay.apply(entry);
    return payload ? this.checkScope(entry, payload) : undefined;
  }

  private checkScope({ where, index }: ToldEntry, payload: Payload): Promise<void> | undefined {
    const { header, findings, keyring } = this.parts;
    const { incidentId, action, after } = payload;
    if (header.scope.kind === 'case' && typeof incidentId === 'string' && incidentId !== header.scope.incidentId) {
      findings.add('entry_of_another_case', where);
    }
    // Of one that is told in part nothing follows.
    const isTold = header.whole || (after && KEY_MEMBERS.every((name) => name in after));
    return action === 'ledger.key_introduced' && after && isTold ? keyring.introduce(after, index, where) : undefined;
  }

  private isLater({ incidentId, caseVersion, at }: Payload): boolean {
    const { header } = this.parts;
    const isOfLaterVersion = (caseVersion ?? 0) > (header.caseVersion ?? Infinity);
    return typeof incidentId === 'string' && (isOfLaterVersion || (at ?? '') > header.knownAt);
  }

  /** After the moment that the bundle shows, only erasures are told: they explain what is missing. */
  private tellLater({ where }: ToldEntry, { action, incidentId, subject }: Payload): void {
    if (action !== ERASING) {
      this.parts.findings.add('beyond_moment', where);
    } else if (subject && incidentId) {
      this.replay.markErased(keyOf(incidentId, subject));
    }
  }

  /** Once: a second time says nothing. */
  async conclude(): Promise<void> {
    if (this.concluded) {
      return;
    }
    this.concluded = true;
    await this.flush();
    const { header, findings, checkpoints } = this.parts;
    const { size } = header;
    if (header.complete && this.lastIndex + 1 < size) {
      findings.add('entry_missing', {}, `from ${this.lastIndex + 1} on`);
    }
    this.concludeChain(this.erasures.leafHashes);
    const repeats = this.seen.repeats();
    if (repeats > 0) {
      findings.add('entry_repeated', {}, `${repeats} leaves`);
    }
    this.replay.conclude();
    this.erasures.conclude(this.seen);
    this.parts.receipts.conclude(header.complete);
    await this.tree.append([]);
    checkpoints.conclude(size, header.complete ? this.tree : undefined);
  }

  private concludeChain(erased: ReadonlySet<string>): void {
    const { scope, whole, caseVersion } = this.parts.header;
    this.chain.conclude(erased);
    const isCut =
      scope.kind === 'case' && caseVersion !== null && !this.chain.reaches(scope.incidentId, caseVersion, erased);
    if (whole && isCut) {
      this.parts.findings.add('case_cut', {}, `up to version ${caseVersion}`);
    }
  }
}
