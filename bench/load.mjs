// The load: keeps a number of connections busy, each with one request at a time. It speaks HTTP/1.1
// on plain sockets and looks at no more of an answer than its status and length: on a machine of two
// cores, a client that parses takes from what is measured.
import { connect } from 'node:net';

const END_OF_HEAD = Buffer.from('\r\n\r\n');

process.on('message', (job) => {
  run(job).then(
    (result) => process.send(result),
    (error) => process.send({ error: error.message }),
  );
});

/** @returns {Promise<{ seconds: number, latencies: number[] }>} milliseconds, of what was answered in time */
async function run({ port, requests, connections, ms, status }) {
  const raw = requests.map((request) => Buffer.from(request));
  const begun = performance.now();
  const latencies = [];
  const each = Array.from({ length: connections }, async (_, index) => {
    await busy({ port, raw, status, latencies, until: begun + ms, at: Math.floor((index * raw.length) / connections) });
  });
  await Promise.all(each);
  return { seconds: (performance.now() - begun) / 1000, latencies };
}

function busy({ port, raw, status, latencies, until, at }) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let next = at;
    let sentAt = 0;
    let received = Buffer.alloc(0);
    const send = () => {
      sentAt = performance.now();
      socket.write(raw[next++ % raw.length]);
    };
    socket.once('connect', send);
    socket.once('error', reject);
    socket.on('data', (chunk) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const length = lengthOf(received);
      if (received.length < length) {
        return;
      }
      const now = performance.now();
      const found = Number(received.subarray(9, 12));
      if (found !== status) {
        socket.destroy();
        reject(new Error(`Status ${found} and not ${status}: ${received.toString()}`));
        return;
      }
      latencies.push(now - sentAt);
      received = Buffer.alloc(0);
      if (now < until) {
        send();
      } else {
        socket.destroy();
        resolve();
      }
    });
  });
}

/** The length of the whole answer, or infinity while its head is not there. */
function lengthOf(received) {
  const head = received.indexOf(END_OF_HEAD);
  if (head < 0) {
    return Infinity;
  }
  const found = /\r\ncontent-length: (\d+)/i.exec(received.latin1Slice(0, head));
  if (!found) {
    throw new Error('An answer without content-length.');
  }
  return head + END_OF_HEAD.length + Number(found[1]);
}
