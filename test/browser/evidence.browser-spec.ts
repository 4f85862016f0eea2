import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { Folders, PATIENCE_MS, type Product } from '../system/product.js';
import { launchChromium } from './chromium.js';
import { DESK, PHONE, Reader } from './reader.js';

const TAB = '/incidents/INC-2024-0001/evidence';

describe('Evidence of the 2024 case', () => {
  const folders = new Folders();
  let product: Product;
  let browser: Browser;

  beforeAll(async () => {
    [product, browser] = await Promise.all([folders.start(folders.make(), { ASCRIBE_DEMO: 'on' }), launchChromium()]);
  }, PATIENCE_MS);

  afterAll(async () => {
    await browser?.close();
    folders.clear();
  });

  async function signedIn(name: string, options = DESK): Promise<Reader> {
    const reader = await Reader.open(browser, product.address as string, options);
    await reader.signIn(name);
    await reader.goto(TAB);
    return reader;
  }

  test(
    'is uploaded, shown with its fingerprint, given out as it was, and withdrawn with a reason',
    async () => {
      const analyst = await signedIn('analyst');
      const { page } = analyst;
      const bytes = randomBytes(3_000_000);
      const sha256 = createHash('sha256').update(bytes).digest('hex');

      await page.getByRole('button', { name: 'Add evidence' }).click();
      await page.getByLabel('File', { exact: true }).setInputFiles({
        name: 'second-machine.img',
        mimeType: 'application/octet-stream',
        buffer: bytes,
      });
      await page.getByLabel('Obtained from').fill('The mail provider');
      await page.getByRole('button', { name: 'Add and upload' }).click();
      await page.getByRole('heading', { name: 'It is kept' }).waitFor();
      expect(await page.locator('.fingerprint').last().getAttribute('title')).toBe(sha256);
      await page.getByRole('button', { name: 'Done' }).click();
      const record = page.locator('article.evidence', { hasText: 'second-machine.img' });
      await record.getByText('3 MB, kept here').waitFor();

      const [download] = await Promise.all([
        page.waitForEvent('download'),
        record.getByRole('link', { name: 'second-machine.img' }).click(),
      ]);
      expect(download.suggestedFilename()).toBe('second-machine.img');
      expect(readFileSync(await download.path())).toEqual(bytes);

      await record.getByText('Chain of custody').click();
      await record.getByRole('button', { name: 'Add a step' }).click();
      await page.getByLabel('By whom').fill('Counsel');
      await page.getByRole('button', { name: 'Add the step' }).click();
      await record.getByText('Received by Counsel').waitFor();
      expect(await analyst.complained()).toEqual([]);
      expect(await analyst.obstacles()).toEqual([]);

      await record.getByRole('button', { name: 'Withdraw evidence' }).click();
      await page.getByText('Nothing that you are shown.').waitFor();
      await page.getByLabel('Why?').fill('It was of another mailbox.');
      await page.getByRole('dialog').getByRole('button', { name: 'Withdraw evidence' }).click();
      await record.locator('.withdrawal', { hasText: 'It was of another mailbox.' }).waitFor();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(await record.getByRole('button', { name: 'Withdraw evidence' }).count()).toBe(0);
      await analyst.close();
    },
    PATIENCE_MS,
  );

  test(
    'of the campaign is not shown to the vendor, who adds a reference of its own on a phone',
    async () => {
      const vendor = await signedIn('vendor', PHONE);
      const { page } = vendor;
      await page.getByText('You are not shown what others bring.').waitFor();
      await page.getByRole('button', { name: 'Add evidence' }).click();
      await page.getByLabel('What is it?').selectOption('reference');
      await page.getByLabel('Title').fill('Our report');
      await page.getByLabel('Link').fill('https://vendor.example/report');
      await page.getByRole('button', { name: 'Add the evidence' }).click();
      await page.getByRole('heading', { name: 'Our report' }).waitFor();
      expect(await vendor.complained()).toEqual([]);
      expect(await vendor.obstacles()).toEqual([]);
      expect(await vendor.overflow()).toBe(0);
      await vendor.close();
    },
    PATIENCE_MS,
  );
});
