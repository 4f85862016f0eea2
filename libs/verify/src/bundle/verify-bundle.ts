import { fromUtf8, toBase64 } from '../bytes.js';
import { parseCanonicalJson, type Json } from '../canonical-json.js';
import { Findings, type Where } from '../findings.js';
import { FormatError } from '../format-error.js';
import { NoteError } from '../note.js';
import type { PlatformCrypto, Sha256Stream } from '../platform-crypto.js';
import { parsePolicy } from '../policy.js';
import { Receipts } from '../receipt.js';
import { Report } from '../report.js';
import { sha256Stream } from '../sha256-stream.js';
import { readTrust, type ReadTrust, type Trust } from '../trust.js';
import { summaryOf, verdictOf, type Verification } from '../verification.js';
import { BundleBody } from './bundle-body.js';
import { Checkpoints } from './checkpoints.js';
import { EvidenceFiles, type HashedFile } from './evidence-files.js';
import { Keyring, said } from './keyring.js';
import { LineSplitter, rankOf, typeOf, wrongMember } from './lines.js';
import type { BundleLine, CheckpointLine, HeaderLine, KeysLine, ReportLine, SealLine } from './lines.js';

export interface BundleOptions extends Trust {
  /** What the auditor has in hand, to be found among the evidence. */
  readonly files?: readonly HashedFile[];
}

const LINE_FEED = Uint8Array.of(10);
/** Types of which there is one line in every bundle. */
const NEEDED = ['keys', 'checkpoint', 'report'] as const;
const REPEATED: readonly BundleLine['type'][] = ['checkpoint', 'entry', 'state', 'evidence'];

/**
 * All checks of a bundle (docs/formats/ledger.md, "Bundle"; docs/guides/verifying.md). What the bundle says is never an
 * error here, but a finding.
 *
 * @throws {FormatError} where a key or policy that the auditor gave cannot be read.
 */
export async function verifyBundle(
  crypto: PlatformCrypto,
  source: AsyncIterable<Uint8Array>,
  options: BundleOptions = {},
): Promise<Verification> {
  const trust = await readTrust(crypto, options);
  const bundle = new BundleReader(crypto, trust, options);
  const splitter = new LineSplitter();
  try {
    for await (const chunk of source) {
      for (const line of splitter.push(chunk)) {
        await bundle.line(line);
      }
    }
    await bundle.conclude(splitter.rest);
  } catch (error) {
    bundle.giveUp(error);
  }
  return bundle.verification();
}

/** There is no use in reading on. */
class Unreadable extends FormatError {}

class BundleReader {
  private readonly findings = new Findings();
  private readonly digest: Sha256Stream;
  private readonly report = new Report();
  private readonly files: EvidenceFiles;
  private readonly receipts: Receipts;
  private count = 0;
  private rank = -1;
  private readonly seen = new Set<BundleLine['type']>();
  private header: HeaderLine | undefined;
  private signing: { keyring: Keyring; checkpoints: Checkpoints } | undefined;
  private body: BundleBody | undefined;

  constructor(
    private readonly crypto: PlatformCrypto,
    private readonly trust: ReadTrust,
    options: BundleOptions,
  ) {
    this.digest = sha256Stream(crypto);
    this.files = new EvidenceFiles(this.findings, options.files ?? []);
    this.receipts = new Receipts(this.findings, trust.receipts);
  }

  line(bytes: Uint8Array): Promise<void> | undefined {
    const where = { line: ++this.count };
    const value = this.parse(bytes, where);
    const type = value === undefined ? undefined : typeOf(value);
    if (type !== 'seal' && !this.seen.has('seal')) {
      this.digest.update(bytes);
      this.digest.update(LINE_FEED);
    }
    if (this.count === 1) {
      this.requireBundle(value);
    }
    return value !== undefined && type !== undefined && this.isInPlace(type, where)
      ? this.check(type, value, where)
      : undefined;
  }

  private requireBundle(value: Json | undefined): void {
    const header = value as unknown as HeaderLine | undefined;
    if (header?.type !== 'bundle' || header.v !== 1) {
      const detail = header?.type === 'bundle' ? 'it is of another version' : '';
      this.findings.add('not_a_bundle', { line: 1 }, detail);
      throw new Unreadable();
    }
  }

  private check(type: BundleLine['type'], value: Json, where: { line: number }): Promise<void> | undefined {
    const wrong = wrongMember(type, value);
    if (wrong === undefined) {
      return this.take(value as unknown as BundleLine, where);
    }
    this.findings.add('line_malformed', where, `${type}${wrong}`);
    if (type === 'bundle') {
      throw new Unreadable();
    }
    return undefined;
  }

  private parse(bytes: Uint8Array, where: Where): Json | undefined {
    try {
      const value = parseCanonicalJson(fromUtf8(bytes));
      if (typeOf(value) === undefined) {
        throw new FormatError('it is of no known type');
      }
      return value;
    } catch (error) {
      this.findings.add('line_malformed', where, said(error));
      return undefined;
    }
  }

