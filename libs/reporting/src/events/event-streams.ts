import type { Writable } from 'node:stream';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Caller } from '@app/access';
import { ToldQuery } from '@app/notifications';
import { ChangeBell, Clock, Problem } from '@app/platform';
import { Changes, FOUND_MAX } from './changes.query.js';
import { Follower } from './follower.js';
import { PositionKey } from './position-key.repository.js';

/** One person's tabs and devices, or one key's programs. */
export const STREAMS_OF_ONE_MAX = 6;
/** Each costs a socket, and a few reads for each change: beyond this another process is to be started. */
export const STREAMS_MAX = 2_000;
/** How many look at once: the others of the process's connections are for requests. */
const LOOKING_MAX = 3;
/** Rings within this time make one look. */
const GATHER_MS = 50;
/** The net under the bell; also how long somebody is told of nothing new whose access ran out by itself. */
const POLL_MS = 15_000;
/** Then the client comes again, to this process or another. */
const LIFETIME_MS = 30 * 60 * 1000;

/** Who follows, with what the door says of them now. */
export interface Arrival {
  readonly caller: Caller;
  readonly lastEventId: string | undefined;
  readonly out: Writable;
  readonly ask: () => Promise<Caller>;
}

/** Those of this process who are told of changes. */
@Injectable()
export class EventStreams implements BeforeApplicationShutdown {
  private readonly log = new Logger('events');
  private readonly held = new Map<string, number>();
  private readonly followers = new Set<Follower>();
  private readonly due = new Set<Follower>();
  private readonly looking = new Set<Follower>();
  private listening: Promise<void> | undefined;
  private gathering: NodeJS.Timeout | undefined;
  private poll: NodeJS.Timeout | undefined;
  private closing = false;

  constructor(
    private readonly changes: Changes,
    private readonly told: ToldQuery,
    private readonly positionKey: PositionKey,
    private readonly bell: ChangeBell,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes a place; whoever has one gives it back.
   *
   * @throws {Problem} 429 `too_many_streams` of one caller, 503 `unavailable` of all, or when the process stops.
   */
  reserve({ userId, key }: Caller): () => void {
    const holder = key?.id ?? userId;
    const held = this.held.get(holder) ?? 0;
    if (held >= STREAMS_OF_ONE_MAX) {
      throw new Problem(429, 'too_many_streams', 'You follow events in too many places. Close one of them first.', {
        retryAfterSeconds: 30,
      });
    }
    if (this.closing || this.total >= STREAMS_MAX) {
      throw new Problem(503, 'unavailable', 'No more can follow events here just now. Try again.', {
        retryAfterSeconds: 30,
      });
    }
    this.held.set(holder, held + 1);
    return once(() => this.release(holder));
  }

  /** Tells of changes until the client leaves, may come in no more, or half an hour is over. Never throws. */
  async follow({ caller, lastEventId, out, ask }: Arrival): Promise<void> {
    try {
      this.listening ??= this.listen();
      const [key] = await Promise.all([this.positionKey.read(), this.listening]);
      const sources = {
        changes: this.changes,
        readable: async (reader: Caller, ids: readonly string[]) => await this.readable(reader, ids),
        key,
        now: () => this.clock.now(),
      };
      this.join(new Follower(sources, ask, caller.key?.id ?? caller.userId, lastEventId, out), out);
    } catch (error) {
      this.complain(error);
      out.destroy();
    }
  }

  beforeApplicationShutdown(): void {
    this.closing = true;
    clearTimeout(this.gathering);
    clearInterval(this.poll);
    this.due.clear();
    this.followers.forEach((follower) => follower.end());
  }

  private get total(): number {
    return [...this.held.values()].reduce((sum, held) => sum + held, 0);
  }

  private release(holder: string): void {
    const left = (this.held.get(holder) ?? 0) - 1;
    if (left > 0) {
      this.held.set(holder, left);
    } else {
      this.held.delete(holder);
    }
  }

  private async listen(): Promise<void> {
    this.poll = setInterval(() => this.wake(), POLL_MS).unref();
    await this.bell.listen(() => {
      this.gathering ??= setTimeout(() => {
        this.gathering = undefined;
        this.wake();
      }, GATHER_MS);
    });
  }

  private join(follower: Follower, out: Writable): void {
    if (this.closing || out.destroyed) {
      follower.end();
      return;
    }
    this.followers.add(follower);
    const lifetime = setTimeout(() => follower.end(), LIFETIME_MS).unref();
    out.once('close', () => {
      clearTimeout(lifetime);
      follower.end();
      this.followers.delete(follower);
      this.due.delete(follower);
    });
    this.due.add(follower);
    this.work();
  }

  /** There may be something new. Of what it is nothing is known here: each looks with their own eyes. */
  private wake(): void {
    this.followers.forEach((follower) => this.due.add(follower));
    this.work();
  }

  private work(): void {
    for (const follower of this.due) {
      if (this.looking.size >= LOOKING_MAX) {
        return;
      }
      if (!this.looking.has(follower)) {
        this.due.delete(follower);
        this.looking.add(follower);
        void this.look(follower);
      }
    }
  }

  private async look(follower: Follower): Promise<void> {
    try {
      await follower.look();
    } catch (error) {
      // Whoever was let go hears so when they come again; whatever else failed, they go on from their position.
      this.complain(error);
      follower.end();
    }
    this.looking.delete(follower);
    this.work();
  }

  private complain(error: unknown): void {
    if (!(error instanceof Problem) && !this.closing) {
      this.log.warn(`Events could not be read; their readers are let go: ${(error as Error).message}`);
    }
  }

  private async readable(caller: Caller, ids: readonly string[]): Promise<string[]> {
    const wanted = new Set(ids);
    const unread = await this.told.mine(caller, { limit: FOUND_MAX, cursor: undefined, unread: true });
    return unread.map(({ id }) => id).filter((id) => wanted.has(id));
  }
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) {
      done = true;
      act();
    }
  };
}
