import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { givenOrganization, type ApplicationUnderTest } from '@app/testing';
import { expectProblem, traces } from './bad-input.js';
import { EvidenceFiles, hashOf, type Added } from './evidence-files.js';
import { startApi } from './start-api.js';
import { statuses } from './statuses.js';

const BYTES = 'application/octet-stream';
const MOST = 300_000;

let api: ApplicationUnderTest;
let given: EvidenceFiles;

beforeAll(async () => {
  api = await startApi({ environment: { ASCRIBE_UPLOAD_BYTES_MAX: String(MOST) } });
  given = await EvidenceFiles.given(api);
});
afterAll(async () => {
  await api.close();
});

const modeOf = (path: string): number => statSync(path).mode & 0o777;

/** An upload of which a test sends each byte itself. */
function upload({ id, version }: Added, headers: Record<string, string | number> = {}) {
  const { port } = api.app.getHttpServer().address() as AddressInfo;
  const sent: ClientRequest = request({
    port,
    host: '127.0.0.1',
    method: 'PUT',
    path: `/api/v1${given.path}/${id}/content`,
    headers: { authorization: `Bearer ${given.secret}`, 'content-type': BYTES, 'if-match': `"${version}"`, ...headers },
  });
  const answer = new Promise<{ status: number; code?: string }>((resolve, reject) => {
    sent.once('error', reject);
    sent.once('response', (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as { code?: string };
        resolve({ status: response.statusCode ?? 0, ...(body.code ? { code: body.code } : {}) });
      });
    });
  });
  answer.catch(() => undefined);
  return { sent, answer };
}

async function until(what: () => boolean): Promise<void> {
  for (let tries = 0; !what(); tries += 1) {
    if (tries > 500) {
      throw new Error('It did not come about.');
    }
    await sleep(10);
  }
}

