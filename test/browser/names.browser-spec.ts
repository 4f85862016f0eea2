import type { Browser } from 'playwright-core';
import { Folders, PATIENCE_MS, type Product } from '../system/product.js';
import { launchChromium } from './chromium.js';
import { DESK, PHONE, Reader } from './reader.js';

const CASE = '/incidents/INC-2024-0001';
const NAME = 'Ada Example';
const SIGNATURES = { desk: DESK, phone: PHONE } as const;

describe('A holder who is not disclosed', () => {
  const folders = new Folders();
  let product: Product;
  let browser: Browser;
  let lead: Reader;
  let vendor: Reader;

  beforeAll(async () => {
    [product, browser] = await Promise.all([folders.start(folders.make(), { ASCRIBE_DEMO: 'on' }), launchChromium()]);
    lead = await Reader.open(browser, product.address as string, DESK);
    vendor = await Reader.open(browser, product.address as string, DESK);
    await lead.signIn('lead');
    await vendor.signIn('vendor');
  }, PATIENCE_MS);
  afterAll(async () => {
    await browser?.close();
    folders.clear();
  });

  /** For whoever looks at the pages: `SHOTS=folder` keeps pictures of them. */
  const shot = async (reader: Reader, name: string): Promise<void> => {
    const folder = process.env['SHOTS'];
    if (folder) {
      await reader.page.screenshot({ path: `${folder}/${name}.png` });
    }
  };

  test(
    'is entered by name, and stands under a pseudonym from then on',
    async () => {
      await lead.goto(`${CASE}/accounts`);
      await lead.page.getByRole('button', { name: 'Add an account' }).click();
      await lead.page.getByRole('textbox', { name: 'Account', exact: true }).fill('aide@campaign.example');
      await lead.page.getByLabel('Holder, by role').fill('Campaign aide');
      await lead.page.getByLabel('Holder’s name').fill(NAME);
      await lead.page.getByText('Kept apart: everybody sees a pseudonym').waitFor();
      await lead.page.getByLabel('Marking').selectOption('amber+strict');
      await shot(lead, 'account-dialog');
      await lead.page.getByRole('button', { name: 'Add the account' }).click();
      await lead.page.getByRole('dialog').waitFor({ state: 'detached' });
      const row = lead.page.getByRole('row', { name: /aide@campaign\.example/ });
      expect(await row.innerText()).toMatch(/Official [A-Z], Campaign aide/);
      expect(await row.innerText()).toContain('TLP:AMBER+STRICT');
      expect(await lead.page.getByRole('main').innerText()).not.toContain(NAME);
      await shot(lead, 'accounts-desk');
      expect(await lead.complained()).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'is named to whoever asks and may, who is told before that it is recorded',
    async () => {
      await lead.page.getByRole('button', { name: 'Show names' }).click();
      await lead.page.getByText('is recorded in the case').waitFor();
      await shot(lead, 'names-asked');
      await lead.page.getByRole('button', { name: 'Show the names' }).click();
      await lead.page.getByText('Your look was recorded.').waitFor();
      expect(await lead.page.getByRole('dialog').innerText()).toContain(NAME);
      expect(await lead.obstacles()).toEqual([]);
      await shot(lead, 'names-shown');
      await lead.page.keyboard.press('Escape');
      expect(await lead.page.getByRole('main').innerText()).not.toContain(NAME);
    },
    PATIENCE_MS,
  );

  test(
    'is a pseudonym and no more to a contributor, who is not shown the account that is marked higher either',
    async () => {
      await vendor.goto(`${CASE}/accounts`);
      const main = await vendor.page.getByRole('main').innerText();
      expect(main).toContain('Official A');
      expect(main).not.toContain('aide@campaign.example');
      expect(await vendor.page.getByRole('button', { name: 'Show names' }).count()).toBe(0);
      expect(await vendor.complained()).toEqual([]);
    },
    PATIENCE_MS,
  );

  test.each(Object.keys(SIGNATURES) as (keyof typeof SIGNATURES)[])(
    'stands on the page without pushing it wider, on a %s, light and dark',
    async (screen) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const reader = await Reader.open(browser, product.address as string, { ...SIGNATURES[screen], colorScheme });
        await reader.signIn('lead');
        for (const tab of ['accounts', 'disclosures', 'tasks']) {
          await reader.goto(`${CASE}/${tab}`);
          expect([tab, await reader.overflow()]).toEqual([tab, 0]);
          await shot(reader, `${tab}-${screen}-${colorScheme}`);
        }
        await reader.close();
      }
    },
    PATIENCE_MS,
  );
});