  private isInPlace(type: BundleLine['type'], where: Where): boolean {
    const rank = rankOf(type);
    const fits = rank > this.rank || (rank === this.rank && REPEATED.includes(type));
    if (!fits) {
      this.findings.add('line_out_of_order', where, type);
    }
    this.rank = Math.max(rank, this.rank);
    this.seen.add(type);
    return fits;
  }

  private take(line: BundleLine, where: { line: number }): Promise<void> | undefined {
    switch (line.type) {
      case 'bundle':
        this.begin(line);
        return undefined;
      case 'keys':
        return this.takeKeys(line, where);
      case 'checkpoint':
        return this.takeCheckpoint(line, where);
      case 'entry':
        return this.body
          ? this.body.entry(line, where.line)
          : this.ready().then(async (body) => await body.entry(line, where.line));
      case 'state':
        this.report.add(line);
        return this.ready().then(async (body) => await body.state(line, where));
      case 'evidence':
        this.report.add(line);
        this.files.add(line);
        return this.ready().then(async (body) => await body.evidence(line, where));
      case 'report':
        return this.takeReport(line, where);
      case 'seal':
        return this.takeSeal(line, where);
    }
  }

  private begin(header: HeaderLine): void {
    this.header = header;
    this.report.add(header);
    const keyring = new Keyring(this.crypto, this.findings, header.origin);
    keyring.give(this.trust.keys);
    const checkpoints = new Checkpoints(this.crypto, this.findings, keyring, header.origin);
    checkpoints.policy = this.trust.policy;
    this.signing = { keyring, checkpoints };
  }

  private async takeKeys(line: KeysLine, where: Where): Promise<void> {
    const { keyring, checkpoints } = this.parts();
    this.report.add(line);
    for (const role of ['log', 'receipt'] as const) {
      for (const vkey of line[role]) {
        await keyring.add(role, vkey, where);
      }
    }
    try {
      const policy = await parsePolicy(this.crypto, line.policy);
      if (!this.trust.policy && policy.quorum !== 'none') {
        this.findings.add('policy_taken_on_trust', where);
      }
      checkpoints.policy ??= policy;
    } catch (error) {
      this.findings.add('policy_malformed', where, said(error));
    }
  }

  private async takeCheckpoint(line: CheckpointLine, where: Where): Promise<void> {
    this.report.add(line);
    await this.parts().checkpoints.add(line.note, line.consistency, where);
  }

  /** The checkpoints are all there when the first line after them comes. */
  private async ready(): Promise<BundleBody> {
    if (!this.body) {
      const { header, keyring, checkpoints } = this.parts();
      for (const note of this.trust.checkpoints) {
        await checkpoints.addOwn(note);
      }
      const { findings, report, receipts } = this;
      await receipts.read(keyring, header.origin);
      this.body = new BundleBody(this.crypto, { header, findings, keyring, checkpoints, report, receipts });
    }
    return this.body;
  }

  private parts() {
    if (!this.header || !this.signing) {
      throw new Unreadable();
    }
    return { header: this.header, ...this.signing };
  }

  private async takeReport(line: ReportLine, where: Where): Promise<void> {
    await (await this.ready()).conclude();
    if (line.text !== this.report.text()) {
      this.findings.add('report_differs', where);
    }
  }

  private async takeSeal(line: SealLine, where: Where): Promise<void> {
    const { header, keyring } = this.parts();
    const digest = toBase64(this.digest.digest());
    try {
      const { text, signers } = await keyring.verify('receipt', line.note);
      keyring.relyOn(
        'receipt',
        signers.map(({ key }) => key),
      );
      const sealed = `ascribe-bundle/v1\n${header.origin}\n${digest}\n`;
      if (text !== sealed || line.lines !== this.count - 1) {
        this.findings.add('seal_broken', where);
      }
    } catch (error) {
      this.findings.add(error instanceof NoteError ? 'seal_signature_wrong' : 'seal_broken', where, said(error));
    }
  }

  async conclude(restBytes: number): Promise<void> {
    if (this.count === 0) {
      this.findings.add('not_a_bundle');
      throw new Unreadable();
    }
    if (restBytes > 0) {
      this.findings.add('line_malformed', { line: this.count + 1 }, 'it does not end with a line feed');
    }
    for (const type of NEEDED.filter((one) => !this.seen.has(one))) {
      this.findings.add('line_missing', {}, type);
    }
    if (!this.seen.has('seal')) {
      this.findings.add('seal_missing');
    }
    await (await this.ready()).conclude();
    this.parts().keyring.conclude();
    this.files.conclude();
  }

  /** @throws what is a fault of ours. */
  giveUp(error: unknown): void {
    if (!(error instanceof FormatError)) {
      throw error;
    }
    if (!(error instanceof Unreadable)) {
      this.findings.add('not_a_bundle', { line: this.count + 1 }, error.message);
    }
  }

  verification(): Verification {
    const { findings, header, body } = this;
    const last = this.signing?.checkpoints.last;
    return {
      verdict: verdictOf(findings),
      findings: findings.list(),
      omitted: findings.omitted,
      ...(header && { bundle: header, report: this.report.text() }),
      ...(last && { checkpoint: summaryOf(last) }),
      ...(body && { counts: body.counts }),
    };
  }
}
