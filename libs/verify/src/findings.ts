export type Severity = 'failure' | 'warning' | 'note';

const F = 'failure';
const W = 'warning';
const N = 'note';

/** Everything that the verifier can say. Codes are permanent; docs/guides/verifying.md explains each. */
export const FINDINGS = {
  // The file
  not_a_bundle: [F, 'This is not a bundle that can be read here.'],
  line_malformed: [F, 'A line is not in its one form, or has members that it should not have, or lacks some.'],
  line_out_of_order: [F, 'A line is where no line of its type may be.'],
  line_missing: [F, 'A line that every bundle has is not there.'],
  seal_missing: [F, 'The file does not end with its seal: its end is cut off, or was changed.'],
  seal_broken: [F, 'The file is not what was sealed: it was changed after it was made.'],
  seal_signature_wrong: [F, 'The seal is not signed by the receipt key.'],
  // Keys
  key_malformed: [F, 'A key cannot be read, is under another name, or its id is not its own.'],
  key_not_trusted: [F, 'What is signed is signed by a key that does not follow from the keys that you gave.'],
  key_taken_on_trust: [
    W,
    'You take this key on trust: it is known from the bundle alone. Compare it with one that you got elsewhere.',
  ],
  key_endorsement_wrong: [F, 'The log introduces a key that the key before it did not endorse.'],
  key_used_too_early: [F, 'A key signed a checkpoint before the log introduced it.'],
  policy_malformed: [F, 'The policy cannot be read.'],
  policy_taken_on_trust: [W, 'Whose cosignatures count is known from the bundle alone. Give a policy of your own.'],
  // Checkpoints
  checkpoint_malformed: [F, 'A checkpoint cannot be read.'],
  checkpoint_of_another_log: [F, 'A checkpoint is of another log.'],
  checkpoint_not_signed: [F, 'A checkpoint is not signed by a key of the log.'],
  signature_wrong: [F, 'A signature is under a known name and is not by its key.'],
  checkpoint_order: [F, 'The checkpoints do not rise, or the last one is not of the size of the bundle.'],
  checkpoints_inconsistent: [F, 'A later checkpoint does not hold the log of the one before it.'],
  quorum_not_met: [F, 'The checkpoint lacks cosignatures that the policy asks for.'],
  root_differs: [F, 'The leaves do not give the root that the checkpoint was signed over.'],
  no_own_checkpoint: [
    N,
    'You gave no older checkpoint of your own: nothing here shows whether the log was rewritten before this checkpoint.',
  ],
  own_checkpoint_malformed: [F, 'A checkpoint that you gave cannot be read.'],
  own_checkpoint_not_of_this_log: [F, 'A checkpoint that you gave is not signed by a key of this log.'],
  own_checkpoint_contradicted: [F, 'The log forked: it is not the one of which you hold a checkpoint.'],
  own_checkpoint_not_reached: [
    F,
    'Nothing here leads from the checkpoint that you gave. Ask for a bundle that begins at it.',
  ],
  older_than_own_checkpoint: [
    F,
    'This shows a smaller log than the checkpoint that you gave: it is older, or the log was rolled back.',
  ],
  own_checkpoint_held: [N, 'The log holds everything that was in it at the checkpoint that you gave.'],
  // Entries
  entry_order: [F, 'The entries are not in the order of the log.'],
  entry_repeated: [F, 'An entry is there twice.'],
  entry_missing: [F, 'Entries of the log are missing.'],
  entry_beyond_log: [F, 'An entry has an index that the log does not reach.'],
  leaf_malformed: [F, 'A leaf is not a version and a commitment.'],
  not_included: [F, 'An entry is not shown to be in the log.'],
  commitment_differs: [F, 'What an entry says is not what was committed to.'],
  disclosure_differs: [F, 'A field of an entry is not what was committed to.'],
  payload_malformed: [F, 'An entry says what no entry says.'],
  entry_of_another_case: [F, 'An entry is of another case.'],
  beyond_moment: [F, 'An entry is of later than the moment that the bundle shows.'],
  case_gap: [F, 'Entries of the case are missing between two others.'],
  case_order: [F, 'The entries of the case go back or repeat.'],
  case_cut: [F, 'The last entries of the case are missing.'],
  previous_differs: [F, 'An entry does not follow the one before it.'],
  time_before_previous: [F, 'An entry bears an earlier time than one before it in the same case.'],
  time_against_log: [W, 'An entry bears a time that is over a minute earlier than that of one before it in the log.'],
  before_differs: [W, 'A change says of what was before it what the entries before it do not give.'],
  not_whole: [N, 'The bundle shows what one reader may see: what it leaves out cannot be missed.'],
  withheld: [N, 'Some entries, or parts of them, are not told.'],
  withheld_unexplained: [F, 'An entry or a part of one is not told, and nothing in the log says that it was erased.'],
  redacted: [N, 'Something was erased, and the log says so.'],
  redaction_malformed: [F, 'An erasure does not say what every erasure says.'],
  redaction_by_one_person: [F, 'An erasure was requested and approved by the same person.'],
  redaction_of_unknown: [F, 'An erasure names an entry that is not there.'],
  // What the bundle says of the entries
  header_differs: [F, 'The head of the bundle names the case otherwise than its entries do.'],
  state_differs: [F, 'A record is not as its entries give it.'],
  state_missing: [F, 'A record that the entries give is not there.'],
  state_unknown: [F, 'A record is there of which no entry tells.'],
  state_order: [F, 'The records are not in their order.'],
  evidence_differs: [F, 'The list of evidence is not what the records give.'],
  report_differs: [F, 'The report is not what the bundle gives.'],
  evidence_file_matches: [N, 'A file is the evidence that the bundle names.'],
  evidence_file_differs: [F, 'A file has the name of a piece of evidence, and is not it.'],
  evidence_file_unknown: [W, 'A file is no evidence of this bundle.'],
  // Receipts
  receipt_malformed: [F, 'The receipt cannot be read.'],
  receipt_not_signed: [F, 'The receipt is not signed by the receipt key of this log.'],
  receipt_not_honoured: [F, 'The receipt promised what the log does not hold.'],
  receipt_not_shown: [F, 'The bundle does not show what the receipt promised. Ask for one that does.'],
  receipt_honoured: [N, 'What the receipt promised is in the log.'],
  // The folder of a log
  entries_malformed: [F, 'A bundle of entries cannot be read.'],
  tile_differs: [F, 'A tile is not what the entries give.'],
} as const satisfies Record<string, readonly [Severity, string]>;

