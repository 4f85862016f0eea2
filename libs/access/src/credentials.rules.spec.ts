import { Invalid } from '@app/platform';
import { keyExpiry } from './key-expiry.rules.js';
import { requireFuture } from './participation.rules.js';
import { weaknessOf } from './password.rules.js';
import { FAILURES_DAY_MS, FAILURES_WINDOW_MS, waitSeconds } from './throttle.rules.js';

const now = new Date('2024-08-10T12:00:00Z');
const ago = (ms: number): Date => new Date(now.getTime() - ms);
const ahead = (days: number): string => new Date(now.getTime() + days * 24 * 60 * 60 * 1000).toISOString();

describe('A password', () => {
  it.each([
    ['eleven char', 'wrong_length'],
    ['x'.repeat(201), 'wrong_length'],
    ['', 'wrong_length'],
    ['abababababab', 'too_common'],
    ['PasswordPassword', 'too_common'],
    ['someone@test.example', 'too_common'],
    ['ascribe-demo', 'too_common'],
    ['P@ssw0rd1234!', 'too_common'],
    ['Welcome-Summer-2024', 'too_common'],
    ['Qwertyuiop[]12', 'too_common'],
    ['1qaz2wsx3edc', 'too_common'],
    ['someone-2024-!!', 'too_common'],
    ['CorrectHorseBatteryStaple', 'too_common'],
  ])('%j is refused as %s', (password, code) => {
    expect(weaknessOf(password, 'Someone@test.example')?.code).toBe(code);
  });

  it.each([
    'twelve chars',
    'welcome kettle summer',
    'correct horse battery staple',
    'пароль из слов',
    '🐎🔋📎🌍🎲🐎🔋📎🌍🎲🐎🔋',
    'abcde'.repeat(40),
  ])('%j is taken', (password) => {
    expect(weaknessOf(password, 'someone@test.example')).toBeNull();
  });
});

describe('A key', () => {
  it('expires in 90 days where nobody says', () => {
    expect(keyExpiry(undefined, now)?.toISOString()).toBe(ahead(90));
  });

  it('expires in the future, within a year', () => {
    expect(keyExpiry(ahead(365), now)?.toISOString()).toBe(ahead(365));
    expect(keyExpiry(ahead(0.001), now)).not.toBeNull();
    for (const days of [-1, 0, 365.001, 4000]) {
      expect(keyExpiry(ahead(days), now)).toBeNull();
    }
  });
});

test('a participation ends in the future, or not by itself', () => {
  expect(() => requireFuture(ahead(0), now)).toThrow(Invalid);
  expect(() => requireFuture(ahead(-1), now)).toThrow(Invalid);
  for (const until of [ahead(0.001), null, undefined]) {
    expect(() => requireFuture(until, now)).not.toThrow();
  }
});

describe('Failures to sign in', () => {
  const free = { usedUpBy: null, windowMs: FAILURES_WINDOW_MS };
  const full = (usedUpBy: Date, windowMs = FAILURES_WINDOW_MS) => ({ usedUpBy, windowMs });

  it.each([
    [[], 0],
    [[free, free], 0],
    [[full(ago(60_000)), free], 14 * 60],
    [[full(ago(FAILURES_WINDOW_MS - 500))], 1],
    [[full(ago(60_000)), full(ago(60_000), FAILURES_DAY_MS)], 24 * 60 * 60 - 60],
  ])('%j make one wait %d seconds', (budgets, seconds) => {
    expect(waitSeconds(budgets, now)).toBe(seconds);
  });
});
