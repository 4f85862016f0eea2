import type { Browser, Route } from 'playwright-core';
import { Folders, PATIENCE_MS, type Product } from '../system/product.js';
import { launchChromium } from './chromium.js';
import { DESK, PHONE, Reader } from './reader.js';

const TITLE = 'Someone signed in to the finance mailbox from abroad';

describe('Campaign IT files an incident from a phone', () => {
  const folders = new Folders();
  let product: Product;
  let browser: Browser;
  let it: Reader;
  let lead: Reader;
  let reference = '';

  beforeAll(async () => {
    [product, browser] = await Promise.all([folders.start(folders.make(), { ASCRIBE_DEMO: 'on' }), launchChromium()]);
    it = await Reader.open(browser, address(), PHONE);
    lead = await Reader.open(browser, address(), DESK);
    await it.signIn('it');
    await lead.signIn('lead');
  }, PATIENCE_MS);

  afterAll(async () => {
    await browser?.close();
    folders.clear();
  });

  const address = (): string => product.address as string;

  test(
    'a draft survives a closed tab',
    async () => {
      await it.goto('/');
      await it.page.getByRole('link', { name: 'File', exact: true }).tap();
      await it.page.getByLabel('Title').fill(TITLE);
      await it.page.getByRole('radio', { name: 'High' }).tap();
      await it.page.getByRole('button', { name: 'Add an account' }).tap();
      await it.page.getByLabel('Account', { exact: true }).fill('finance@meridian2024.example');

      await it.closeTab();
      await it.goto('/incidents/new');

      expect(await it.page.getByLabel('Title').inputValue()).toBe(TITLE);
      expect(await it.page.getByLabel('Account', { exact: true }).inputValue()).toBe('finance@meridian2024.example');
      expect(await it.page.getByRole('radio', { name: 'High' }).isChecked()).toBe(true);
    },
    PATIENCE_MS,
  );

  test('what was left out is said to be not assessed', async () => {
    const summary = await it.page.locator('.report-sentence').innerText();
    expect(summary).toContain('kind is not assessed');
    expect(summary).toContain('severity high');
  });

  test(
    'a lost connection loses nothing, and filing again files once',
    async () => {
      await it.loseConnection(true);
      await it.page.getByRole('button', { name: 'File now, complete later' }).tap();
      await it.page.getByRole('alert').getByText('What you typed is kept').waitFor();
      expect(await it.page.getByLabel('Title').inputValue()).toBe(TITLE);
      await it.loseConnection(false);

      // The answer to the first attempt is lost on its way, after the server has filed it.
      const lost = new Promise<number>((resolve) => {
        const lose = async (route: Route): Promise<void> => {
          const answer = await route.fetch();
          await route.abort();
          resolve(answer.status());
        };
        void it.page.route('**/api/v1/incidents', lose, { times: 1 });
      });
      await it.page.getByRole('button', { name: 'File now, complete later' }).tap();
      expect(await lost).toBe(201);
      await it.page.getByRole('alert').getByText('What you typed is kept').waitFor();
      await it.page.getByRole('button', { name: 'File now, complete later' }).tap();
      await it.page.getByText('Filed', { exact: true }).waitFor();

      reference = await it.page.getByRole('heading', { level: 1 }).innerText();
      expect(reference).toMatch(/^INC-\d{4}-\d{4}$/);
      await it.goto(`/incidents?q=${encodeURIComponent('finance mailbox')}`);
      await it.page.getByText('1 case shown').waitFor();
    },
    PATIENCE_MS,
  );

  test('after filing, nothing of the draft is left', async () => {
    await it.goto('/incidents/new');
    expect(await it.page.getByLabel('Title').inputValue()).toBe('');
    expect(await it.page.getByRole('button', { name: 'File now, complete later' }).isDisabled()).toBe(true);
  });

  test(
    'who was told is shown, and what is due',
    async () => {
      await it.goto(`/incidents/${reference}/filed`);
      await it.page.getByRole('listitem').getByText('Incident lead').waitFor();
      await it.page.getByText(/Triage by .*in \d/).waitFor();
    },
    PATIENCE_MS,
  );

  test(
    'the lead is told at home and by mail',
    async () => {
      await lead.goto('/');
      await lead.page
        .getByRole('link', { name: new RegExp(`${reference}.*finance mailbox`) })
        .first()
        .waitFor();
      await lead.goto('/mailbox');
      await lead.page
        .locator('.mail-list')
        .getByRole('link', { name: new RegExp(`lead@demo.example.*${reference}`) })
        .click();
      await lead.page.getByRole('heading', { name: new RegExp(reference) }).waitFor();
      await lead.page.locator('.letter-text').getByText('filed an incident at Meridian 2024').waitFor();
    },
    PATIENCE_MS,
  );

  test(
    'the lead takes it to triage, with a reason',
    async () => {
      await lead.goto(`/incidents/${reference}`);
      await lead.page.getByRole('button', { name: 'Take to triage' }).click();
      const move = lead.page.getByRole('button', { name: 'Move to triage' });
      expect(await move.isDisabled()).toBe(true);
      await lead.page.getByLabel('Why?').fill('The sign-in log shows it too.');
      await move.click();
      await lead.page.locator('.stepper [aria-current=step]', { hasText: 'Triage' }).waitFor();

      await lead.page.getByRole('link', { name: 'History' }).click();
      await lead.page.getByText('Incident lead moved the case to triage', { exact: true }).waitFor();
      await lead.page.getByText('The sign-in log shows it too.').waitFor();
    },
    PATIENCE_MS,
  );

  test(
    'a change by somebody else meanwhile keeps what was typed',
    async () => {
      await lead.goto(`/incidents/${reference}`);
      await lead.page.getByRole('button', { name: 'Edit the case' }).click();
      await lead.page.getByLabel('Summary').fill('Two sign-ins at night.');
      await it.goto(`/incidents/${reference}`);
      await it.page.getByRole('button', { name: 'Edit the case' }).tap();
      await it.page.getByLabel('Tags').fill('finance');
      await it.page.getByRole('button', { name: 'Save the changes' }).tap();
      await it.page.locator('.overview-side').getByText('finance').waitFor();

      const save = lead.page.getByRole('button', { name: 'Save the changes' });
      await save.click();
      await lead.page.getByRole('alert').getByText('Somebody changed this').waitFor();
      expect(await lead.page.getByLabel('Summary').inputValue()).toBe('Two sign-ins at night.');
      await lead.page.getByRole('button', { name: 'Show what is new' }).click();
      await save.click();
      await lead.page.locator('.overview-main').getByText('Two sign-ins at night.').waitFor();
      await lead.page.locator('.overview-side').getByText('finance').waitFor();
    },
    PATIENCE_MS,
  );
});