describe('Uploading', () => {
  it('keeps the bytes under their hash, readable to nobody else on the machine', async () => {
    const bytes = randomBytes(200_000);
    const evidence = await given.added({ sha256: hashOf(bytes), fileName: 'disk.img' });
    const { body, headers } = await given.put(evidence, bytes).expect(200);
    expect(body).toMatchObject({
      id: evidence.id,
      stored: true,
      sha256: hashOf(bytes),
      sizeBytes: bytes.length,
      abilities: { amend: true, upload: false, withdraw: true },
    });
    expect(headers['etag']).toBe(`"${body.version}"`);
    expect((await given.analyst.get(`${given.path}/${evidence.id}`).expect(200)).body).toEqual(body);
    expect(readFileSync(given.fileOf(hashOf(bytes)))).toEqual(bytes);
    expect(modeOf(given.fileOf(hashOf(bytes)))).toBe(0o600);
    expect(modeOf(join(given.folder, hashOf(bytes).slice(0, 2)))).toBe(0o700);
    expect(modeOf(given.folder)).toBe(0o700);
    expect(readdirSync(given.incoming)).toEqual([]);
    expectProblem(await given.put({ ...evidence, version: body.version }, bytes), {
      status: 409,
      code: 'already_stored',
    });
    expectProblem(await given.analyst.patch(`${given.path}/${evidence.id}`, { sha256: null }, body.version), {
      status: 409,
      code: 'already_stored',
    });
  });

  it('takes an empty file', async () => {
    const { body } = await given.put(await given.added(), Buffer.alloc(0)).expect(200);
    expect(body).toMatchObject({ stored: true, sizeBytes: 0, sha256: hashOf(Buffer.alloc(0)) });
    expect((await given.download(body.id).expect(200)).body).toEqual(Buffer.alloc(0));
  });

  it('keeps nothing that has another hash than was declared', async () => {
    const evidence = await given.added({ sha256: 'a'.repeat(64) });
    const before = [await traces(api), given.files()];
    expectProblem(await given.put(evidence, randomBytes(1000)), { status: 422, code: 'hash_mismatch', path: 'sha256' });
    expect([await traces(api), given.files()]).toEqual(before);
  });

  it('takes no more than the limit, whether the length is declared or not', async () => {
    const evidence = await given.added();
    const before = [await traces(api), given.files()];
    expectProblem(await given.put(evidence, Buffer.alloc(MOST + 1)), { status: 413, code: 'upload_too_large' });
    const { sent, answer } = upload(evidence, { 'transfer-encoding': 'chunked' });
    sent.write(Buffer.alloc(MOST));
    sent.end(Buffer.alloc(1));
    expect(await answer).toEqual({ status: 413, code: 'upload_too_large' });
    expect([await traces(api), given.files()]).toEqual(before);
    await given.put(evidence, Buffer.alloc(MOST)).expect(200);
  });

  it('refuses a length over the limit before any byte has come', async () => {
    const { sent, answer } = upload(await given.added(), { 'content-length': MOST + 1 });
    sent.flushHeaders();
    expect(await answer).toEqual({ status: 413, code: 'upload_too_large' });
    sent.destroy();
  });

  it('leaves nothing of what was broken off', async () => {
    const evidence = await given.added();
    const before = [await traces(api), given.files()];
    const { sent } = upload(evidence, { 'content-length': 1000 });
    sent.write(Buffer.alloc(500));
    await until(() => readdirSync(given.incoming).length === 1);
    sent.destroy();
    await until(() => readdirSync(given.incoming).length === 0);
    expect([await traces(api), given.files()]).toEqual(before);
    expect((await given.analyst.get(`${given.path}/${evidence.id}`)).body).toMatchObject({
      stored: false,
      sizeBytes: null,
    });
  });

  it('holds up nobody while it is slow', async () => {
    const slow = await Promise.all(Array.from({ length: 12 }, async () => await given.added()));
    const bytes = randomBytes(1000);
    const version = (await given.analyst.get(given.incident).expect(200)).body.version as number;
    const under = slow.map((evidence) => upload({ ...evidence, version }, { 'content-length': 1000 }));
    under.forEach(({ sent }) => sent.write(bytes.subarray(0, 500)));
    await until(() => readdirSync(given.incoming).length === 12);
    // More than there are connections to the database (10), and a write of the case goes through.
    await given.added();
    under.forEach(({ sent }) => sent.end(bytes.subarray(500)));
    const answers = await Promise.all(under.map(async ({ answer }) => await answer));
    expect(answers.map(({ status }) => status)).toEqual(slow.map(() => 200));
  });

  it('makes one file of the same bytes, also at once', async () => {
    const bytes = randomBytes(100_000);
    const [one, other] = [await given.added(), await given.added()];
    const before = given.files().length;
    const answers = await Promise.all([given.put(one, bytes), given.put({ ...other }, bytes)]);
    expect(statuses(answers)).toEqual([200, 200]);
    expect(given.files().length).toBe(before + 1);
    expect((await given.download(one.id)).body).toEqual(bytes);
    expect((await given.download(other.id)).body).toEqual(bytes);
  });

  it('lets one of two win who upload to one evidence', async () => {
    const evidence = await given.added();
    const answers = await Promise.all([given.put(evidence, randomBytes(5000)), given.put(evidence, randomBytes(5000))]);
    const [won, lost] = statuses(answers);
    expect(won).toBe(200);
    expect([409, 412]).toContain(lost);
  });

  it('is for files, with the version that was read, in bytes as they are', async () => {
    const bytes = Buffer.from('x');
    const evidence = await given.added();
    const reference = await given.added({ kind: 'reference' });
    const before = [await traces(api), given.files()];
    expectProblem(await given.put(reference, bytes), { status: 409, code: 'not_a_file' });
    expectProblem(await given.put({ ...evidence, version: evidence.version - 1 }, bytes), {
      status: 412,
      code: 'stale_version',
    });
    expectProblem(await given.analyst.raw('put', `${given.path}/${evidence.id}/content`, bytes, BYTES), {
      status: 428,
      code: 'if_match_required',
    });
    const matching = given.analyst.with({ 'if-match': `"${evidence.version}"` });
    for (const type of ['application/json', 'text/plain', null]) {
      expectProblem(await matching.raw('put', `${given.path}/${evidence.id}/content`, bytes, type), {
        status: 415,
        code: 'unsupported_media_type',
      });
    }
    const encoded = matching.with({ 'content-encoding': 'gzip' });
    expectProblem(await encoded.raw('put', `${given.path}/${evidence.id}/content`, bytes, BYTES), {
      status: 415,
      code: 'unsupported_media_type',
    });
    expectProblem(await given.analyst.raw('post', given.path, Buffer.from('{}'), BYTES), {
      status: 415,
      code: 'unsupported_media_type',
    });
    expect([await traces(api), given.files()]).toEqual(before);
  });

  it('answers who may not before anything of the body is looked at', async () => {
    const evidence = await given.added();
    const { client: contributor } = await given.contributor();
    const stranger = await api.signedIn((await givenOrganization(api)).owner);
    const before = [await traces(api), given.files()];
    const tooMuch = Buffer.alloc(MOST + 1);
    await given.put(evidence, tooMuch, api.anonymous()).expect(401);
    await given.put(evidence, tooMuch, stranger).expect(404);
    await given.put(evidence, tooMuch, contributor).expect(404);
    await given.put(evidence, tooMuch, given.analyst.with({ 'x-csrf-token': 'x' })).expect(403);
    expect([await traces(api), given.files()]).toEqual(before);
    await given.download(evidence.id, contributor).expect(404);
  });

  it('answers a client that declares much and sends nothing', async () => {
    const { sent, answer } = upload(await given.added(), { authorization: 'Bearer no', 'content-length': MOST });
    sent.flushHeaders();
    expect(await answer).toEqual({ status: 401, code: 'sign_in_required' });
    sent.destroy();
  });

  it('ends with the right to it', async () => {
    const { client: contributor, participantId } = await given.contributor();
    const lead = await api.signedIn(given.campaign.owner);
    const key = (await contributor.post('/api-keys', { name: 'x', scopes: ['write'] }).expect(201)).body.secret;
    const evidence = await given.added({}, contributor);
    const { sent, answer } = upload(evidence, { authorization: `Bearer ${key}`, 'content-length': 10 });
    sent.write(Buffer.alloc(5));
    await until(() => readdirSync(given.incoming).length === 1);
    await lead.post(`${given.incident}/participants/${participantId}/endings`, { reason: 'Over.' }).expect(201);
    sent.end(Buffer.alloc(5));
    expect(await answer).toEqual({ status: 404, code: 'not_found' });
    expect((await lead.get(`${given.path}/${evidence.id}`)).body.stored).toBe(false);
  });
});
