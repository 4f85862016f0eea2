import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format } from 'prettier';
import { Folders, PATIENCE_MS } from './product.js';

const ROOT = join(import.meta.dirname, '../..');
const DOCUMENT = join(ROOT, 'libs/api-client/openapi.json');
const TYPES = join(ROOT, 'libs/api-client/src/schema.ts');

/** The types of the client, as `openapi-typescript` makes them of a document. */
function typesOf(document: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'ascribe-contract-'));
  try {
    writeFileSync(join(folder, 'openapi.json'), document);
    const cli = join(ROOT, 'node_modules/openapi-typescript/bin/cli.js');
    execFileSync(process.execPath, [cli, join(folder, 'openapi.json'), '-o', join(folder, 'schema.ts')], {
      stdio: 'pipe',
    });
    return readFileSync(join(folder, 'schema.ts'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('The contract', () => {
  const folders = new Folders();
  afterAll(() => folders.clear());

  it(
    'is described without sign-in, and the committed document and client are made from it',
    async () => {
      const product = await folders.start(folders.make());
      const answer = await fetch(`${product.address}/api/openapi.json`);
      expect(answer.status).toBe(200);
      const document = await format(await answer.text(), { parser: 'json', printWidth: 120 });
      const browsable = await fetch(`${product.address}/api/docs`);
      expect([browsable.status, browsable.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      await product.stop();

      if (process.env['UPDATE_GOLDEN']) {
        writeFileSync(DOCUMENT, document);
        writeFileSync(TYPES, typesOf(document));
      }
      // A difference here is a change to what clients rely on: `npm run golden` writes it down for review.
      expect(JSON.parse(readFileSync(DOCUMENT, 'utf8'))).toEqual(JSON.parse(document));
      expect(readFileSync(TYPES, 'utf8')).toBe(typesOf(document));
    },
    PATIENCE_MS,
  );
});
