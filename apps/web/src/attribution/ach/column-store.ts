import { isProblem } from '../../api/problem';
import type { Ach, AchBody } from './ach-query';
import { bodyOf, columnOf, differences, type Column } from './matrix';

/** Typing has stopped for this long. */
const SAVE_AFTER_MS = 700;
const UNDO_MAX = 200;

export type Saving =
  | { is: 'untouched' | 'saved' | 'waiting' | 'saving' }
  | { is: 'failed'; error: unknown }
  /** Another window wrote the column meanwhile: what it holds now. */
  | { is: 'conflict'; theirs: Ach; differing: number };

interface Held {
  draft: Column;
  saving: Saving;
}

/** Where the column is kept. */
interface Server {
  write: (version: number, body: AchBody) => Promise<Ach>;
  read: () => Promise<Ach>;
}

/**
 * The reader's own column while they edit it: saved by itself a moment after the last edit, one save at a time, each
 * made from the version before. Undo goes through the edits of this visit.
 */
export class ColumnStore {
  private held: Held;
  private base: { column: Column; version: number };
  private undone: Column[] = [];
  private done: Column[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isBusy = false;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly server: Server,
    private readonly userId: string,
    ach: Ach,
  ) {
    this.base = { column: this.ownOf(ach), version: ach.version };
    this.held = { draft: this.base.column, saving: { is: 'untouched' } };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly snapshot = (): Held => this.held;
  readonly undo = (): void => this.step(this.done, this.undone);
  readonly redo = (): void => this.step(this.undone, this.done);

  /** Whether something is not saved yet. */
  get isDirty(): boolean {
    return differences(this.held.draft, this.base.column) > 0;
  }

  readonly change = (make: (column: Column) => Column): void => {
    const before = this.held.draft;
    const after = make(before);
    if (differences(before, after) > 0) {
      this.done = [...this.done, before].slice(-UNDO_MAX);
      this.undone = [];
      this.edited(after);
    }
  };

  /** What was read from the server: taken over while nothing of ours waits to be saved. */
  take(ach: Ach): void {
    if (this.isDirty || this.isBusy || ach.version === this.base.version) {
      return;
    }
    this.base = { column: this.ownOf(ach), version: ach.version };
    if (this.isDirty) {
      this.forget();
      this.hold({ draft: this.base.column });
    }
  }

  readonly save = async (): Promise<void> => {
    clearTimeout(this.timer);
    while (!this.isBusy && this.held.saving.is !== 'conflict') {
      const sent = this.held.draft;
      if (!this.isDirty) {
        this.hold({ saving: { is: 'saved' } });
        return;
      }
      this.isBusy = true;
      this.hold({ saving: { is: 'saving' } });
      try {
        const { version } = await this.server.write(this.base.version, bodyOf(sent));
        this.base = { column: sent, version };
      } catch (error) {
        await this.refused(error);
        return;
      } finally {
        this.isBusy = false;
      }
    }
  };

  /** Where saving failed: once more. */
  async saveAgain(): Promise<void> {
    if (this.held.saving.is === 'failed') {
      await this.save();
    }
  }

  /** Ends a conflict: what is here is saved over what is there, or given up for it. */
  readonly settle = (theirs: Ach, keep: 'ours' | 'theirs'): void => {
    this.base = { column: this.ownOf(theirs), version: theirs.version };
    this.hold({ saving: { is: 'saved' } });
    if (keep === 'ours') {
      void this.save();
    } else {
      this.forget();
      this.hold({ draft: this.base.column });
    }
  };

  private async refused(error: unknown): Promise<void> {
    const theirs = isProblem(error, 412) ? await this.server.read().catch(() => undefined) : undefined;
    const differing = theirs ? differences(this.ownOf(theirs), this.held.draft) : 0;
    this.hold({ saving: theirs ? { is: 'conflict', theirs, differing } : { is: 'failed', error } });
  }

  private step(from: Column[], to: Column[]): void {
    const next = from.pop();
    if (next) {
      to.push(this.held.draft);
      this.edited(next);
    }
  }

  private edited(draft: Column): void {
    if (this.held.saving.is === 'conflict') {
      this.hold({ draft });
      return;
    }
    this.hold({ draft, saving: { is: 'waiting' } });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), SAVE_AFTER_MS);
  }

  private hold(change: Partial<Held>): void {
    this.held = { ...this.held, ...change };
    this.listeners.forEach((listener) => listener());
  }

  private forget(): void {
    this.done = [];
    this.undone = [];
  }

  private ownOf(ach: Ach): Column {
    return columnOf(ach.columns.find(({ author }) => author.id === this.userId));
  }
}
