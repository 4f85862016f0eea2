import type { Writable } from 'node:stream';

/** One event as it is sent: a name and ids, never content. */
export interface Event {
  readonly name: 'incident.changed' | 'notification.created' | 'access.changed' | 'resync';
  readonly data: Readonly<Record<string, string>>;
}

/** After a broken connection a browser waits this long before it comes again. */
const RETRY_MS = 3_000;
/** What a client has not taken of what was sent to it, at the most. */
export const UNREAD_BYTES_MAX = 65_536;

/**
 * Writes server-sent events (WHATWG HTML, section 9.2). Whoever does not read is dropped, and takes up the
 * thread later: nothing is kept for them here.
 */
export class EventLine {
  constructor(private readonly out: Writable) {}

  /** The first that a client is sent: where to go on from, should the connection break at once. */
  open(id: string): void {
    this.write(`retry: ${RETRY_MS}\nid: ${id}\n\n`);
  }

  /** Events of one look. The position is with the last of them: a client that lost some is told all again. */
  events(events: readonly Event[], id: string): void {
    const last = events.length - 1;
    this.write(
      events
        .map(
          ({ name, data }, index) =>
            `event: ${name}\n${index === last ? `id: ${id}\n` : ''}data: ${JSON.stringify(data)}\n\n`,
        )
        .join(''),
    );
  }

  /** Keeps the connection, and the client's position young. Nothing is dispatched by it. */
  heartbeat(id: string): void {
    this.write(`:\nid: ${id}\n\n`);
  }

  end(): void {
    this.out.end();
  }

  private write(text: string): void {
    if (this.out.writableEnded || this.out.destroyed) {
      return;
    }
    this.out.write(text);
    if (this.out.writableLength > UNREAD_BYTES_MAX) {
      this.out.destroy();
    }
  }
}
