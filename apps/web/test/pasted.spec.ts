import { linesOf, observablesIn, typeOf } from '../src/findings/pasted.js';

test.each([
  ['https://evil.example/a', 'url'],
  ['hxxps://evil[.]example/a', 'url'],
  ['hxxp[://]evil[.]example', 'url'],
  ['203.0.113.7', 'ipv4'],
  ['203[.]0[.]113[.]7', 'ipv4'],
  ['2001:db8::1', 'ipv6'],
  ['2001[:]db8[:][:]1', 'ipv6'],
  ['evil.example', 'domain'],
  ['login[.]evil[.]example', 'domain'],
  ['bücher.example', 'domain'],
  ['a[@]evil[.]example', 'email'],
  ['a@evil.example', 'email'],
  ['ab'.repeat(32), 'sha256'],
  ['AB'.repeat(20), 'sha1'],
  ['ab'.repeat(16), 'md5'],
  ['update.exe', 'file_name'],
  ['Mozilla/5.0 (Windows NT 10.0)', 'user_agent'],
  ['mutex Global x', 'other'],
  ['12', 'other'],
  ['a:b', 'other'],
])('a pasted line is taken for what it most likely is: %s', (line, type) => {
  expect(typeOf(line)).toBe(type);
});

test('a list is read line by line, and a line may say what it is', () => {
  expect(observablesIn('\n evil.example \r\nfile_name: evil.example\nOTHER = x\n\n')).toEqual([
    { type: 'domain', value: 'evil.example' },
    { type: 'file_name', value: 'evil.example' },
    { type: 'other', value: 'x' },
  ]);
});

test('what was read is written so that it is read again as the same', () => {
  const observables = [
    { type: 'domain', value: 'url: no' },
    { type: 'other', value: 'ab'.repeat(16) },
    { type: 'url', value: 'https://evil.example/?q=domain:x' },
  ] as const;
  expect(observablesIn(linesOf(observables))).toEqual(observables);
});
