import type { Browser } from 'playwright-core';
import { Folders, PATIENCE_MS, type Product } from '../system/product.js';
import { launchChromium } from './chromium.js';
import { DESK, PHONE, Reader } from './reader.js';

const CASE = '/incidents/INC-2024-0001';
const SUMMARY = 'A look-alike sign-in page was set up for staff.';
const HOSTILE = [
  '# What we saw',
  '<script>window.ran = true</script><img src=x onerror="window.ran = true">',
  '![pixel](https://evil.example/pixel.gif) [report](https://evil.example/report) [x](javascript:window.ran=true)',
].join('\n\n');

describe('A vendor brings a finding', () => {
  const folders = new Folders();
  let product: Product;
  let browser: Browser;
  let vendor: Reader;
  let analyst: Reader;
  let place = '';
  const asked: string[] = [];

  beforeAll(async () => {
    [product, browser] = await Promise.all([folders.start(folders.make(), { ASCRIBE_DEMO: 'on' }), launchChromium()]);
    vendor = await Reader.open(browser, product.address as string, PHONE);
    analyst = await Reader.open(browser, product.address as string, DESK);
    for (const { page } of [vendor, analyst]) {
      page.on('request', (request) => asked.push(request.url()));
    }
    await vendor.signIn('vendor');
    await analyst.signIn('analyst');
  }, PATIENCE_MS);

  afterAll(async () => {
    await browser?.close();
    folders.clear();
  });

  test(
    'by pasting what it has, and what was typed is kept until it is sent',
    async () => {
      await vendor.goto(`${CASE}/findings`);
      await vendor.page.getByRole('button', { name: 'Add a finding' }).tap();
      await vendor.page.getByLabel('What did you find?').fill(SUMMARY);
      await vendor.page.keyboard.press('Escape');
      await vendor.goto(`${CASE}/findings`);
      await vendor.page.getByRole('button', { name: 'Add a finding' }).tap();
      expect(await vendor.page.getByLabel('What did you find?').inputValue()).toBe(SUMMARY);
      await vendor.page.getByLabel('Detail').fill(HOSTILE);
      await vendor.page.getByLabel('Observables').fill('hxxps://login[.]evil[.]example/a\n203.0.113');
      await vendor.page.getByText('1 × Web address, 1 × Other').waitFor();
      await vendor.page.getByLabel('Observables').fill('hxxps://login[.]evil[.]example/a\nipv4: 203.0.113');
      await vendor.page.getByRole('button', { name: 'Submit the finding' }).tap();
      await vendor.page.getByText('“203.0.113”: This is not an IPv4 address.').waitFor();
      // The refusal is noted by the browser.
      await vendor.complained();
      await vendor.page.getByLabel('Observables').fill('hxxps://login[.]evil[.]example/a\nipv4: 203.0.113.7');
      await vendor.page.getByRole('button', { name: 'Submit the finding' }).tap();
      await vendor.page.getByRole('dialog').waitFor({ state: 'detached' });
      await vendor.page.getByRole('link', { name: SUMMARY }).tap();
      await vendor.page.locator('.finding-detail').waitFor();
      place = new URL(vendor.page.url()).pathname;
      expect(await vendor.page.getByText('Whose account it is').count()).toBe(0);
      expect(await vendor.overflow()).toBe(0);
      expect(await vendor.complained()).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'of which nothing runs, is fetched, or is followed unasked',
    async () => {
      await analyst.goto(place);
      await analyst.page.locator('.finding-detail').waitFor();
      await analyst.page.getByText('hxxps://login[.]evil[.]example/a').waitFor();
      expect(await analyst.page.locator('.finding-detail').locator('a, img, script').count()).toBe(0);
      const question = new Promise<string>((resolve) => {
        analyst.page.once('dialog', (dialog) => {
          resolve(dialog.message());
          void dialog.dismiss();
        });
      });
      await analyst.page.getByRole('button', { name: 'hxxps://evil[.]example/report' }).click();
      expect(await question).toContain('https://evil.example/report');
      expect(await analyst.page.evaluate('window.ran')).toBeUndefined();
      expect(asked.filter((url) => !url.startsWith(product.address as string))).toEqual([]);
      expect([...(await analyst.complained()), ...(await analyst.obstacles())]).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'which the team links to an account and accepts, and the vendor reads why, and of no link',
    async () => {
      const page = analyst.page;
      await page.getByRole('button', { name: 'Link an account' }).click();
      await page.getByLabel('Account', { exact: true }).selectOption({ index: 1 });
      await page.getByRole('button', { name: 'Link the account' }).click();
      await page.getByRole('button', { name: 'Take the link back' }).waitFor();
      await page.getByRole('button', { name: 'Accept the finding' }).click();
      await page.getByLabel('Why?').fill('We saw the page ourselves.');
      await page.getByRole('dialog').getByRole('button', { name: 'Accept the finding' }).click();
      await page.getByText('Accepted by').waitFor();

      await vendor.goto(place);
      await vendor.page.getByText('We saw the page ourselves.').waitFor();
      expect(await vendor.page.getByText('adviser-account').count()).toBe(0);
      await vendor.page.getByRole('button', { name: 'Withdraw the finding' }).tap();
      await vendor.page.getByText('Nothing that you are shown rests on it.').waitFor();
      await vendor.page.getByLabel('Why?').fill('It was another case.');
      await vendor.page.getByRole('dialog').getByRole('button', { name: 'Withdraw the finding' }).tap();
      await vendor.page.getByText('Withdrawn by').waitFor();
      expect(await vendor.complained()).toEqual([]);
    },
    PATIENCE_MS,
  );
});
