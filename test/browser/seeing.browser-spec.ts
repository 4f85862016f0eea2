import type { Browser } from 'playwright-core';
import { Folders, PATIENCE_MS, type Product } from '../system/product.js';
import { launchChromium } from './chromium.js';
import { Reader } from './reader.js';

const CASE = '/incidents/INC-2024-0001';

describe('Who sees the 2024 case', () => {
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

  async function signedIn(name: string): Promise<Reader> {
    const reader = await Reader.open(browser, product.address as string);
    await reader.signIn(name);
    return reader;
  }

  test(
    'the vendor who was invited reads it, and is offered nothing that it may not do',
    async () => {
      const vendor = await signedIn('vendor');
      await vendor.goto('/incidents');
      await vendor.page.getByRole('main').getByText('INC-2024-0001').waitFor();
      await vendor.goto(CASE);
      await vendor.page.getByRole('heading', { level: 1, name: /adviser/ }).waitFor();
      expect(await vendor.page.getByRole('button', { name: /Edit the case|Mark contained|Reject/ }).count()).toBe(0);
      const tabs = await vendor.page.getByRole('navigation', { name: 'Parts of the case' }).innerText();
      expect(tabs).toContain('Attribution');
      expect(tabs).not.toContain('History');
      expect(tabs).not.toContain('People told');
      expect(await vendor.complained()).toEqual([]);
      await vendor.close();
    },
    PATIENCE_MS,
  );

  test(
    'for the outsider it does not exist: not in the list, not at its address, not in the search',
    async () => {
      const outsider = await signedIn('outsider');
      await outsider.goto('/incidents');
      await outsider.page.getByRole('main').getByText('INC-2024-0007').waitFor();
      expect(await outsider.page.getByText('INC-2024-0001').count()).toBe(0);

      await outsider.goto(CASE);
      await outsider.page.getByRole('heading', { name: 'There is nothing here that you can see' }).waitFor();

      await outsider.goto('/');
      await outsider.page.keyboard.press('Control+k');
      await outsider.page.getByPlaceholder('Search, or go to…').pressSequentially('adviser');
      await outsider.page.getByText('Nothing that you can see matches.').waitFor();
      await outsider.close();
    },
    PATIENCE_MS,
  );

  test(
    'the auditor looks at the case as it was known, and changes nothing',
    async () => {
      const auditor = await signedIn('auditor');
      await auditor.goto(CASE);
      await auditor.page.locator('.overview-side').getByText('May 2024').waitFor();

      await auditor.goto(`${CASE}?knownAt=2024-08-10T00:00:00.000Z`);
      await auditor.page
        .getByText('You are looking at this case as Ascribe knew it on 9 Aug 2024, 20:00 EDT')
        .waitFor();
      await auditor.page.locator('.overview-side').getByText('June 2024').waitFor();
      await auditor.page.getByRole('link', { name: /^Attribution \d/ }).click();
      // The tab keeps the moment, and the moment knows one claim.
      await auditor.page.getByText('The one claim and its evidence').waitFor();
      expect(auditor.page.url()).toContain('knownAt=');

      await auditor.page.getByRole('button', { name: 'Now', exact: true }).click();
      await auditor.page.getByText('Now: all that has been said').waitFor();
      await auditor.page.getByText('The 15 claims and their evidence').waitFor();
      await auditor.close();
    },
    PATIENCE_MS,
  );
});
