import { Injectable } from '@nestjs/common';
import type { Caller } from '@app/access';
import { Receipts, type LogCheckpoint } from '@app/ledger';
import { Clock, Invalid, Problem } from '@app/platform';
import type { CheckpointLine, HeaderLine, KeysLine } from '@app/verify';
import { LogKeys } from '../log/log-keys.query.js';
import { PublishedLog } from '../log/published-log.js';
import { SealedLines, type Written } from './sealed-lines.js';

/** What of a bundle is asked for. */
export interface BundleAsked {
  /** What had been recorded by then. */
  readonly knownAt?: Date | undefined;
  /** Size of the checkpoint that it is proven against. */
  readonly size?: number | undefined;
  /** Size of a checkpoint that the reader keeps, from which the bundle is to lead on. */
  readonly from?: number | undefined;
}

/** What a bundle is made against, settled before any of it is written. */
export interface Ground {
  readonly checkpoint: LogCheckpoint;
  readonly origin: string;
  /** Lines 2 and 3. */
  readonly lines: readonly Written[];
  readonly sealed: SealedLines;
  readonly madeAt: Date;
}

/** The head of every bundle: keys and checkpoints. */
@Injectable()
export class BundleHead {
  constructor(
    private readonly log: PublishedLog,
    private readonly keys: LogKeys,
    private readonly receipts: Receipts,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws {Problem} 503 `receipt_key_missing`: nothing can be sealed here. @throws {NotFound} where there is no such
   * checkpoint. @throws {Invalid} where the reader's own is larger than the bundle's.
   */
  async ground(caller: Caller, asked: BundleAsked): Promise<Ground> {
    const checkpoint = await this.log.checkpoint(asked.size);
    const origin = checkpoint.note.slice(0, checkpoint.note.indexOf('\n'));
    const keys = await this.keysLine(caller);
    const sealed = new SealedLines(origin, (text) => this.receipts.seal(text) ?? withoutKey());
    const checkpoints = await this.checkpoints(checkpoint, asked);
    const lines = [keys, ...checkpoints].map((line) => ({ line }));
    return { checkpoint, origin, lines, sealed, madeAt: this.clock.now() };
  }

  /** The moment that a bundle shows: as asked, where all of it is in the tree and it has passed; else the last that is in it. */
  momentOf({ madeAt }: Ground, asked: Date | undefined, held: { at: Date; all: boolean }): string {
    return (asked && held.all && asked <= madeAt ? asked : held.at).toISOString();
  }

  header(
    { checkpoint, origin, madeAt }: Ground,
    { userId, name }: Caller,
    more: Pick<HeaderLine, 'scope' | 'complete' | 'caseVersion' | 'knownAt' | 'whole'>,
  ): HeaderLine {
    return {
      type: 'bundle',
      v: 1,
      origin,
      size: checkpoint.size,
      madeAt: madeAt.toISOString(),
      madeFor: { id: userId, name },
      ...more,
    };
  }

  private async keysLine(caller: Caller): Promise<KeysLine> {
    const keys = await this.keys.all(caller);
    const of = (wanted: string): string[] => keys.filter(({ role }) => role === wanted).map(({ vkey }) => vkey);
    const [log, receipt] = [of('log'), of('receipt')];
    if (!this.receipts.canSeal || log.length === 0 || receipt.length === 0) {
      withoutKey();
    }
    return { type: 'keys', log, receipt, policy: this.keys.policy(keys) };
  }

  /** The reader's own, the one nearest before the moment, and the bundle's; each leading from the one before. */
  private async checkpoints(last: LogCheckpoint, { knownAt, from }: BundleAsked): Promise<CheckpointLine[]> {
    if (from !== undefined && from > last.size) {
      throw Invalid.at('from', 'beyond_size', 'The bundle is of a smaller log than the checkpoint that you keep.');
    }
    const own = from === undefined ? [] : [await this.log.checkpoint(from)];
    const nearest = knownAt ? await this.log.checkpointBy(knownAt) : null;
    const bySize = new Map([...own, ...(nearest ? [nearest] : []), last].map((one) => [one.size, one]));
    const rising = [...bySize.values()].filter(({ size }) => size <= last.size).toSorted((a, b) => a.size - b.size);
    const lines: CheckpointLine[] = [];
    for (const [index, { size, note }] of rising.entries()) {
      const before = rising[index - 1];
      const consistency = before ? await this.log.consistencyProof(before.size, size) : [];
      lines.push({ type: 'checkpoint', note, consistency });
    }
    return lines;
  }
}

function withoutKey(): never {
  throw new Problem(
    503,
    'receipt_key_missing',
    'No key for receipts is set up here (ASCRIBE_RECEIPT_KEY), so that no bundle can be sealed. Tell whoever runs this service.',
  );
}
