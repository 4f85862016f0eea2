import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { Folders, PATIENCE_MS, Product } from './product.js';
import { givenTeam, signIn } from './people.js';
import { runs } from './processes.js';

describe('Starting the product', () => {
  const folders = new Folders();
  afterAll(() => folders.clear());

  it(
    'serves the API and the page on one port, and stops with everything it started',
    async () => {
      const product = await folders.start(folders.make());
      const page = await fetch(`${product.address}/`);
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");

      const processes = product.processes();
      expect(processes.length).toBeGreaterThan(5); // itself, the watch, PostgreSQL and its own
      expect(await product.stop('SIGINT')).toBe(0);
      expect(processes.filter(runs)).toEqual([]);
      expect(existsSync(join(product.dataDir, 'ascribe.lock'))).toBe(false);
    },
    PATIENCE_MS,
  );

  it(
    'stops as cleanly at SIGTERM, with a request under way',
    async () => {
      const product = await folders.start(folders.make());
      const team = await givenTeam(product);
      const responder = await signIn(product, team.responder);
      const [filed, code] = await Promise.all([
        responder.post<{ title: string }>('/incidents', { title: 'Under way' }),
        new Promise((resolve) => setTimeout(resolve, 5)).then(async () => await product.stop('SIGTERM')),
      ]);
      expect([filed.status, code]).toEqual([201, 0]);
    },
    PATIENCE_MS,
  );

  it(
    'keeps the data over a second start',
    async () => {
      const dataDir = folders.make();
      const first = await folders.start(dataDir);
      const team = await givenTeam(first);
      const { body: filed } = await (
        await signIn(first, team.responder)
      ).post<{ id: string }>('/incidents', { title: 'Kept' });
      await first.stop();

      const second = await folders.start(dataDir);
      const found = await (await signIn(second, team.responder)).get(`/incidents/${filed.id}`);
      expect(found).toMatchObject({ status: 200, body: { title: 'Kept' } });
      await second.stop();
    },
    PATIENCE_MS,
  );

  it(
    'runs twice side by side on two data folders',
    async () => {
      const [one, other] = await Promise.all([folders.start(folders.make()), folders.start(folders.make())]);
      expect(one.address).not.toBe(other.address);
      expect(await Promise.all([one.stop(), other.stop()])).toEqual([0, 0]);
    },
    PATIENCE_MS,
  );

  describe('refuses in one sentence', () => {
    it(
      'a data folder on which it runs already',
      async () => {
        const product = await folders.start(folders.make());
        const { code, said } = await Product.refusal(product.dataDir);
        expect([code, said]).toEqual([1, expect.stringMatching(/^Ascribe is already running on .*\.$/)]);
        expect(await product.stop()).toBe(0);
      },
      PATIENCE_MS,
    );

    it(
      'a chosen port that is in use, and leaves nothing running',
      async () => {
        const server = createServer();
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        const { port } = server.address() as AddressInfo;
        const dataDir = folders.make();
        const { code, said } = await Product.refusal(dataDir, { PORT: String(port) });
        server.close();
        expect([code, said]).toEqual([1, `Port ${port} is in use. Stop what uses it, or set PORT to another one.`]);
        expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
      },
      PATIENCE_MS,
    );

    it(
      'a data folder that cannot be written',
      async () => {
        // Below a file: that not even root can write.
        const file = folders.make();
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, '');
        const { code, said } = await Product.refusal(join(file, 'data'));
        expect([code, said]).toEqual([
          1,
          expect.stringMatching(/^The data folder .* cannot be written \(ENOTDIR\)\. [^\n]+$/),
        ]);
      },
      PATIENCE_MS,
    );

    it(
      'the data folder of a newer version, by its marker or by its database',
      async () => {
        const dataDir = folders.make();
        const product = await folders.start(dataDir);
        await product.sql(
          "INSERT INTO migration (timestamp, name) VALUES (9999999999999, 'FromTheFuture9999999999999')",
        );
        await product.stop();
        const byDatabase = await Product.refusal(dataDir);
        expect([byDatabase.code, byDatabase.said]).toEqual([
          1,
          expect.stringMatching(/^The database was written by a newer version of Ascribe [^\n]+$/),
        ]);

        const marker = join(dataDir, 'version.json');
        expect(JSON.parse(readFileSync(marker, 'utf8'))).toEqual({ migration: expect.any(String) });
        writeFileSync(marker, '{"migration":"FromTheFuture9999999999999"}\n');
        const byMarker = await Product.refusal(dataDir);
        expect([byMarker.code, byMarker.said]).toEqual([
          1,
          expect.stringMatching(/^The data folder .* was written by a newer version of Ascribe\. [^\n]+$/),
        ]);
      },
      PATIENCE_MS,
    );
  });
});
