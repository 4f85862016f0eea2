import { once } from 'node:events';
import { request, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { originHash } from '../src/cosigned-checkpoints.js';
import { BODY_BYTES_MAX, witnessServer } from '../src/server.js';
import { MemoryDisk } from './memory-files.js';
import { opened } from './opened.js';
import { TestLog } from './test-log.js';

const log = TestLog.make('log.example/campaign', 20);

describe('Over HTTP a witness', () => {
  let server: Server;
  let url: string;
  let port: number;
  let told: string[];
  let disk: MemoryDisk;

  beforeEach(async () => {
    told = [];
    disk = new MemoryDisk();
    const { cosigner } = await opened(disk.process(), [log]);
    server = witnessServer(cosigner, (line) => told.push(line));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
    url = `http://127.0.0.1:${port}`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const post = async (body: Uint8Array | string, path = '/add-checkpoint'): Promise<Response> =>
    await fetch(`${url}${path}`, { method: 'POST', body: body as Exclude<RequestInit['body'], undefined> });

  it('answers add-checkpoint with a line of its cosignature, and with the size where it holds another', async () => {
    const cosigned = await post(log.request({ old: 0, size: 7 }));
    expect(cosigned.status).toBe(200);
    expect(await cosigned.text()).toMatch(/^— counsel\.example\/witness [A-Za-z0-9+/]{101}[A-Za-z0-9+/=]+\n$/);
    const held = await post(log.request({ old: 0, size: 9 }));
    expect([held.status, held.headers.get('content-type'), await held.text()]).toEqual([
      409,
      'text/x.tlog.size',
      '7\n',
    ]);
  });

  it('shows whoever asks the newest checkpoint that it cosigned', async () => {
    const path = `${url}/${await originHash(log.origin)}/checkpoint`;
    expect((await fetch(path)).status).toBe(404);
    await post(log.request({ old: 0, size: 7 }));
    const shown = await fetch(path);
    expect(shown.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect((await shown.text()).startsWith(log.note({ size: 7 }))).toBe(true);
    expect((await fetch(path, { method: 'DELETE' })).status).toBe(405);
  });

  it('has nothing else', async () => {
    expect((await fetch(`${url}/`)).status).toBe(404);
    expect((await fetch(`${url}/add-checkpoint`)).status).toBe(405);
    expect((await post(log.request({ old: 0, size: 7 }), '/add-checkpoint/')).status).toBe(404);
    expect((await fetch(`${url}/${'0'.repeat(64)}/checkpoint`)).status).toBe(404);
  });

  it('reads no more of a body than it may have, said or unsaid', async () => {
    expect((await post('a'.repeat(BODY_BYTES_MAX))).status).toBe(400);
    expect((await post('a'.repeat(BODY_BYTES_MAX + 1))).status).toBe(413);
    const endless = request({ port, host: '127.0.0.1', method: 'POST', path: '/add-checkpoint' });
    endless.on('error', () => {});
    const answered = once(endless, 'response');
    endless.write('a'.repeat(BODY_BYTES_MAX));
    endless.write('a');
    const [{ statusCode }] = (await answered) as [{ statusCode: number }];
    expect(statusCode).toBe(413);
    endless.destroy();
  });

  it('has limits of time and number for whoever connects', () => {
    expect(server.headersTimeout).toBe(5_000);
    expect(server.requestTimeout).toBe(10_000);
    expect(server.maxConnections).toBe(64);
  });

  it('survives what is no HTTP, and whoever leaves in the middle', async () => {
    for (const words of [
      '\0\0\0\r\n\r\n',
      'POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 50\r\n\r\nold 0\n',
    ]) {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.write(words);
      socket.destroy();
    }
    expect((await post(log.request({ old: 0, size: 7 }))).status).toBe(200);
  });

  it('says 500 and nothing of its inside where its state is damaged, and tells its operator', async () => {
    const state = [...disk.files().keys()].find((path) => path.endsWith('.checkpoint')) ?? '';
    disk.put(state, 'damaged');
    const answer = await post(log.request({ old: 0, size: 7 }));
    expect(answer.status).toBe(500);
    expect(await answer.text()).toBe('The witness cannot do this now; its log says why.\n');
    expect(told.at(-1)).toContain('must not cosign any more');
  });
});
