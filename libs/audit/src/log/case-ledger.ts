import { Injectable } from '@nestjs/common';
import type { Caller, CaseSight } from '@app/access';
import { leafHash, type LogCheckpoint } from '@app/ledger';
import { cursorOf, positionOf, type Page } from '@app/platform';
import { CaseEntries, type CaseEntry, type CaseMoment } from './case-entries.query.js';
import type { Told } from './disclosed.rules.js';
import { PublishedLog, type Proofs } from './published-log.js';
import { Readers } from './readers.js';

/** A change that a caller is shown, with all that is needed to hold it against the log. */
export interface ProvenChange {
  readonly entry: CaseEntry;
  readonly leafHash: Buffer;
  readonly told: Told;
  /** Inclusion in the tree of the checkpoint; null while the entry is not in it. */
  readonly proof: readonly string[] | null;
}

/** The case in one tree of the log. */
export interface CaseInLog extends Page<ProvenChange> {
  /** Null before the first. */
  readonly checkpoint: LogCheckpoint | null;
  /** The last version that the tree holds of what is shown; null where it holds none. */
  readonly moment: CaseMoment | null;
}

export interface CaseInLogAsked {
  /** Size of a checkpoint; undefined: the newest, and what waits behind it. */
  readonly size?: number | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A case as the log has it. */
@Injectable()
export class CaseLedger {
  constructor(
    private readonly log: PublishedLog,
    private readonly entries: CaseEntries,
    private readonly readers: Readers,
  ) {}

  /** @throws {NotFound} where there is no checkpoint of this size. @throws {Problem} 400 `malformed_cursor`. */
  async page(caller: Caller, sight: CaseSight, { size, limit, cursor }: CaseInLogAsked): Promise<CaseInLog> {
    const afterId = cursor === undefined ? null : (positionOf(cursor, ['uuid'])[0] ?? null);
    const checkpoint = size === undefined ? await this.log.newest() : await this.log.checkpoint(size);
    const tree = checkpoint?.size ?? 0;
    const asked = { through: null, size: size ?? null, afterId, limit: limit + 1 };
    const [rows, moment, tell] = await Promise.all([
      this.entries.page(caller, sight, asked),
      this.entries.moment(caller, sight, { size: tree, by: null }),
      this.readers.ofCase(caller, sight),
    ]);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const proofs = this.log.proofs(tree);
    return {
      checkpoint,
      moment,
      items: await inTurn(shown, async (entry) => ({
        entry,
        leafHash: leafHash(entry.leaf),
        told: tell(entry).told,
        proof: await proofOf(entry, tree, proofs),
      })),
      nextCursor: rows.length > limit && last ? cursorOf([last.id]) : null,
    };
  }
}

const proofOf = async ({ index }: CaseEntry, size: number, proofs: Proofs): Promise<string[] | null> =>
  index === null || index >= size ? null : await proofs.of(index);

/** One after another: the next finds what was read for the one before. */
export async function inTurn<In, Out>(items: readonly In[], work: (item: In) => Promise<Out>): Promise<Out[]> {
  const done: Out[] = [];
  for (const item of items) {
    done.push(await work(item));
  }
  return done;
}
