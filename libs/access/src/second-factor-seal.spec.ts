import { randomBytes, randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { Config, ConfigFaults, Conflict, Problem, type UserId } from '@app/platform';
import { SecondFactorSeal } from './second-factor-seal.js';

const newKey = (): string => randomBytes(32).toString('base64');
const sealWith = (...keys: string[]): SecondFactorSeal =>
  new SecondFactorSeal(new Config({ ASCRIBE_SECRETS_KEY: keys.join(',') }));

const person = randomUUID() as UserId;
const secret = Buffer.from('a secret of 20 bytes');

beforeAll(() => {
  Logger.overrideLogger(false);
});

describe('A sealed secret', () => {
  const [key, older] = [newKey(), newKey()];
  const sealed = sealWith(key).seal(secret, person);

  it('is opened with the key that it was sealed with, also when another one seals by now', () => {
    expect(sealed.includes(secret)).toBe(false);
    expect(sealWith(key).open(sealed, person)).toEqual(secret);
    expect(sealWith(newKey(), key).open(sealed, person)).toEqual(secret);
    expect(sealWith(key, older).open(sealWith(older).seal(secret, person), person)).toEqual(secret);
  });

  it('is sealed anew each time', () => {
    expect(sealWith(key).seal(secret, person)).not.toEqual(sealed);
  });

  it('is not opened with another key, for another person, or after any bit was changed', () => {
    const refused = (open: () => Buffer): void => {
      expect(open).toThrow(Problem);
    };
    refused(() => sealWith(newKey()).open(sealed, person));
    refused(() => sealWith().open(sealed, person));
    refused(() => sealWith(key).open(sealed, randomUUID() as UserId));
    for (let at = 1; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      refused(() => sealWith(key).open(changed, person));
    }
    for (const cut of [0, 1, 13, 29, sealed.length - 1]) {
      refused(() => sealWith(key).open(sealed.subarray(0, cut), person));
    }
  });

  it('needs a key', () => {
    expect(() => sealWith().seal(secret, person)).toThrow(Conflict);
  });
});

test.each([
  'short',
  'x'.repeat(43) + '!',
  randomBytes(31).toString('base64'),
  randomBytes(33).toString('base64'),
  `${newKey()},x`,
])('the configuration says what a key is, for %j', (given) => {
  expect(() => new Config({ ASCRIBE_SECRETS_KEY: given })).toThrow(ConfigFaults);
  expect(() => new Config({ ASCRIBE_SECRETS_KEY: given })).toThrow('openssl rand -base64 32');
});
