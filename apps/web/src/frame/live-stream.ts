/** What the server tells of: names and ids, never content. */
export const LIVE_EVENTS = ['incident.changed', 'notification.created', 'access.changed', 'resync'] as const;
export type LiveEvent = (typeof LIVE_EVENTS)[number];

export interface Heard {
  event: (name: LiveEvent, data: Record<string, string>) => void;
  /** From now on events arrive. What was changed before is not among them. */
  began: () => void;
  /** Whether events arrive. */
  up: (up: boolean) => void;
  /** The server does not let us in, now. */
  refused: () => void;
}

const AGAIN_MS = 2_000;
const AGAIN_MAX_MS = 60_000;
/** A browser has few connections to one server: a page that nobody looks at for so long gives its own back. */
const UNSEEN_MS = 30_000;

/**
 * The page's one connection for events. A connection that breaks the browser makes again by itself, and the
 * server goes on after the last event; one that is refused is tried again here, less and less often.
 */
export class LiveStream {
  private source: EventSource | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private tries = 0;

  constructor(
    private readonly address: string,
    private readonly heard: Heard,
  ) {}

  start(): void {
    document.addEventListener('visibilitychange', this.look);
    window.addEventListener('online', this.look);
    window.addEventListener('offline', this.look);
    this.look();
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.look);
    window.removeEventListener('online', this.look);
    window.removeEventListener('offline', this.look);
    this.close();
  }

  private readonly look = (): void => {
    if (!navigator.onLine) {
      this.close();
    } else if (document.visibilityState === 'visible') {
      clearTimeout(this.timer);
      this.open();
    } else {
      this.later(UNSEEN_MS, () => this.close());
    }
  };

  private open(): void {
    if (this.source) {
      return;
    }
    const source = new EventSource(this.address);
    this.source = source;
    let began = false;
    source.addEventListener('open', () => {
      this.tries = 0;
      this.heard.up(true);
      if (!began) {
        began = true;
        this.heard.began();
      }
    });
    source.addEventListener('error', () => {
      this.heard.up(false);
      if (source.readyState === EventSource.CLOSED && this.source === source) {
        this.refused();
      }
    });
    for (const name of LIVE_EVENTS) {
      source.addEventListener(name, (event: MessageEvent<string>) =>
        this.heard.event(name, JSON.parse(event.data) as Record<string, string>),
      );
    }
  }

  private refused(): void {
    this.close();
    this.later(Math.min(AGAIN_MAX_MS, AGAIN_MS * 2 ** this.tries), this.look);
    this.tries += 1;
    this.heard.refused();
  }

  private close(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = undefined;
    this.heard.up(false);
  }

  private later(ms: number, act: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(act, ms);
  }
}
