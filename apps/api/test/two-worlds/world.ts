import { randomUUID } from 'node:crypto';
import type { TestingModule } from '@nestjs/testing';
import { NewestCheckpoint } from '@app/ledger';
import { SendDeliveries } from '@app/notifications';
import { StandingClock } from '@app/platform';
import { TestLog, testLogKey, type ApplicationUnderTest, type Client, type Person } from '@app/testing';
import { ledgerEnvironment } from '../ledger-ground.js';
import { handleAll, workshop } from '../../../../libs/notifications/test/workshop.js';

/** Where a caller stands to the case; what is hidden from one is not from another. */
export const VIEWPOINTS = ['stranger', 'member', 'inside', 'contributor', 'observer'] as const;
export type Viewpoint = (typeof VIEWPOINTS)[number];

/** How an API is started on a database of its own, with this clock. */
export type Start = (options: {
  readonly clock: StandingClock;
  readonly databaseSuffix: string;
  readonly environment: Readonly<Record<string, string>>;
}) => Promise<ApplicationUnderTest>;

export const BEGINNING = new Date('2024-08-10T08:00:00.000Z');
const STEP_MS = 60_000;
/** Both worlds have the same keys. */
const LOG_KEY = testLogKey();
const KEYS = ledgerEnvironment(LOG_KEY);

/** What a step of the building does; what it makes, it names. */
export interface Step {
  readonly name: string;
  /** Whoever may see what it does. For all others it runs in the fuller world only. */
  readonly seenBy: readonly Viewpoint[];
  /** For these it runs in both worlds though they do not see it, since what they see needs it. It must not be named to them. */
  readonly inBothFor?: readonly Viewpoint[];
  readonly run: (world: World) => Promise<unknown>;
}

/** One of the two: an application with its own database, clock and worker. */
export class World {
  readonly people = new Map<string, Person>();
  readonly callers = new Map<string, Client>();
  /** What each comes with, for a stream of their own. */
  readonly credentials = new Map<string, Readonly<Record<string, string>>>();
  readonly ids = new Map<string, string>();
  /** Ids of what the viewpoint's callers must not be told of. */
  readonly hidden = new Set<string>();
  /** Every word that was sent, for searching. */
  readonly words = new Set<string>();
  /** Sizes of the log, by name: each world has its own. */
  readonly sizes = new Map<string, number>();
  private readonly log: TestLog;
  private readonly noted = new Set<string>();
  private readonly told = new Set<string>();
  private lastMessage = '00000000-0000-0000-0000-000000000000';

  private constructor(
    readonly api: ApplicationUnderTest,
    private readonly clock: StandingClock,
    private readonly worker: TestingModule,
  ) {
    this.log = new TestLog(api.database, LOG_KEY);
  }

  static async start(start: Start, databaseSuffix: string): Promise<World> {
    const clock = new StandingClock(BEGINNING);
    const api = await start({ clock, databaseSuffix, environment: KEYS });
    const worker = await workshop({ url: api.database.appUrl, clock });
    // A mail carries the newest checkpoint, and with it the size of the log, which each world has its own of by design.
    worker.get(NewestCheckpoint, { strict: false }).note = async () => await Promise.resolve(null);
    return new World(api, clock, worker);
  }

  async close(): Promise<void> {
    await this.worker.close();
    await this.api.close();
  }

  /** The clock stands at the step's own time, in whichever world it runs. */
  stand(step: number): void {
    this.clock.set(new Date(BEGINNING.getTime() + step * STEP_MS));
  }

  /** A moment later: what is written at one and the same has no order. */
  tick(): void {
    this.clock.set(new Date(this.clock.now().getTime() + 1));
  }

  timeOf(step: number): string {
    return new Date(BEGINNING.getTime() + step * STEP_MS).toISOString();
  }

  /** After a step: tells whom it concerned, and notes what it made as hidden, where it is. */
  async settle(hidden: boolean): Promise<void> {
    await this.deliver();
    for (const id of this.ids.values()) {
      if (hidden && !this.noted.has(id)) {
        this.hidden.add(id);
      }
      this.noted.add(id);
    }
  }

  /** Gives everything that was written its place in the log, and names the size. */
  async sequence(name: string): Promise<void> {
    this.sizes.set(name, await this.log.sequenceAll());
  }

  /** Tells whom the step concerned, as the worker would. */
  private async deliver(): Promise<void> {
    const waiting = await this.api.sql<{ id: string }>('SELECT id FROM outbox_message WHERE id > $1 ORDER BY id', [
      this.lastMessage,
    ]);
    const fresh = waiting.map(({ id }) => id).filter((id) => !this.told.has(id));
    if (fresh.length > 0) {
      fresh.forEach((id) => this.told.add(id));
      await handleAll(this.worker, fresh);
      await this.worker.get(SendDeliveries).execute();
    }
  }

  /** The id of what was made under this name; of what this world has not, one that nothing has. */
  id(name: string): string {
    const made = this.ids.get(name) ?? randomUUID();
    this.ids.set(name, made);
    return made;
  }

  has(name: string): boolean {
    return this.ids.has(name);
  }

  caller(name: string): Client {
    const client = this.callers.get(name);
    if (!client) {
      throw new Error(`Nobody is called ${name}.`);
    }
    return client;
  }

  person(name: string): Person {
    const person = this.people.get(name);
    if (!person) {
      throw new Error(`Nobody is called ${name}.`);
    }
    return person;
  }

  /** Sends what makes something, and names it. `{name}` in the path is an id. */
  async make(name: string, by: string, path: string, body: object): Promise<Record<string, unknown>> {
    const answer = await this.send(by, path, body);
    this.ids.set(name, answer['id'] as string);
    return answer;
  }

  async send(by: string, path: string, body: object): Promise<Record<string, unknown>> {
    this.keepWords(body);
    const response = await this.caller(by).post(this.at(path), body);
    if (response.status >= 300) {
      throw new Error(`${by} POST ${path}: ${response.status} ${response.text}`);
    }
    return response.body as Record<string, unknown>;
  }

  /** Changes what is read at the path. */
  async change(method: 'patch' | 'put', by: string, path: string, body: object): Promise<void> {
    this.keepWords(body);
    const etag = (await this.caller(by).get(this.at(path))).headers['etag'] as string;
    const client = this.caller(by).with({ 'if-match': etag });
    const response = await client[method](this.at(path), body);
    if (response.status >= 300) {
      throw new Error(`${by} ${method} ${path}: ${response.status} ${response.text}`);
    }
  }

  at(path: string): string {
    return path.replaceAll(/\{([\w ]+)\}/g, (_, name: string) => String(this.sizes.get(name) ?? this.id(name)));
  }

  private keepWords(body: object): void {
    for (const [word] of JSON.stringify(body).matchAll(/[a-z]{4,}/gi)) {
      this.words.add(word.toLowerCase());
    }
  }
}
