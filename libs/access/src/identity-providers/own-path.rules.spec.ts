import * as fc from 'fast-check';
import { ownPath } from './own-path.rules.js';

describe('Where a sign-in leads', () => {
  it.each([
    '/',
    '/incidents',
    '/incidents/INC-2024-0001/attribution?knownAt=2024-08-12T00:00:00.000Z#river',
    '/incidents?q=a%2F%2Fb',
    '/settings/',
  ])('is the page of ours that was asked for: %s', (next) => {
    expect(ownPath(next)).toBe(next);
  });

  it.each([
    undefined,
    null,
    ['/incidents'],
    {},
    '',
    'incidents',
    'https://evil.example',
    'https:/evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    ' //evil.example',
    '/..//evil.example',
    '/.//evil.example',
    '/%2e%2e//evil.example',
    '/a/../..//evil.example',
    '//user@evil.example/',
    '//evil.example:443\\@here',
    '/incidents\r\nSet-Cookie: a=b',
    '/\0',
    '/\u0085/evil.example',
    '/\ud800',
    '/api/v1/auth/oidc/campaign/start',
    '/API/v1/auth/me',
    '/%61pi/v1/auth/oidc/campaign/start',
    '/x/../api/v1/auth/me',
    '/sign-in?next=/incidents',
    `/${'x'.repeat(2000)}`,
  ])('is the first page where it would lead elsewhere: %j', (next) => {
    expect(ownPath(next)).toBe('/');
  });

  it('never leaves the origin, whatever is written, and can stand in a header', () => {
    const pieces = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '%2f',
      '%5c',
      '@',
      ':',
      '\t',
      '\n',
      ' ',
      'evil.example',
      '?',
      '#',
      'é',
      '\u2028',
    );
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 12 }).map((parts) => `/${parts.join('')}`),
        (next) => {
          const path = ownPath(next);
          expect(new URL(path, 'https://ascribe.example').origin).toBe('https://ascribe.example');
          expect(path).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/);
        },
      ),
    );
  });
});
