import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';
import { commitment, leaf, newSalt, SALT_BYTES } from './commitment.js';

describe('What is published of an entry', () => {
  const salt = Buffer.alloc(SALT_BYTES, 7);
  const body = Buffer.from(canonicalJson({ v: 1, action: 'incident.reported', reason: null }), 'utf8');

  // For ever: what was committed to once is verified by these bytes.
  it('is a version and a salted commitment, byte for byte', () => {
    expect(body.toString()).toBe('{"action":"incident.reported","reason":null,"v":1}');
    expect(commitment(salt, body).toString('hex')).toBe(
      createHash('sha256').update('ascribe-commit/v1\n').update(salt).update(body).digest('hex'),
    );
    expect(leaf(commitment(salt, body), 1).toString()).toBe(
      '{"commitment":"moXNQjt0DdXcjfD8oH5yAb2R9v9kb8waFeT+wGjfglI=","v":1}',
    );
  });

  it('tells nothing of what it commits to, which another salt commits to otherwise', () => {
    expect(commitment(newSalt(), body)).not.toEqual(commitment(newSalt(), body));
    expect(newSalt()).toHaveLength(32);
  });

  it('is another for every other byte of the body', () => {
    const other = Buffer.from(body);
    other.writeUInt8(other.readUInt8(5) ^ 1, 5);
    expect(commitment(salt, other)).not.toEqual(commitment(salt, body));
  });
});
