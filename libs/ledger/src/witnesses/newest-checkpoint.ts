import { Injectable } from '@nestjs/common';
import { LogReader } from '../log/log-reader.js';

/** Mails of one batch share one read; a checkpoint that is this old says nearly as much. */
const KEPT_MS = 5_000;
/** A note with the log's signature and a few cosignatures has some 700 bytes. */
const CHARACTERS_MAX = 8_000;

/** The newest signed checkpoint, for whatever leaves the product and is kept by somebody else. */
@Injectable()
export class NewestCheckpoint {
  private kept: { readonly until: number; readonly note: Promise<string | null> } | undefined;

  constructor(private readonly log: LogReader) {}

  /** With the log's signatures, and as many cosignatures as fit in 8,000 characters; null where nothing was signed yet. */
  async note(): Promise<string | null> {
    const now = performance.now();
    if (!this.kept || this.kept.until <= now) {
      const note = this.read();
      this.kept = { until: now + KEPT_MS, note };
      note.catch(() => {
        this.kept = undefined;
      });
    }
    return await this.kept.note;
  }

  private async read(): Promise<string | null> {
    const checkpoint = await this.log.checkpoint();
    return checkpoint && shortened(checkpoint.note);
  }
}

/** Whole lines only; a note without some of its last signatures is still a note. */
export const shortened = (note: string): string =>
  note.length <= CHARACTERS_MAX ? note : note.slice(0, note.lastIndexOf('\n', CHARACTERS_MAX - 1) + 1);
