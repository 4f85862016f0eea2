import { request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PASSWORD, type ApplicationUnderTest, type Person } from '@app/testing';

/** An event as it arrived. */
export interface Heard {
  readonly name: string;
  readonly data: Record<string, string>;
}

/** How long the next event may take; the test has failed by then. */
const PATIENCE_MS = 10_000;

/** A session of its own, whose cookie a stream can be asked with. */
export interface Cookie {
  readonly cookie: string;
  readonly csrfToken: string;
}

export async function cookieOf(api: ApplicationUnderTest, { email }: Pick<Person, 'email'>): Promise<Cookie> {
  const { headers, body } = await api.anonymous().post('/auth/login', { email, password: PASSWORD }).expect(200);
  const cookies = headers['set-cookie'] as unknown as string[];
  return { cookie: cookies.map((one) => one.split(';')[0]).join('; '), csrfToken: body.csrfToken as string };
}

/** Reads a stream of events as a browser does (WHATWG HTML, section 9.2), one at a time. */
export class EventReader {
  /** What a client that comes again would send. */
  lastEventId = '';
  private readonly heard: Heard[] = [];
  private rest = '';
  private ended = false;
  private wake: () => void = () => undefined;

  private constructor(
    readonly status: number,
    readonly headers: IncomingMessage['headers'],
    private readonly response: IncomingMessage,
  ) {
    response.setEncoding('utf8');
    response.on('data', (text: string) => this.take(text));
    response.on('error', () => undefined);
    response.on('close', () => {
      this.ended = true;
      this.wake();
    });
  }

  /** Comes with these headers, and goes on from an event where one is named. Waits until the stream has said where it begins. */
  static async open(
    api: ApplicationUnderTest,
    headers: Readonly<Record<string, string>>,
    lastEventId?: string,
  ): Promise<EventReader> {
    const reader = await EventReader.ask(api, {
      ...headers,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    });
    if (reader.status === 200) {
      await reader.come(() => reader.lastEventId !== '');
    }
    return reader;
  }

  /** The answer, whatever it is. */
  static async ask(
    api: ApplicationUnderTest,
    headers: Readonly<Record<string, string>>,
    method: 'GET' | 'HEAD' = 'GET',
  ): Promise<EventReader> {
    const { port } = api.app.getHttpServer().address() as AddressInfo;
    return await new Promise((resolve, reject) => {
      request({ method, port, host: '127.0.0.1', path: '/api/v1/events', headers, agent: false }, (response) =>
        resolve(new EventReader(response.statusCode ?? 0, response.headers, response)),
      )
        .on('error', reject)
        .end();
    });
  }

  /** The next event. */
  async next(): Promise<Heard> {
    await this.come(() => this.heard.length > 0);
    const [first] = this.heard.splice(0, 1);
    if (!first) {
      throw new Error('The stream ended before there was an event.');
    }
    return first;
  }

  /** All events up to the first such one, which is among them: what is not has not been told. */
  async until(such: (event: Heard) => boolean): Promise<Heard[]> {
    const heard = [await this.next()];
    while (!heard.slice(-1).some(such)) {
      heard.push(await this.next());
    }
    return heard;
  }

  /** All events up to one of this case. */
  async upTo(incidentId: string): Promise<Heard[]> {
    return await this.until(({ data }) => data['incidentId'] === incidentId);
  }

  /** What is left when the server has ended the stream. */
  async rests(): Promise<Heard[]> {
    await this.come(() => this.ended);
    return this.heard.splice(0);
  }

  close(): void {
    this.response.destroy();
  }

  private take(text: string): void {
    this.rest += text;
    const blocks = this.rest.split('\n\n');
    this.rest = blocks.pop() ?? '';
    blocks.forEach((block) => this.block(block));
    this.wake();
  }

  private block(text: string): void {
    const fields = new Map(
      text.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trimStart()]),
    );
    this.lastEventId = fields.get('id') ?? this.lastEventId;
    const data = fields.get('data');
    if (data !== undefined) {
      this.heard.push({ name: fields.get('event') ?? 'message', data: JSON.parse(data) as Record<string, string> });
    }
  }

  private async come(there: () => boolean): Promise<void> {
    const late = setTimeout(() => this.response.destroy(new Error('late')), PATIENCE_MS);
    while (!there()) {
      if (this.ended) {
        clearTimeout(late);
        throw new Error('The stream ended, or nothing came in time.');
      }
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    clearTimeout(late);
  }
}
