import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CODES } from './codes.js';

it('explains each code to the operator, and no other', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/operations/fsck.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `(\w+)` \| (.+?) \| .+ \|$/gm)].map(([, code, says]) => [code, says]);
  expect(rows).toEqual(Object.entries(CODES));
});
