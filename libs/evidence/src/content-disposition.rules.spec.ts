import fc from 'fast-check';
import { attachmentNamed } from './content-disposition.rules.js';

test('a plain name is kept', () => {
  expect(attachmentNamed('mail.eml')).toBe(`attachment; filename="mail.eml"; filename*=UTF-8''mail.eml`);
});

test.each([
  ['a"b\r\nX-Evil: 1.eml', 'a_b__X-Evil_ 1.eml'],
  ['../../etc/passwd', '__.._etc_passwd'],
  ['.bashrc', '_bashrc'],
  ['invoice\u202Efdp.exe', 'invoice_fdp.exe'],
  ['', 'evidence'],
  [' \n ', '_'],
])('of %j nothing harmful is left', (name, kept) => {
  expect(attachmentNamed(name)).toBe(`attachment; filename="${kept}"; filename*=UTF-8''${encodeURIComponent(kept)}`);
});

test('other scripts go by their encoding, beside a plain name', () => {
  expect(attachmentNamed("Übersicht 'neu' (2).pdf")).toBe(
    `attachment; filename="_bersicht 'neu' (2).pdf"; filename*=UTF-8''%C3%9Cbersicht%20%27neu%27%20%282%29.pdf`,
  );
});

test('no name whatsoever breaks out of the header', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
      expect(attachmentNamed(name)).toMatch(
        /^attachment; filename="[ !#$&'()+,\-.0-9=@A-Z[\]^_`a-z{}~]+"; filename\*=UTF-8''[A-Za-z0-9!#$&+\-.^_`|~%]+$/,
      );
    }),
  );
});
