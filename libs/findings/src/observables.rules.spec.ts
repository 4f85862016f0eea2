import fc from 'fast-check';
import {
  defang,
  OBSERVABLE_NAMES,
  OBSERVABLE_TYPES,
  observableFault,
  refang,
  typed,
  type Observable,
  type ObservableType,
} from './observables.rules.js';

const seen = (type: ObservableType, value: string): string => defang(refang({ type, value }));
const fault = (type: ObservableType, value: string): string | null => observableFault(refang({ type, value }));

describe('What people wrote defanged', () => {
  test.each([
    ['url', 'hxxps://evil[.]example/a.php?q=1', 'https://evil.example/a.php?q=1'],
    ['url', 'hXXp[://]evil(.)example', 'http://evil.example'],
    ['url', 'fxp://files[dot]example/', 'ftp://files.example/'],
    ['domain', ' login[.]evil{.}example ', 'login.evil.example'],
    ['email', 'a[at]evil[.]example', 'a@evil.example'],
    ['email', 'a[@]evil.example', 'a@evil.example'],
    ['ipv4', '203[.]0[.]113[.]7', '203.0.113.7'],
    ['ipv6', '2001[:]db8[:][:]1', '2001:db8::1'],
    ['sha256', 'AB'.repeat(32), 'ab'.repeat(32)],
    ['file_name', 'report[.]final.docx', 'report[.]final.docx'],
    ['other', 'hxxp as it was', 'hxxp as it was'],
  ] as const)('is kept as it is in the world: %s %s', (type, given, kept) => {
    expect(refang({ type, value: given })).toEqual({ type, value: kept });
    expect(observableFault({ type, value: kept })).toBeNull();
  });
});

describe('What people read', () => {
  test.each([
    ['url', 'https://user@evil.example:8080/a.b', 'hxxps://user[@]evil[.]example:8080/a.b'],
    ['url', 'http://a.example/?to=https://b.example/', 'hxxp://a[.]example/?to=hxxps://b[.]example/'],
    ['domain', 'evil.example', 'evil[.]example'],
    ['email', 'a.b@evil.example', 'a[.]b[@]evil[.]example'],
    ['ipv4', '203.0.113.7', '203[.]0[.]113[.]7'],
    ['ipv6', '2001:db8::1', '2001[:]db8[:][:]1'],
    ['user_agent', 'Bot/1.0 (+http://bot.example/)', 'Bot/1.0 (+hxxp://bot[.]example/)'],
    ['other', 'call evil.example or a@b.example.', 'call evil[.]example or a[@]b[.]example.'],
    ['file_name', 'invoice\u202Egpj.exe', 'invoice[U+202E]gpj.exe'],
    ['md5', 'd41d8cd98f00b204e9800998ecf8427e', 'd41d8cd98f00b204e9800998ecf8427e'],
  ] as const)('cannot be followed by accident: %s %s', (type, value, shown) => {
    expect(seen(type, value)).toBe(shown);
  });

  it('never holds an address that a program would make a link of', () => {
    fc.assert(
      fc.property(fc.constantFrom(...OBSERVABLE_TYPES), fc.webUrl({ withQueryParameters: true }), (type, value) => {
        expect(defang({ type, value: type === 'file_name' ? 'x' : value })).not.toMatch(
          ['sha256', 'sha1', 'md5', 'domain', 'email', 'ipv4', 'ipv6', 'file_name'].includes(type)
            ? /[a-z]\.[a-z]{2}.*:\/\/$/
            : /https?:\/\//i,
        );
      }),
    );
  });
});

describe('Defanging', () => {
  const kept = fc.oneof(
    fc.webUrl().map((value): Observable => ({ type: 'url', value })),
    fc.domain().map((value): Observable => ({ type: 'domain', value })),
    fc.ipV4().map((value): Observable => ({ type: 'ipv4', value })),
    fc.ipV6().map((value): Observable => ({ type: 'ipv6', value })),
  );

  it('is undone by what reads it', () => {
    fc.assert(
      fc.property(kept, (observable) => {
        const { type } = observable;
        expect(refang({ type, value: defang(observable) })).toEqual(refang(observable));
      }),
    );
  });
});

