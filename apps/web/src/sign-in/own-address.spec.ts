import { ownAddress } from './own-address';

test.each([
  '/',
  '/incidents/INC-2024-0001?knownAt=2024-08-12T00:00:00.000Z#claims',
  '/incidents?q=https://example.org',
  '/incidents?q=caf%C3%A9%20%2F%2F',
  '/@evil.example',
  '/..//evil.example',
])('%j is an address of Ascribe, and gone back to', (next) => {
  expect(new URL(ownAddress(next), 'https://ascribe.example').origin).toBe('https://ascribe.example');
});

test('a path with its search and fragment is kept as it is', () => {
  const next = '/incidents/INC-2024-0001/attribution?validAt=2024-08-12T00:00:00.000Z#claims';
  expect(ownAddress(next)).toBe(next);
});

test.each([
  undefined,
  '',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/ /evil.example',
  '\u0000//evil.example',
  '/\u0085/evil.example',
  'https:evil.example',
  'https://evil.example',
  'HTTPS:/evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  'evil.example',
  '%2F%2Fevil.example',
  '/%2Fevil.example',
  '/%2f%2fevil.example',
  '/%5Cevil.example',
  '/%09/evil.example',
  '/%',
  '@evil.example',
  '?next=//evil.example',
])('%j leads home', (next) => {
  expect(ownAddress(next)).toBe('/');
});
