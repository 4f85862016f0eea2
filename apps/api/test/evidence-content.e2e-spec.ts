import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ClearContent } from '@app/evidence';
import type { ApplicationUnderTest } from '@app/testing';
import { expectProblem } from './bad-input.js';
import { EvidenceFiles, hashOf } from './evidence-files.js';
import { startApi } from './start-api.js';

let api: ApplicationUnderTest;
let given: EvidenceFiles;

beforeAll(async () => {
  api = await startApi();
  given = await EvidenceFiles.given(api);
});
afterAll(async () => {
  await api.close();
});

describe('Downloading', () => {
  it('gives the bytes as something to save, and nothing to show', async () => {
    const bytes = Buffer.from('<script>alert(1)</script>');
    const evidence = await given.added({ fileName: 'page.html', mediaType: 'text/html' });
    await given.put(evidence, bytes).expect(200);
    const answer = await given.download(evidence.id).expect(200);
    expect(answer.body).toEqual(bytes);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="page.html"; filename*=UTF-8''page.html`,
      'content-length': String(bytes.length),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'private, no-store',
      etag: `"${hashOf(bytes)}"`,
    });
  });

  it('names it so that no name breaks out of the header', async () => {
    const evidence = await given.added({ fileName: 'a"b\r\nSet-Cookie: x=1; é😀.exe' });
    await given.put(evidence, Buffer.from('x')).expect(200);
    const { headers } = await given.download(evidence.id).expect(200);
    expect(headers['content-disposition']).toBe(
      `attachment; filename="a_b__Set-Cookie_ x=1_ ___.exe"; filename*=UTF-8''a_b__Set-Cookie_%20x%3D1%3B%20%C3%A9%F0%9F%98%80.exe`,
    );
    expect(headers['set-cookie']).toBeUndefined();
  });

  it('has nothing of a file that was not uploaded', async () => {
    await given.download((await given.added()).id).expect(404);
  });

  it('says so where the file is gone, and goes on being readable otherwise', async () => {
    const bytes = randomBytes(1000);
    const evidence = await given.added();
    await given.put(evidence, bytes).expect(200);
    rmSync(given.fileOf(hashOf(bytes)));
    const answer = await given.analyst.get(`${given.path}/${evidence.id}/content`);
    expectProblem(answer, { status: 503, code: 'content_missing' });
    expect(answer.headers['content-disposition']).toBeUndefined();
    await given.analyst.get(`${given.path}/${evidence.id}`).expect(200);
  });

  /** Evidence of which the last bit is another on the disk than it was. */
  async function altered(size: number): Promise<string> {
    const bytes = randomBytes(size);
    const evidence = await given.added();
    await given.put(evidence, bytes).expect(200);
    const file = given.fileOf(hashOf(bytes));
    bytes.writeUInt8(bytes.readUInt8(size - 1) ^ 1, size - 1);
    writeFileSync(file, bytes);
    return evidence.id;
  }

  it('breaks off where the bytes on the disk were altered', async () => {
    await expect(given.download(await altered(200_000))).rejects.toThrow(/aborted|hang up|ECONNRESET/);
  });

  it('says so at once where they are few', async () => {
    const answer = await given.analyst.get(`${given.path}/${await altered(1000)}/content`);
    expectProblem(answer, { status: 503, code: 'content_missing' });
    expect(answer.headers['etag']).toBeUndefined();
  });

  it('answers what it would give', async () => {
    const bytes = randomBytes(1000);
    const evidence = await given.added();
    await given.put(evidence, bytes).expect(200);
    const { port } = api.app.getHttpServer().address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1${given.path}/${evidence.id}/content`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${given.secret}` },
    });
    expect([answer.status, answer.headers.get('content-length')]).toEqual([200, '1000']);
  });
});

describe('Upkeep', () => {
  const old = (file: string): void => utimesSync(file, 1, 1);

  it('removes files that no record names, and unfinished ones, of more than a day ago', async () => {
    const upkeep = api.app.get(ClearContent);
    const run = async (): Promise<void> => {
      await upkeep.clearUnfinished();
      await upkeep.clearUnnamed();
    };
    const [kept, orphan, fresh] = [randomBytes(10), randomBytes(10), randomBytes(10)];
    await given.put(await given.added(), kept).expect(200);
    const kept_ = given.fileOf(hashOf(kept));
    old(kept_);
    // As after a kill between the file and its record.
    for (const bytes of [orphan, fresh]) {
      const evidence = await given.added();
      await given.put(evidence, bytes).expect(200);
      await api.sql('UPDATE evidence SET stored = false WHERE id = $1', [evidence.id]);
    }
    old(given.fileOf(hashOf(orphan)));
    const unfinished = join(given.incoming, 'one');
    writeFileSync(unfinished, 'x');
    writeFileSync(join(given.incoming, 'two'), 'x');
    old(unfinished);
    await run();
    await run();
    expect(existsSync(kept_)).toBe(true);
    expect(existsSync(given.fileOf(hashOf(orphan)))).toBe(false);
    expect(existsSync(given.fileOf(hashOf(fresh)))).toBe(true);
    expect(readdirSync(given.incoming)).toEqual(['two']);
  });
});
