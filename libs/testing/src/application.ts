import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import type { ClientRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import request from 'supertest';
import { Config, type Clock } from '@app/platform';
import { PASSWORD, type Person } from './factories.js';
import { freshTestDatabase, type TestDatabase } from './test-database.js';

/** What `createApi` of apps/api takes and gives. Libraries know no app, so that a test hands it in. */
export type CreateApi = (options: {
  config: Config;
  databaseUrl: string;
  clock?: Clock;
  verifierPage?: string;
}) => Promise<NestFastifyApplication>;

const BASE_PATH = '/api/v1';
const JSON_TYPE = 'application/json';

/** Someone who sends requests: nobody in particular, a browser, or a program with a key. */
export class Client {
  constructor(
    private readonly server: request.Agent,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  /** The same sender with more headers, such as `If-Match`. */
  with(headers: Readonly<Record<string, string>>): Client {
    return new Client(this.server, { ...this.headers, ...headers });
  }

  get(path: string): request.Test {
    return this.server.get(BASE_PATH + path).set(this.headers);
  }

  post(path: string, body?: object): request.Test {
    return this.server
      .post(BASE_PATH + path)
      .set(this.headers)
      .send(body);
  }

  patch(path: string, body: object, version?: number): request.Test {
    const match = version === undefined ? {} : { 'if-match': `"${version}"` };
    return this.server
      .patch(BASE_PATH + path)
      .set({ ...this.headers, ...match })
      .send(body);
  }

  put(path: string, body: object, version?: number): request.Test {
    const match = version === undefined ? {} : { 'if-match': `"${version}"` };
    return this.server
      .put(BASE_PATH + path)
      .set({ ...this.headers, ...match })
      .send(body);
  }

  delete(path: string): request.Test {
    return this.server.delete(BASE_PATH + path).set(this.headers);
  }

  /** Exactly these bytes, of this content type (null: none is named), whatever they are. */
  raw(
    method: 'post' | 'patch' | 'put',
    path: string,
    bytes: string | Buffer,
    contentType: string | null = JSON_TYPE,
  ): request.Test {
    const sent = this.server[method](BASE_PATH + path).set(this.headers);
    if (contentType === null) {
      sent.unset('content-type');
      sent.on('request', ({ req }: { req: ClientRequest }) => req.removeHeader('content-type'));
    } else {
      sent.set('content-type', contentType);
    }
    return sent.serialize((body: unknown) => body as string).send(bytes as unknown as object);
  }
}

/** How the application under test is set up. */
export interface Started {
  readonly clock?: Clock;
  /** Path of the built page that verifies bundles. */
  readonly verifierPage?: string;
  readonly poolMax?: number;
  /** Further settings of the operator. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Of the name of the database: a test that needs two applications gives the second one a suffix (`_b`). */
  readonly databaseSuffix?: string;
}

/** The API on a database of its own. */
export class ApplicationUnderTest {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly database: TestDatabase,
    /** The data folder of this application alone. */
    readonly dataDir: string,
    private readonly owner: pg.Pool,
  ) {}

  static async start(
    create: CreateApi,
    { poolMax = 10, environment = {}, databaseSuffix = '', ...options }: Started = {},
  ): Promise<ApplicationUnderTest> {
    const database = await freshTestDatabase(databaseSuffix);
    const dataDir = await mkdtemp(join(tmpdir(), 'ascribe-api-'));
    const config = new Config({
      LOG_LEVEL: 'silent',
      DATABASE_POOL_MAX: String(poolMax),
      ASCRIBE_DATA_DIR: dataDir,
      ASCRIBE_SECRETS_KEY: Buffer.alloc(32, 'tests').toString('base64'),
      ...environment,
    });
    const app = await create({ config, databaseUrl: database.appUrl, ...options });
    // Else supertest would listen for one request and stop, whoever else is still on the way.
    await app.listen(0, '127.0.0.1');
    const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
    return new ApplicationUnderTest(app, database, dataDir, owner);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.owner.end();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** Looks into the database as its owner, past every rule of access. */
  async sql<Row extends object = Record<string, unknown>>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    return (await this.owner.query<Row>(text, [...values])).rows;
  }

  /** How many rows the tables hold: to show that a refusal left nothing behind. */
  async count(...tables: readonly string[]): Promise<Record<string, number>> {
    const counts = tables.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`);
    const [row] = await this.sql<Record<string, number>>(`SELECT ${counts.join(', ')}`);
    return row ?? {};
  }

  anonymous(): Client {
    return new Client(request.agent(this.app.getHttpServer()));
  }

  /** A browser in which this person has signed in. */
  async signedIn(person: Pick<Person, 'email'>, password = PASSWORD): Promise<Client> {
    const agent = request.agent(this.app.getHttpServer());
    const client = new Client(agent);
    const { body } = await client.post('/auth/login', { email: person.email, password }).expect(200);
    return client.with({ 'x-csrf-token': (body as { csrfToken: string }).csrfToken });
  }

  /** A program with this API key. */
  withKey(secret: string): Client {
    return new Client(request.agent(this.app.getHttpServer()), { authorization: `Bearer ${secret}` });
  }
}
