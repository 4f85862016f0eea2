import type { Writable } from 'node:stream';
import type { Caller } from '@app/access';
import { Changes, FOUND_MAX, type Found } from './changes.query.js';
import { EventLine, type Event } from './event-line.js';
import { sealed, unsealed, type Position } from './position.js';

/** An older position is not looked up from: everything is to be read again, which is less work. */
export const POSITION_AGE_MAX_MS = 60 * 60 * 1000;
/** The same for everybody, whatever happens. */
const HEARTBEAT_MS = 25_000;

/** What a follower is told by, and with what. */
export interface Sources {
  readonly changes: Pick<Changes, 'since'>;
  /** Which of these notifications the caller may read. */
  readonly readable: (caller: Caller, ids: readonly string[]) => Promise<readonly string[]>;
  readonly key: Buffer;
  readonly now: () => Date;
}

/** One client that is told of changes, from when it came to when it leaves. */
export class Follower {
  private readonly line: EventLine;
  private readonly heart: NodeJS.Timeout;
  private position: Position | undefined;
  private begun = false;

  constructor(
    private readonly sources: Sources,
    /** Asks the door again: whoever may not come in any more, or not as before, is not told as before. Throws where nobody may. */
    private readonly ask: () => Promise<Caller>,
    private readonly holder: string,
    private readonly lastEventId: string | undefined,
    out: Writable,
  ) {
    this.line = new EventLine(out);
    this.heart = setInterval(() => this.beat(), HEARTBEAT_MS).unref();
  }

  /** Tells what is new since the last look. The first look begins, or goes on from where the client was. */
  async look(): Promise<void> {
    const caller = await this.ask();
    if (!this.begun) {
      await this.begin(caller);
      return;
    }
    await this.tell(caller, await this.sources.changes.since(caller, this.position));
  }

  end(): void {
    clearInterval(this.heart);
    this.line.end();
  }

  private async begin(caller: Caller): Promise<void> {
    const { key, now, changes } = this.sources;
    const was = this.lastEventId === undefined ? undefined : unsealed(key, this.holder, this.lastEventId);
    const known = was && now().getTime() - was.at.getTime() <= POSITION_AGE_MAX_MS ? was : undefined;
    const found = await changes.since(caller, known);
    this.begun = true;
    this.line.open(this.idOf(known ?? found.position));
    if (known) {
      this.position = known;
      await this.tell(caller, found);
    } else {
      this.position = found.position;
      if (this.lastEventId !== undefined) {
        this.line.events([RESYNC], this.idOf(found.position));
      }
    }
  }

  private async tell(caller: Caller, found: Found): Promise<void> {
    const events = await this.eventsOf(caller, found);
    this.position = found.position;
    if (events.length > 0) {
      this.line.events(events, this.idOf(found.position));
    }
  }

  private async eventsOf(caller: Caller, { unknown, position, incidentIds, notificationIds }: Found): Promise<Event[]> {
    if (unknown || incidentIds.length > FOUND_MAX || notificationIds.length > FOUND_MAX) {
      return [RESYNC];
    }
    const told = notificationIds.length > 0 ? await this.sources.readable(caller, notificationIds) : [];
    return [
      ...(position.access === this.position?.access ? [] : [ACCESS_CHANGED]),
      ...incidentIds.map((incidentId) => ({ name: 'incident.changed' as const, data: { incidentId } })),
      ...told.map((notificationId) => ({ name: 'notification.created' as const, data: { notificationId } })),
    ];
  }

  private beat(): void {
    if (this.position) {
      this.line.heartbeat(this.idOf(this.position));
    }
  }

  private idOf(position: Position): string {
    return sealed(this.sources.key, this.holder, position);
  }
}

const RESYNC: Event = { name: 'resync', data: {} };
const ACCESS_CHANGED: Event = { name: 'access.changed', data: {} };
