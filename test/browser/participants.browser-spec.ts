import type { Browser } from 'playwright-core';
import { Folders, PATIENCE_MS, type Product } from '../system/product.js';
import { launchChromium } from './chromium.js';
import { DESK, PHONE, Reader } from './reader.js';

const CASE = '/incidents/INC-2024-0001';
const ORGANIZATION = 'Meridian 2024';

describe('Who takes part in a case', () => {
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

  test(
    'is seen with what each can see, and the case is looked at through their eyes until that is stopped',
    async () => {
      const lead = await Reader.open(browser, product.address as string, DESK);
      await lead.signIn('lead');
      await lead.goto(`${CASE}/participants`);
      const vendor = lead.page.locator('.participant', { hasText: 'as contributor' });
      await vendor.getByText('What they can see').click();
      await vendor.getByRole('table').waitFor();
      await shoot(lead, 'participants-desk');
      expect(await lead.obstacles()).toEqual([]);
      await vendor.getByRole('link', { name: /^See the case as/ }).click();
      await lead.page.getByText(/You see this case as/).waitFor();
      await lead.page.waitForLoadState('networkidle');
      // The vendor has no part in the discussion, in tasks or in the history; and nothing can be done.
      const tabs = lead.page.getByRole('navigation', { name: 'Parts of the case' });
      expect(await tabs.getByRole('link', { name: 'History' }).count()).toBe(0);
      expect(await lead.page.getByRole('button', { name: 'Edit the case' }).count()).toBe(0);
      await tabs.getByRole('link', { name: /^Accounts/ }).click();
      await lead.page.getByText(/You see this case as/).waitFor();
      expect(await lead.page.getByRole('button', { name: /Add an account/ }).count()).toBe(0);
      await shoot(lead, 'view-as-desk');
      expect(await lead.obstacles()).toEqual([]);
      await lead.page.getByRole('link', { name: 'Stop' }).click();
      await lead.page.getByRole('heading', { name: 'Participants' }).waitFor();
      await tabs.getByRole('link', { name: 'History' }).waitFor();
      expect(lead.page.url()).not.toContain('viewAs');
      await lead.page
        .getByText(/read as .* sees it/)
        .first()
        .waitFor();
      expect(await lead.complained()).toEqual([]);
      await lead.close();
    },
    PATIENCE_MS,
  );

  test(
    'includes whoever broke the glass, first and with the reason, until the owner ends it',
    async () => {
      const owner = await Reader.open(browser, product.address as string, DESK);
      await owner.signIn('admin');
      await owner.goto(`${CASE}/participants`);
      const auditor = owner.page.locator('.participant', { hasText: 'as auditor' });
      await auditor.getByRole('button', { name: /^Change what/ }).click();
      await owner.page.getByRole('dialog').getByLabel('Up to which marking').selectOption('clear');
      await owner.page.getByRole('button', { name: 'Save the change' }).click();
      await owner.page.getByRole('dialog').waitFor({ state: 'detached' });

      const counsel = await Reader.open(browser, product.address as string, PHONE);
      await counsel.signIn('auditor');
      await counsel.goto(CASE);
      await counsel.page.getByText('There is nothing here that you can see').waitFor();
      await counsel.goto('/break-glass');
      await counsel.page.getByLabel('Whose case is it?').fill(ORGANIZATION);
      await counsel.page.getByLabel('Its reference').fill('INC-2024-0001');
      await counsel.page.getByLabel('Why can it not wait?').fill('A court asks for the timeline today.');
      await shoot(counsel, 'break-glass-phone');
      await counsel.page.getByRole('button', { name: 'Take emergency access' }).click();
      await counsel.page.locator('.stepper').waitFor();
      expect(await counsel.obstacles()).toEqual([]);

      await owner.goto(`${CASE}/participants`);
      const elevated = owner.page.locator('.participant').first();
      await elevated.getByText('by emergency access').waitFor();
      await elevated.getByText('A court asks for the timeline today.').waitFor();
      await owner.page
        .getByText(/by emergency access/)
        .nth(1)
        .waitFor();
      await shoot(owner, 'elevated-desk');
      await elevated.getByRole('button', { name: /^End the access of/ }).click();
      await owner.page.getByLabel('Why?').fill('We have called counsel.');
      await owner.page.getByRole('dialog').getByRole('button', { name: 'End the access' }).click();
      await owner.page.getByRole('dialog').waitFor({ state: 'detached' });
      await counsel.goto(CASE);
      await counsel.page.getByText('There is nothing here that you can see').waitFor();
      await counsel.close();
      await owner.close();
    },
    PATIENCE_MS,
  );
});

describe('The people, keys and history of an organization', () => {
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

  test(
    'are in the hands of its owner: an invitation, a role, a key, and what was done',
    async () => {
      const owner = await Reader.open(browser, product.address as string, { ...PHONE, colorScheme: 'dark' });
      await owner.signIn('admin');
      await owner.goto('/settings/people');
      await owner.page.getByLabel('Name').fill('New Colleague');
      await owner.page.getByLabel('E-mail').fill('colleague@demo.example');
      await owner.page.getByRole('button', { name: 'Invite the member' }).click();
      await owner.page.getByText('Hand this link to colleague@demo.example').waitFor();
      await owner.page.getByRole('button', { name: 'Withdraw the invitation of colleague@demo.example' }).waitFor();
      await owner.page.getByRole('button', { name: 'Change the role of Attribution analyst' }).click();
      await owner.page.getByRole('dialog').getByLabel('Role').selectOption('responder');
      await owner.page.getByLabel('Why?').fill('More hands.');
      await owner.page.getByRole('dialog').getByRole('button', { name: 'Change the role' }).click();
      await owner.page.getByRole('dialog').waitFor({ state: 'detached' });
      await shoot(owner, 'people-phone-dark');
      expect([...(await owner.complained()), ...(await owner.obstacles())]).toEqual([]);
      expect(await owner.overflow()).toBe(0);
      await owner.goto('/settings/history');
      await owner.page.getByText(/changed Attribution analyst from analyst to responder/).waitFor();
      await owner.page.getByText('More hands.').waitFor();
      await shoot(owner, 'history-phone-dark');
      expect([...(await owner.complained()), ...(await owner.obstacles())]).toEqual([]);
      await owner.goto('/settings/api-keys');
      await owner.page.getByRole('heading', { name: /^All keys of/ }).waitFor();
      await owner.close();
    },
    PATIENCE_MS,
  );
});

/** A picture for whoever looks after the pages; none where nobody asked for one. */
async function shoot(reader: Reader, name: string): Promise<void> {
  const folder = process.env['ASCRIBE_PICTURES'];
  if (folder) {
    await reader.page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  }
}
