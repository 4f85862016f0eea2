import type { Browser, Locator } from 'playwright-core';
import { Folders, PATIENCE_MS, type Product } from '../system/product.js';
import { launchChromium } from './chromium.js';
import { DESK, PHONE, Reader } from './reader.js';

const ATTRIBUTION = '/incidents/INC-2024-0001/attribution';
const THE_11TH = '2024-08-11T23:59:59.999Z';
const at = (validAt: string, knownAt = validAt): string => `${ATTRIBUTION}?validAt=${validAt}&knownAt=${knownAt}`;

const PARTS = [
  '',
  `?validAt=${THE_11TH}&knownAt=${THE_11TH}`,
  '/citations',
  '/ach',
  `/compare?from=${THE_11TH}`,
  '/measures',
  '/history',
];

describe('The attribution of the case of 2024', () => {
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

  const signedIn = async (name: string, options = DESK): Promise<Reader> => {
    const reader = await Reader.open(browser, product.address as string, options);
    await reader.signIn(name);
    await reader.complained();
    return reader;
  };

  const answer = async (reader: Reader): Promise<string> => await reader.page.locator('.answer').innerText();
  const linesOf = (reader: Reader): Locator =>
    reader.page.locator('.answers > li').first().locator('.lines-drawn > li');

  test(
    'on 11 August it is one line, disputed, and not assessed',
    async () => {
      const auditor = await signedIn('auditor');
      await auditor.goto(at(THE_11TH));
      const text = await answer(auditor);
      expect(text).toContain('No organization has assessed who did this.');
      expect(text).toContain('One independent line carries it: everything goes back to one source.');
      expect(text).toContain("Disputed by the state's mission to the United Nations.");
      expect(await linesOf(auditor).count()).toBe(1);
      expect(await linesOf(auditor).first().innerText()).toMatch(/Microsoft[^]*echoed by Meridian 2024, The candidate/);
      await auditor.page.getByText('What had been said, and was known to us, by the end of 11 August 2024.').waitFor();
      expect(await auditor.complained()).toEqual([]);
      await auditor.close();
    },
    PATIENCE_MS,
  );

  test(
    'on 24 August four lines carry it, and today as well: more voices, no more lines',
    async () => {
      const analyst = await signedIn('analyst');
      await analyst.goto(at('2024-08-24T23:59:59.999Z'));
      expect(await linesOf(analyst).count()).toBe(4);
      await analyst.page.getByRole('button', { name: 'Now', exact: true }).click();
      await analyst.page.getByText('Now: all that has been said').waitFor();
      expect(new URL(analyst.page.url()).search).toBe('');
      expect(await linesOf(analyst).count()).toBe(4);
      const text = await answer(analyst);
      expect(text).toMatch(/Meridian 2024 assesses it as very likely that this was an actor of the Iranian state\./);
      // Never in one sentence (ICD 203).
      const sentences = text.split(/(?<=\.)\s/);
      expect(sentences.filter((one) => /likely/.test(one) && /confidence/i.test(one))).toEqual([]);
      await analyst.close();
    },
    PATIENCE_MS,
  );

  test(
    'the clocks are moved by keyboard, together or apart, and the address holds where they stand',
    async () => {
      const auditor = await signedIn('auditor');
      await auditor.goto(ATTRIBUTION);
      const { page } = auditor;
      const said = page.getByRole('slider', { name: 'Said by' });
      const known = page.getByRole('slider', { name: 'Known to us by' });
      expect(await said.getAttribute('aria-valuetext')).toBe('now');

      await said.press('Home');
      await page.waitForURL(/validAt=/);
      expect(await known.getAttribute('aria-valuetext')).toBe(await said.getAttribute('aria-valuetext'));
      await page.getByRole('button', { name: 'Now', exact: true }).click();
      await page.waitForURL((url) => !url.search.includes('validAt'));

      await page.getByRole('checkbox', { name: 'Move both together' }).uncheck();
      await page.waitForURL(/clocks=apart/);
      await known.press('ArrowLeft');
      await page.waitForURL(/knownAt=/);
      expect(page.url()).not.toContain('validAt');
      await known.press('ArrowLeft');
      await page.getByText('All that has been said, as far as it was known to us by').waitFor();

      await said.press('ArrowLeft');
      await page.waitForURL(/validAt=/);
      const address = page.url();
      const words = await said.getAttribute('aria-valuetext');
      await auditor.goto(new URL(address).pathname + new URL(address).search);
      expect([page.url(), await said.getAttribute('aria-valuetext')]).toEqual([address, words]);
      expect(await page.getByRole('checkbox', { name: 'Move both together' }).isChecked()).toBe(false);
      expect(await auditor.complained()).toEqual([]);
      await auditor.close();
    },
    PATIENCE_MS,
  );

  test(
    'a claim that was said and not yet recorded is not there, and one that was said later is under the veil',
    async () => {
      const auditor = await signedIn('auditor');
      await auditor.goto(`${ATTRIBUTION}?knownAt=${THE_11TH}`);
      const marks = auditor.page.locator('[data-mark]');
      const known = await marks.count();
      await auditor.goto(`${ATTRIBUTION}?validAt=${THE_11TH}`);
      expect(await marks.count()).toBeGreaterThan(known);
      expect(await auditor.page.locator('[data-mark].later').count()).toBeGreaterThan(0);
      await auditor.close();
    },
    PATIENCE_MS,
  );

  test(
    'the marks of the river are one stop of the tab key, read out where one stands, and open',
    async () => {
      const analyst = await signedIn('analyst');
      await analyst.goto(ATTRIBUTION);
      const { page } = analyst;
      expect(await page.locator('[data-mark][tabindex="0"]').count()).toBe(1);
      await page.locator('[data-mark][tabindex="0"]').focus();
      await page.keyboard.press('ArrowDown');
      await page.locator('.river-readout').getByText('Microsoft attributes it, 9 Aug 2024').waitFor();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').getByText('A group that the vendor ties to').waitFor();
      expect(page.url()).toContain('record=claim%3A');
      // What would lose its ground is shown before it is taken away.
      await page.getByRole('button', { name: 'Withdraw claim' }).click();
      const withdrawing = page.getByRole('dialog', { name: 'Withdraw claim' });
      await withdrawing.getByText(/records rest on it/).waitFor();
      expect(await withdrawing.getByRole('button', { name: 'Withdraw claim' }).isDisabled()).toBe(true);
      await page.keyboard.press('Escape');
      await withdrawing.waitFor({ state: 'detached' });
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(page.url()).not.toContain('record=');
      expect(await analyst.complained()).toEqual([]);
      await analyst.close();
    },
    PATIENCE_MS,
  );

  test(
    'two moments are compared: first access was June, and is May',
    async () => {
      const auditor = await signedIn('auditor');
      await auditor.goto(at(THE_11TH));
      await auditor.page.getByRole('link', { name: 'Compare with now' }).click();
      await auditor.page.waitForURL(/compare/);
      await auditor.page.getByRole('heading', { name: 'The case' }).waitFor();
      const main = await auditor.page.getByRole('main').innerText();
      expect(main).toMatch(/Independent lines\s+before:\s+1\s+after:\s+4/);
      expect(main).toMatch(/First known access\s+before:\s+June 2024\s+after:\s+May 2024/);
      await auditor.close();
    },
    PATIENCE_MS,
  );

  test(
    'an echo hangs from its root, in the picture and in the text',
    async () => {
      const auditor = await signedIn('auditor');
      await auditor.goto(`${ATTRIBUTION}/citations`);
      expect(await auditor.page.locator('.citation-node.root').count()).toBe(4);
      expect(await auditor.page.locator('.citation-node.echo').count()).toBe(4);
      await auditor.page.getByText('Read as text').click();
      const root = auditor.page.locator('.citation-tree > li', { hasText: 'Microsoft attributes it' });
      await root.getByText('The candidate attributes it').waitFor();
      await auditor.close();
    },
    PATIENCE_MS,
  );

  test(
    'a claim is added with what it rests on, and adds a voice and no line',
    async () => {
      const analyst = await signedIn('analyst');
      const { page } = analyst;
      await analyst.goto(ATTRIBUTION);
      await page.getByRole('button', { name: 'Add a claim' }).click();
      const dialog = page.getByRole('dialog', { name: 'Add a claim' });
      await dialog.getByLabel('Who said it?').selectOption({ label: 'Politico' });
      await dialog.getByLabel('About which answer?').selectOption({ label: 'An actor of the Iranian state' });
      await dialog.getByLabel('What do they do?').selectOption('corroborates');
      await dialog.getByRole('textbox', { name: 'The statement' }).fill('The newspaper repeats what the vendor wrote.');
      await dialog.getByRole('group', { name: 'When was it said?' }).getByRole('combobox').selectOption('day');
      await dialog.getByRole('textbox', { name: 'When' }).fill('2024-08-12');
      await dialog
        .getByRole('group', { name: /What does it rest on/ })
        .getByRole('checkbox', { name: /Microsoft attributes it/ })
        .check();
      await dialog.getByRole('button', { name: 'Add the claim' }).click();
      await dialog.waitFor({ state: 'detached' });
      await linesOf(analyst).first().getByRole('link', { name: 'Politico' }).waitFor();
      expect(await linesOf(analyst).count()).toBe(4);
      expect(await analyst.complained()).toEqual([]);
      await analyst.close();
    },
    PATIENCE_MS,
  );

  test(
    'without a connection it says so, and keeps what it shows',
    async () => {
      const analyst = await signedIn('analyst');
      await analyst.goto(ATTRIBUTION);
      await analyst.loseConnection(true);
      await analyst.page.getByRole('slider', { name: 'Said by' }).press('Home');
      await analyst.page.getByText('Ascribe cannot be reached: this is still shown.').waitFor();
      expect(await answer(analyst)).toContain('assesses it as very likely');
      await analyst.loseConnection(false);
      await analyst.close();
    },
    PATIENCE_MS,
  );

  test.each([
    ['on a desk, light', { ...DESK, colorScheme: 'light' as const }],
    ['on a desk, dark', { ...DESK, colorScheme: 'dark' as const }],
    ['on a phone', { ...PHONE, colorScheme: 'light' as const }],
  ])(
    'every part is without complaint, obstacle or sideways scrolling %s',
    async (_, screen) => {
      const reader = await signedIn('analyst', screen);
      const faults: string[] = [];
      for (const part of PARTS) {
        await reader.goto(ATTRIBUTION + part);
        await reader.page.locator('.answer').waitFor();
        const found = [...(await reader.complained()), ...(await reader.obstacles())];
        if ((await reader.overflow()) > 0) {
          found.push('too wide');
        }
        faults.push(...found.map((fault) => `${part} ${fault}`));
      }
      expect(faults).toEqual([]);
      await reader.close();
    },
    2 * PATIENCE_MS,
  );
});