describe('An observable is what its type says', () => {
  test.each([
    ['ipv4', '203.0.113.7'],
    ['ipv6', '::ffff:203.0.113.7'],
    ['domain', 'xn--bcher-kva.example'],
    ['domain', 'bücher.example'],
    ['domain', '_dmarc.evil.example'],
    ['url', 'https://[2001:db8::1]/x'],
    ['url', 'http://localhost:8080/'],
    ['email', 'first.last+tag@evil.example'],
    ['sha1', 'a'.repeat(40)],
    ['md5', 'A'.repeat(32)],
    ['other', 'mutex Global\\x'],
  ] as const)('%s: %s', (type, value) => {
    expect(fault(type, value)).toBeNull();
  });

  test.each([
    ['ipv4', '203.0.113'],
    ['ipv4', '0x7f.1'],
    ['ipv4', '203.0.113.256'],
    ['ipv6', 'fe80::1%eth0'],
    ['ipv6', '203.0.113.7'],
    ['domain', 'localhost'],
    ['domain', '203.0.113.7'],
    ['domain', 'evil.example/path'],
    ['domain', 'user@evil.example'],
    ['domain', 'evil.example:80'],
    ['domain', 'evil..example'],
    ['domain', 'ev%69l.example'],
    ['domain', 'ev\nil.example'],
    ['domain', `${'a'.repeat(64)}.example`],
    ['url', 'evil.example'],
    ['url', 'javascript:alert(1)'],
    ['url', 'javascript://evil.example/%0Aalert(1)'],
    ['url', 'data:text/html,x'],
    ['url', 'https://'],
    ['url', 'https://evil.example/a b'],
    ['email', 'evil.example'],
    ['email', '@evil.example'],
    ['email', 'a b@evil.example'],
    ['email', 'a@b@localhost'],
    ['sha256', 'a'.repeat(63)],
    ['sha256', 'g'.repeat(64)],
    ['sha1', 'a'.repeat(64)],
    ['md5', 'ａ'.repeat(32)],
  ] as const)('%s: not %s', (type, value) => {
    expect(fault(type, value)).toMatch(/^This is not an? /);
  });

  it('is decided quickly, whatever the text', () => {
    for (const type of OBSERVABLE_TYPES) {
      for (const part of ['[.]', '[', 'hxxp', 'http://', '.', '@', 'a.', ':']) {
        const value = part.repeat(4000 / part.length);
        expect(() => defang(refang({ type, value })) + String(fault(type, value))).not.toThrow();
      }
    }
  });
});

describe('The name of a type', () => {
  it.each([
    ['domain-name', 'evil.example', 'domain'],
    ['ipv4-addr', '192.0.2.1', 'ipv4'],
    ['ip', '2001:db8::1', 'ipv6'],
    ['ip', '192.0.2.1', 'ipv4'],
    ['hash', 'a'.repeat(40), 'sha1'],
    ['email-addr', 'a@evil.example', 'email'],
  ])('may be that of STIX, or a common one: %s', (type, value, ours) => {
    expect(typed({ type, value }).type).toBe(ours);
    expect(observableFault(refang(typed({ type, value })))).toBeNull();
  });

  it('leads to one of ours, whichever was taken', () => {
    expect(OBSERVABLE_NAMES.map((type) => typed({ type, value: 'x' }).type)).toEqual(
      expect.arrayContaining([...OBSERVABLE_TYPES]),
    );
    expect(OBSERVABLE_NAMES.every((type) => OBSERVABLE_TYPES.includes(typed({ type, value: 'x' }).type))).toBe(true);
  });
});
