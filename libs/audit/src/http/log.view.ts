import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { RedactionView } from '@app/reporting/http';
import type { LogCheckpoint, LogState, WitnessStanding } from '@app/ledger';
import type { CaseInLog, ProvenChange } from '../log/case-ledger.js';
import type { Disclosed } from '../log/disclosed.rules.js';
import type { IntroducedKey } from '../log/log-keys.query.js';
import type { OwnReceipt } from '../log/own-receipts.query.js';
import type { LogEntry } from '../log/shown-entries.query.js';

export class CosignedView {
  /** The witness. */
  name: string;
  at: string;
}

export class CheckpointView {
  size: number;

  /** Base64. */
  root: string;
  signedAt: string;

  /** C2SP tlog-checkpoint: the log's signatures, then those of witnesses. */
  note: string;

  @ApiProperty({ type: [CosignedView] })
  witnesses: CosignedView[];
}

export class CheckpointPage {
  @ApiProperty({ type: [CheckpointView] })
  items: CheckpointView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export const presentCheckpoint = ({ size, root, signedAt, note, witnesses }: LogCheckpoint): CheckpointView => ({
  size,
  root: root.toString('base64'),
  signedAt: signedAt.toISOString(),
  note,
  witnesses: witnesses.map(({ name, at }) => ({ name, at: at.toISOString() })),
});

const WITNESS_STATUSES = ['waiting', 'cosigned', 'failing', 'alarm', 'unreachable'] as const;

export class WitnessView {
  /** As the policy names it. */
  name: string;

  /** `alarm`: what it holds and what this log says cannot both be true. `unreachable`: the policy has no address for it. */
  @ApiProperty({ enum: WITNESS_STATUSES })
  status: (typeof WITNESS_STATUSES)[number];

  /** Why it does not cosign; null while it does. */
  @ApiProperty({ type: String, nullable: true })
  why: string | null;
  since: string;

  /** Of the largest checkpoint that it cosigned. */
  @ApiProperty({ type: Number, nullable: true })
  size: number | null;

  /** When it says that it did. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  cosignedAt: string | null;
}

export class LogStatusView {
  /** Of the newest checkpoint; 0 before the first. */
  size: number;

  /** Entries that are in no checkpoint yet. */
  pending: number;

  @ApiProperty({ type: CheckpointView, nullable: true })
  checkpoint: CheckpointView | null;

  /** Why nothing is signed any more; null while all is well. */
  @ApiProperty({ type: String, nullable: true })
  halted: string | null;

  /** In the order of the policy. */
  @ApiProperty({ type: [WitnessView] })
  witnesses: WitnessView[];
}

export const presentStatus = (
  state: LogState,
  newest: LogCheckpoint | null,
  witnesses: readonly WitnessStanding[],
): LogStatusView => ({
  size: newest?.size ?? 0,
  pending: state.pending + Math.max(0, state.size - (newest?.size ?? 0)),
  checkpoint: newest ? presentCheckpoint(newest) : null,
  halted: state.halted,
  witnesses: witnesses.map(({ name, status, why, since, size, cosignedAt }) => ({
    name,
    status,
    why,
    since: since.toISOString(),
    size,
    cosignedAt: cosignedAt?.toISOString() ?? null,
  })),
});

export class LogKeyView {
  @ApiProperty({ enum: ['log', 'receipt'] })
  role: 'log' | 'receipt';

  /** `<name>+<id>+<key>` (C2SP signed-note). */
  vkey: string;
  introducedAt: string;

  /** Of the entry that introduces it; null while that waits for its place. */
  @ApiProperty({ type: Number, nullable: true })
  index: number | null;

  /** The key whose place it took. */
  @ApiProperty({ type: String, nullable: true })
  replaces: string | null;

  /** A note over this key, signed by the one that it replaces. */
  @ApiProperty({ type: String, nullable: true })
  endorsement: string | null;
}

export class LogKeyList {
  @ApiProperty({ type: [LogKeyView] })
  items: LogKeyView[];
}

export const presentKey = ({ introducedAt, ...key }: IntroducedKey): LogKeyView => ({
  ...key,
  introducedAt: introducedAt.toISOString(),
});

export class InclusionView {
  index: number;
  size: number;