export type FindingCode = keyof typeof FINDINGS;

export interface Where {
  /** Of the file, from 1. */
  readonly line?: number;
  /** Of the log, from 0. */
  readonly index?: number;
}
export interface Finding extends Where {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** A sentence, and what it is about. */
  readonly text: string;
}

/** Findings of one code that are kept; the others are counted. */
const KEPT_MAX = 50;

export class Findings {
  private readonly kept: Finding[] = [];
  private readonly counts = new Map<FindingCode, number>();

  add(code: FindingCode, where: Where = {}, detail = ''): void {
    const count = (this.counts.get(code) ?? 0) + 1;
    this.counts.set(code, count);
    if (count <= KEPT_MAX) {
      const [severity, sentence] = FINDINGS[code];
      this.kept.push({ code, severity, text: detail === '' ? sentence : `${sentence} (${detail})`, ...where });
    }
  }

  has(code: FindingCode): boolean {
    return this.counts.has(code);
  }

  get failed(): boolean {
    return [...this.counts.keys()].some((code) => FINDINGS[code][0] === 'failure');
  }

  /** The worst first; within one severity, in the order in which they came up. */
  list(): Finding[] {
    const rank: Record<Severity, number> = { failure: 0, warning: 1, note: 2 };
    return this.kept.toSorted((a, b) => rank[a.severity] - rank[b.severity]);
  }

  /** How many were not kept. */
  get omitted(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + Math.max(0, count - KEPT_MAX), 0);
  }
}
