import { PassThrough, Writable } from 'node:stream';
import { EventLine, UNREAD_BYTES_MAX } from './event-line.js';

const textOf = (out: PassThrough): string => String(out.read() ?? '');

describe('A line of events', () => {
  it('writes what the format says, with the position at the last event of a look', () => {
    const out = new PassThrough();
    const line = new EventLine(out);
    line.open('p0');
    line.events(
      [
        { name: 'access.changed', data: {} },
        { name: 'incident.changed', data: { incidentId: 'i1' } },
      ],
      'p1',
    );
    line.heartbeat('p2');
    expect(textOf(out)).toBe(
      'retry: 3000\nid: p0\n\n' +
        'event: access.changed\ndata: {}\n\n' +
        'event: incident.changed\nid: p1\ndata: {"incidentId":"i1"}\n\n' +
        ':\nid: p2\n\n',
    );
  });

  it('drops a client that does not read, and keeps no more for it than was agreed', () => {
    const stuck = new Writable({ write: () => undefined });
    const line = new EventLine(stuck);
    let sent = 0;
    while (!stuck.destroyed && sent < 10_000) {
      line.events([{ name: 'resync', data: {} }], 'x'.repeat(1000));
      sent += 1;
    }
    expect(stuck.destroyed).toBe(true);
    expect(sent * 1000).toBeLessThan(UNREAD_BYTES_MAX + 2000);
  });

  it('writes nothing after its end', () => {
    const out = new PassThrough();
    const line = new EventLine(out);
    line.end();
    line.heartbeat('p');
    expect(out.writableEnded).toBe(true);
    expect(textOf(out)).toBe('');
  });
});