  /** Base64, from the leaf to the root. */
  proof: string[];
}

export class ConsistencyView {
  from: number;
  to: number;

  /** Base64. */
  proof: string[];
}

export class ReceiptView {
  id: string;
  issuedAt: string;

  /** Signed note (docs/formats/ledger.md). */
  note: string;
}

export class ReceiptPage {
  @ApiProperty({ type: [ReceiptView] })
  items: ReceiptView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export const presentReceipt = ({ id, issuedAt, note }: OwnReceipt): ReceiptView => ({
  id,
  issuedAt: issuedAt.toISOString(),
  note,
});

/** As the entry line of a bundle (docs/formats/ledger.md). What may not be told is not there. */
export class LogEntryView {
  index: number;

  /** The exact text of the leaf. */
  leaf: string;

  /** Base64. */
  @ApiPropertyOptional()
  salt?: string;

  @ApiPropertyOptional({ type: [String] })
  digests?: readonly string[];

  @ApiPropertyOptional({ type: [String] })
  disclosures?: readonly string[];

  /** Of entries of version 1: the payload as text. */
  @ApiPropertyOptional()
  body?: string;
}

export class LogEntryPage {
  @ApiProperty({ type: [LogEntryView] })
  items: LogEntryView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export const presentEntry = ({ index, leaf, told }: LogEntry & Disclosed): LogEntryView => ({
  index,
  leaf: leaf.toString('utf8'),
  ...told,
});

/** A change of the case with all that is needed to hold it against the log. */
export class ProvenChangeView {
  /** Of the entry, as the history names it. */
  id: string;
  at: string;

  /** In the log; null while it waits for its place. */
  @ApiProperty({ type: Number, nullable: true })
  index: number | null;

  /** Whether the checkpoint does not cover it yet. */
  pending: boolean;

  /** The exact text of the leaf. */
  leaf: string;

  /** Base64. */
  leafHash: string;

  /** Base64, from the leaf to the root of the checkpoint; null while it is pending. */
  @ApiProperty({ type: [String], nullable: true })
  proof: readonly string[] | null;

  /** Base64; null where nothing of the content is told. */
  @ApiProperty({ type: String, nullable: true })
  salt: string | null;

  /** Null in entries of version 1, and where nothing is told. */
  @ApiProperty({ type: [String], nullable: true })
  digests: readonly string[] | null;

  /** Of the fields that you are shown. */
  @ApiProperty({ type: [String] })
  disclosures: readonly string[];

  /** Of entries of version 1: the payload as text. */
  @ApiProperty({ type: String, nullable: true })
  body: string | null;

  /** Who took the content away, when and why. */
  @ApiProperty({ type: RedactionView, nullable: true })
  redaction: RedactionView | null;
}

export class CaseLedgerView {
  /** That the proofs are for; null before the first. */
  @ApiProperty({ type: CheckpointView, nullable: true })
  checkpoint: CheckpointView | null;

  /** The last version of the case that the checkpoint covers, as you count versions; null where it covers none. */
  @ApiProperty({ type: Number, nullable: true })
  caseVersion: number | null;

  /** When that version was recorded: other pages take it, to show the case as of this checkpoint. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  knownAt: string | null;

  @ApiProperty({ type: [ProvenChangeView] })
  items: ProvenChangeView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export const presentCaseLedger = ({ checkpoint, moment, items, nextCursor }: CaseInLog): CaseLedgerView => ({
  checkpoint: checkpoint ? presentCheckpoint(checkpoint) : null,
  caseVersion: moment?.caseVersion ?? null,
  knownAt: moment?.knownAt.toISOString() ?? null,
  items: items.map(presentChange),
  nextCursor,
});

const presentChange = ({ entry, leafHash, told, proof }: ProvenChange): ProvenChangeView => ({
  id: entry.id,
  at: entry.recordedAt.toISOString(),
  index: entry.index,
  pending: proof === null,
  leaf: entry.leaf.toString('utf8'),
  leafHash: leafHash.toString('base64'),
  proof,
  salt: told.salt ?? null,
  digests: told.digests ?? null,
  disclosures: told.disclosures ?? [],
  body: told.body ?? null,
  redaction: entry.redaction,
});
