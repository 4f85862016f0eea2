import { Problem } from '@app/platform';

interface Line {
  running: number;
  readonly waiting: (() => void)[];
}

/**
 * Lets only so many do a thing at once for the same key, in this process. Failures to sign
 * in are counted before a password is looked at: a thousand guesses at once would all be
 * counted as the first.
 */
export class Turns {
  private readonly lines = new Map<string, Line>();

  constructor(
    private readonly places: number,
    /** Who waits at the most; more are a flood. */
    private readonly waitingMax: number,
  ) {}

  /** @throws {Problem} 429 `too_many_at_once`. */
  async take<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const line = this.lines.get(key) ?? { running: 0, waiting: [] };
    this.lines.set(key, line);
    await this.enter(line);
    try {
      return await work();
    } finally {
      this.leave(key, line);
    }
  }

  private async enter(line: Line): Promise<void> {
    if (line.running < this.places) {
      line.running += 1;
      return;
    }
    if (line.waiting.length >= this.waitingMax) {
      throw new Problem(429, 'too_many_at_once', 'Too many attempts at once. Wait, then try again.', {
        retryAfterSeconds: 1,
      });
    }
    // Whoever leaves hands over its place: the number that run stays.
    await new Promise<void>((resolve) => line.waiting.push(resolve));
  }

  private leave(key: string, line: Line): void {
    const next = line.waiting.shift();
    if (next) {
      next();
      return;
    }
    line.running -= 1;
    if (line.running === 0) {
      this.lines.delete(key);
    }
  }
}
