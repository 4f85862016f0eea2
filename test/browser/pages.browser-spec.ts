import type { Browser, BrowserContextOptions } from 'playwright-core';
import { Folders, PATIENCE_MS, type Product } from '../system/product.js';
import { launchChromium } from './chromium.js';
import { DESK, PHONE, Reader } from './reader.js';

const CASE = '/incidents/INC-2024-0001';

const PAGES = [
  '/',
  '/incidents',
  '/incidents?status=open&severity=high&q=nothing-like-it',
  '/incidents/new',
  CASE,
  `${CASE}?knownAt=2024-08-12T00:00:00.000Z`,
  `${CASE}/accounts`,
  `${CASE}/disclosures`,
  `${CASE}/evidence`,
  `${CASE}/findings`,
  `${CASE}/attribution`,
  `${CASE}/attribution/assess`,
  `${CASE}/attribution/assess?step=evidence`,
  `${CASE}/attribution/assess?step=confidence`,
  `${CASE}/attribution/assess?step=rationale`,
  `${CASE}/attribution/assess?step=submit`,
  `${CASE}/timeline`,
  `${CASE}/tasks`,
  `${CASE}/told`,
  `${CASE}/history`,
  `${CASE}/ledger/print`,
  `${CASE}/participants`,
  `${CASE}/filed`,
  '/reviews',
  '/ledger',
  '/mailbox',
  '/deliveries',
  '/settings',
  '/settings/security',
  '/settings/organization',
  '/settings/people',
  '/settings/history',
  '/settings/retention',
  '/settings/stakeholders',
  '/settings/api-keys',
  '/break-glass',
  '/no-such-page',
];

const SCREENS: [string, BrowserContextOptions][] = [
  ['on a desk, light', { ...DESK, colorScheme: 'light' }],
  ['on a desk, dark', { ...DESK, colorScheme: 'dark' }],
  ['on a phone, light', { ...PHONE, colorScheme: 'light' }],
];

describe('Every page', () => {
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

  test.each(SCREENS)(
    'is without complaint, obstacle or sideways scrolling %s',
    async (_, screen) => {
      const reader = await Reader.open(browser, product.address as string, screen);
      const faults: string[] = [];
      const look = async (path: string): Promise<void> => {
        await reader.goto(path);
        const found = [...(await reader.complained()), ...(await reader.obstacles())];
        const overflow = await reader.overflow();
        if (overflow > 0) {
          found.push(`${overflow} px too wide`);
        }
        faults.push(...found.map((fault) => `${path} ${fault}`));
      };
      await look('/sign-in');
      // Whoever opens the application without a session is asked in, which the browser notes as a 401.
      await reader.signIn('admin');
      await reader.complained();
      for (const path of PAGES) {
        await look(path);
      }
      expect(faults).toEqual([]);
      await reader.close();
    },
    2 * PATIENCE_MS,
  );

  test(
    'the pages of a case can be walked by keyboard alone',
    async () => {
      const reader = await Reader.open(browser, product.address as string);
      await reader.signIn('lead');
      await reader.goto('/incidents');
      await reader.page.locator('.case-list').waitFor();
      await reader.page.keyboard.press('j');
      await reader.page.keyboard.press('x');
      await reader.page.getByText('1 marked').waitFor();
      await reader.page.keyboard.press('Enter');
      await reader.page.waitForURL(/\/incidents\/[0-9a-f-]{36}$/);
      await reader.page.locator('.stepper').waitFor();
      await reader.page.getByRole('button', { name: 'Edit the case' }).press('Enter');
      await reader.page.getByRole('dialog').waitFor();
      await reader.page.keyboard.press('Escape');
      await reader.page.getByRole('dialog').waitFor({ state: 'detached' });
      await reader.page.keyboard.press('Control+k');
      await reader.page.getByPlaceholder('Search, or go to…').waitFor();
      await reader.page.keyboard.type('Mailb');
      await reader.page.getByRole('menuitem', { name: 'Mailbox', exact: true }).waitFor();
      await reader.page.keyboard.press('Enter');
      await reader.page.waitForURL('**/mailbox');
      // Dialogs and the palette are React Aria's, which would add a style element of its own.
      expect(await reader.complained()).toEqual([]);
      await reader.close();
    },
    PATIENCE_MS,
  );

  test(
    'the choice of light or dark is kept',
    async () => {
      const reader = await Reader.open(browser, product.address as string, { ...DESK, colorScheme: 'light' });
      await reader.signIn('lead');
      await reader.goto('/settings');
      await reader.page.getByRole('radio', { name: 'Dark' }).click();
      await reader.goto('/');
      const paper = await reader.page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
      expect(paper).toBe('rgb(20, 23, 26)');
      await reader.close();
    },
    PATIENCE_MS,
  );
});
