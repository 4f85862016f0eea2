import { Injectable, Logger } from '@nestjs/common';
import { Clock, Config, RETENTION_KINDS, type RetentionKind } from '@app/platform';
import { OldRows } from './old-rows.repository.js';

const DAY_MS = 24 * 60 * 60_000;
/** Rows that one transaction removes at the most: locks are held for a moment only. */
export const BATCH_ROWS_MAX = 500;
/** Of one kind in one run; the next run goes on. */
const BATCHES_MAX = 40;

/** Removes what has been kept long enough and is nobody's record (docs/operations/retention.md). */
@Injectable()
export class RemoveOld {
  private readonly log = new Logger('retention');

  constructor(
    private readonly rows: OldRows,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** @returns how many rows went, by kind. One kind that fails keeps no other from going. */
  async execute(): Promise<Partial<Record<RetentionKind, number>>> {
    const removed: Partial<Record<RetentionKind, number>> = {};
    for (const kind of RETENTION_KINDS) {
      try {
        removed[kind] = await this.ofKind(kind);
      } catch (error) {
        this.log.error(`Old rows of the kind ${kind} stay: ${(error as Error).message}`);
      }
    }
    const counts = Object.entries(removed).filter(([, count]) => count > 0);
    if (counts.length > 0) {
      this.log.log(`Removed what was kept long enough: ${counts.map(([kind, n]) => `${kind} ${n}`).join(', ')}.`);
    }
    return removed;
  }

  private async ofKind(kind: RetentionKind): Promise<number> {
    const before = new Date(this.clock.now().getTime() - this.config.retentionDays[kind] * DAY_MS);
    let removed = 0;
    for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
      const count = await this.rows.remove(kind, before, BATCH_ROWS_MAX);
      removed += count;
      if (count < BATCH_ROWS_MAX) {
        break;
      }
    }
    return removed;
  }
}
