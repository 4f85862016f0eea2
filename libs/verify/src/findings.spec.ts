import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FINDINGS } from './findings.js';

it('Every finding is in the guide, as it is said, and no other', () => {
  const guide = readFileSync(join(import.meta.dirname, '../../../docs/guides/verifying.md'), 'utf8');
  const rows = guide.matchAll(/^\| `(\w+)` \| (\w+) \| (.+) \| .+ \|$/gm);
  const told = Object.fromEntries([...rows].map(([, code = '', severity, sentence]) => [code, [severity, sentence]]));
  expect(told).toEqual(FINDINGS);
});
