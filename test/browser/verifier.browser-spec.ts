import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { sampleLog } from '../../libs/verify/test/sample-log.js';
import { bundleOf } from '../../libs/verify/test/test-bundle.js';
import { TestTree } from '../../libs/verify/test/test-tree.js';
import { launchChromium } from './chromium.js';
import { DESK, PHONE, Reader } from './reader.js';

const FOLDER = join(import.meta.dirname, '../../dist/verify');
const PATIENCE_MS = 60_000;

const log = sampleLog();
const honest = bundleOf(log, { incidentId: 'c1', earlier: [5] });
const fork = (): string => {
  const root = Buffer.from(TestTree.ofNumbers(5).root()).toString('base64');
  return log.logKeys.at(-1)?.signer.note(`${log.origin}\n5\n${root}\n`) ?? '';
};
const KEYS = [log.logKeys.at(-1)?.signer, log.receiptKeys.at(-1)].map((signer) => `${signer?.vkey}\n`).join('');

describe('The page that checks bundles, opened from a file', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  }, PATIENCE_MS);
  afterAll(async () => await browser?.close());

  async function opened(options = DESK): Promise<Reader> {
    const reader = await Reader.open(browser, pathToFileURL(FOLDER).href, options);
    await reader.loseConnection(true);
    await reader.goto('/ascribe-verify.html');
    return reader;
  }
  const give = async (page: Page, files: Record<string, string>): Promise<void> => {
    const given = Object.entries(files).map(([name, text]) => ({
      name,
      mimeType: 'text/plain',
      buffer: Buffer.from(text),
    }));
    await page.getByLabel('Choose files, or drop them here').setInputFiles(given);
    await page.getByRole('button', { name: `Leave out ${Object.keys(files).at(-1)}` }).waitFor();
  };
  const check = async (page: Page): Promise<string> => {
    await page.getByRole('button', { name: 'Check the bundle' }).click();
    await page.getByText('Done.').waitFor();
    return await page.locator('#results').innerText();
  };

  it(
    'says with the network off that an honest bundle is verified, and gives it as JSON',
    async () => {
      const reader = await opened();
      const { page } = reader;
      await give(page, { 'case.ascribe.jsonl': honest, 'my-keys.txt': KEYS, policy: log.policy, mail: 'A mail' });
      await page.getByText('Paste a checkpoint').click();
      await page.getByLabel('As it is, with its empty lines').fill(log.checkpoint(5).trimEnd());
      await page.getByRole('button', { name: 'Add what is pasted' }).click();
      expect(
        await page.evaluate<string[]>(`[...document.querySelectorAll('#files select')].map(({ value }) => value)`),
      ).toEqual(['bundle', 'keys', 'policy', 'evidence', 'checkpoint']);
      const said = await check(page);
      expect(said).toContain('VERIFIED');
      expect(said).toContain('own_checkpoint_held');
      expect(said).toContain('evidence_file_unknown');
      expect(said).toContain(
        'Held against: my-keys.txt (keys of the log); policy (policy); mail (evidence file); Pasted 5',
      );
      expect(said).not.toContain('on trust');
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Save as JSON' }).click(),
      ]);
      expect(JSON.parse(readFileSync(await download.path(), 'utf8'))).toMatchObject({
        verdict: 'verified',
        bundle: { scope: { reference: 'INC-1' } },
      });
      expect(await reader.complained()).toEqual([]);
      expect(await reader.obstacles()).toEqual([]);
      await reader.close();
    },
    PATIENCE_MS,
  );

  it(
    'names on a phone what was tampered with, and the fork that an older checkpoint shows',
    async () => {
      const reader = await opened(PHONE);
      const { page } = reader;
      await give(page, { 'tampered.jsonl': honest.replace('INC-1', 'INC-2') });
      const tampered = await check(page);
      expect(tampered).toContain('FAILED');
      expect(tampered).toContain('seal_broken');
      expect(tampered).toContain('header_differs');
      await page.getByRole('button', { name: 'Leave out tampered.jsonl' }).click();
      await give(page, { 'case.jsonl': honest, 'mine.txt': fork() });
      expect(await page.locator('#results').innerText()).toBe('');
      const forked = await check(page);
      expect(forked).toContain('The log forked');
      expect(forked).toContain('own_checkpoint_contradicted');
      await page.getByLabel('What mine.txt is').selectOption('policy');
      await page.getByRole('button', { name: 'Check the bundle' }).click();
      await page.getByText('A key or policy that you gave cannot be read').waitFor();
      expect([await reader.overflow(), await reader.complained()]).toEqual([0, []]);
      expect(await reader.obstacles()).toEqual([]);
      await reader.close();
    },
    PATIENCE_MS,
  );

  it(
    'may reach nobody, and runs no script and no style but its own',
    async () => {
      const reader = await opened();
      const tried = await reader.page.evaluate<string[]>(`(async () => {
        const tries = { fetch: () => fetch('http://127.0.0.1:9/'), image: () => new Promise((_, no) => {
          const image = new Image(); image.onerror = () => no(new Error()); image.src = 'http://127.0.0.1:9/x.png'; }) };
        for (const one of Object.values(tries)) { await one().catch(() => undefined); }
        const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        document.head.append(script);
        return [String(window.ran)];
      })()`);
      expect(tried).toEqual(['undefined']);
      const refused = (await reader.complained()).filter((one) => one.startsWith('Content-Security-Policy'));
      expect(refused.map((one) => one.split(' ')[1] ?? '').toSorted()).toEqual([
        'connect-src',
        'img-src',
        'script-src-elem',
      ]);
      await reader.close();
    },
    PATIENCE_MS,
  );

  it(
    'says so where the browser cannot check signatures',
    async () => {
      const page = await browser.newPage();
      await page.addInitScript(`Object.defineProperty(globalThis.crypto, 'subtle', { value: undefined })`);
      await page.goto(pathToFileURL(join(FOLDER, 'ascribe-verify.html')).href);
      await page.getByText('This browser cannot check Ed25519 signatures here.').waitFor();
      expect(await page.getByLabel('Choose files, or drop them here').isDisabled()).toBe(true);
      await page.close();
    },
    PATIENCE_MS,
  );
});
