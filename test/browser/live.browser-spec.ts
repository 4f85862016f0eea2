import type { Browser } from 'playwright-core';
import { Folders, PATIENCE_MS, type Product } from '../system/product.js';
import { launchChromium } from './chromium.js';
import { DESK, Reader } from './reader.js';

const CASE = '/incidents/INC-2024-0001';
const WORDS = 'The provider confirms the sign-in from abroad.';

describe('Two people look at the same case', () => {
  const folders = new Folders();
  let product: Product;
  let browser: Browser;
  let writer: Reader;
  let reader: Reader;
  let vendor: Reader;

  beforeAll(async () => {
    [product, browser] = await Promise.all([folders.start(folders.make(), { ASCRIBE_DEMO: 'on' }), launchChromium()]);
    const open = async (name: string): Promise<Reader> => {
      const one = await Reader.open(browser, product.address as string, DESK);
      await one.signIn(name);
      return one;
    };
    writer = await open('analyst');
    reader = await open('it');
    vendor = await open('vendor');
  }, PATIENCE_MS);

  afterAll(async () => {
    await browser?.close();
    folders.clear();
  });

  test(
    'and what one of them writes the other sees, without asking for the page again',
    async () => {
      await reader.goto(CASE);
      await vendor.goto(CASE);
      const asked: string[] = [];
      vendor.page.on('request', (request) => asked.push(request.url()));
      await reader.page.evaluate('window.samePage = true');
      await writer.goto(CASE);
      await writer.page.getByLabel('Add a comment').fill(WORDS);
      await writer.page.getByRole('button', { name: 'Add the comment' }).click();
      await reader.page.locator('.comments').getByText(WORDS).waitFor();
      expect(await reader.page.evaluate('window.samePage')).toBe(true);
      // Whoever is not shown the comment is not made to look for it either.
      expect(asked).toEqual([]);
      expect(await reader.complained()).toEqual([]);
      expect(await vendor.complained()).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'and a list says what is new, and does not move until it is asked to',
    async () => {
      await reader.goto('/incidents');
      const titles = async () => await reader.page.locator('.case-title').allInnerTexts();
      const before = await titles();
      await writer.goto('/incidents/new');
      await writer.page.getByLabel('Title').fill('A second mailbox was read');
      await writer.page.getByRole('button', { name: /^File/ }).first().click();
      await writer.page.waitForURL(/\/filed$/);
      const show = reader.page.getByRole('button', { name: 'Show 1 new or changed' });
      await show.waitFor();
      expect(await titles()).toEqual(before);
      expect(await reader.obstacles()).toEqual([]);
      await show.click();
      await reader.page.getByRole('link', { name: 'A second mailbox was read' }).waitFor();
      await show.waitFor({ state: 'detached' });
    },
    PATIENCE_MS,
  );

  test(
    'and whoever loses the connection is told so, and then of what was missed',
    async () => {
      await reader.goto(CASE);
      await reader.loseConnection(true);
      await reader.page.getByText('You are offline.').waitFor();
      await writer.goto(CASE);
      await writer.page.getByLabel('Add a comment').fill('While you were away.');
      await writer.page.getByRole('button', { name: 'Add the comment' }).click();
      await writer.page.locator('.comments').getByText('While you were away.').waitFor();
      await reader.loseConnection(false);
      await reader.page.locator('.comments').getByText('While you were away.').waitFor();
    },
    PATIENCE_MS,
  );
});
