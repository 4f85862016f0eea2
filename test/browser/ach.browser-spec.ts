import type { Browser } from 'playwright-core';
import { Folders, PATIENCE_MS, type Product } from '../system/product.js';
import { launchChromium } from './chromium.js';
import { DESK, PHONE, Reader } from './reader.js';

/** Files a case with three disclosures and two hypotheses besides `unknown`, as the page itself would; run in the page. */
const FILE = `(async () => {
  const { csrfToken } = await (await fetch('/api/v1/auth/me')).json();
  const post = async (path, body) => {
    const headers = { 'content-type': 'application/json', 'x-csrf-token': csrfToken };
    const answer = await fetch('/api/v1' + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return await answer.json();
  };
  const told = (summary) => ({ sourceDescription: 'A reporter', anonymous: true, channel: 'press', summary });
  const { id } = await post('/incidents', { title: 'A mailbox was read', disclosures: [told('First.'), told('Second.'), told('Third.')] });
  await post('/incidents/' + id + '/hypotheses', { kind: 'threat_actor', label: 'A group' });
  await post('/incidents/' + id + '/hypotheses', { kind: 'insider', label: 'Someone inside' });
  return id;
})()`;

describe('The ACH grid', () => {
  const folders = new Folders();
  let product: Product;
  let browser: Browser;
  let analyst: Reader;
  let path = '';

  beforeAll(async () => {
    [product, browser] = await Promise.all([folders.start(folders.make(), { ASCRIBE_DEMO: 'on' }), launchChromium()]);
    analyst = await Reader.open(browser, product.address as string, DESK);
    await analyst.signIn('lead');
    path = `/incidents/${await analyst.page.evaluate<string>(FILE)}/attribution/ach`;
  }, PATIENCE_MS);

  afterAll(async () => {
    await browser?.close();
    folders.clear();
  });

  const cell = ({ page }: Reader, at: string) => page.locator(`[data-at="${at}"]`);
  /** What a cell shows to the eye. */
  const letters = async (reader: Reader, at: string): Promise<string> =>
    await cell(reader, at).locator('[aria-hidden]').innerText();
  const press = async ({ page }: Reader, ...keys: string[]): Promise<void> => {
    for (const key of keys) {
      await page.keyboard.press(key);
    }
  };
  const saved = async ({ page }: Reader): Promise<void> => {
    await page.locator('.ach-saved.saved').waitFor();
  };

  test(
    'is empty at first, and filled by one press',
    async () => {
      await analyst.goto(path);
      await analyst.page.getByText('No evidence has been weighed yet').waitFor();
      await analyst.page.getByRole('button', { name: 'Weigh all 3 records of this case' }).click();
      await analyst.page.getByRole('grid').waitFor();
      expect(await analyst.page.getByRole('columnheader').allInnerTexts()).toEqual([
        'Evidence',
        'Unknown',
        'A group',
        'Someone inside',
        'Weight',
      ]);
      await saved(analyst);
    },
    PATIENCE_MS,
  );

  test(
    'is judged, moved in, cleared and taken back by keys',
    async () => {
      await cell(analyst, '0:1').focus();
      await press(analyst, '3', 'ArrowRight', 'c', 'c', 'ArrowRight', '5', 'ArrowDown', 'i', 'ArrowLeft', 'n');
      expect(await letters(analyst, '0:1')).toBe('N');
      expect(await letters(analyst, '0:2')).toBe('CC');
      expect(await letters(analyst, '0:3')).toBe('II');
      expect(await letters(analyst, '1:3')).toBe('I');
      expect(await letters(analyst, '1:2')).toBe('N');
      await press(analyst, 'Delete');
      expect(await letters(analyst, '1:2')).toBe('');
      await press(analyst, 'Control+z');
      expect(await letters(analyst, '1:2')).toBe('N');
      await press(analyst, 'Control+z', 'Control+Shift+z');
      expect(await letters(analyst, '1:2')).toBe('N');
      await press(analyst, 'Control+End');
      expect(await analyst.page.evaluate('document.activeElement.dataset.at')).toBe('2:4');
      await press(analyst, 'Home', 'ArrowUp');
      expect(await analyst.page.evaluate('document.activeElement.dataset.at')).toBe('1:0');
      await saved(analyst);
      // One stop of the Tab key, whatever the size of the grid.
      expect(await analyst.page.locator('[data-at][tabindex="0"]').count()).toBe(1);
    },
    PATIENCE_MS,
  );

  test(
    'weighs a row by Enter, and says what makes a total',
    async () => {
      await cell(analyst, '0:3').focus();
      await press(analyst, 'Enter');
      await analyst.page.getByRole('dialog', { name: 'Weigh E1' }).waitFor();
      await analyst.page.getByRole('group', { name: 'How credible is it?' }).getByLabel('High').focus();
      await press(analyst, 'Space', 'Escape');
      expect(await letters(analyst, '0:4')).toBe('× 6');
      await analyst.page.getByText('The least speaks against Unknown and A group').waitFor();
      // Very inconsistent twice 6, inconsistent once 4.
      await analyst.page.getByRole('button', { name: /What makes the total: 16/ }).click();
      const dialog = analyst.page.getByRole('dialog', { name: 'What speaks against Someone inside' });
      expect(await dialog.getByRole('table').innerText()).toMatch(/2 × 6 = 12[\s\S]*1 × 4 = 4/);
      await press(analyst, 'Escape');
      await saved(analyst);
      await analyst.goto(path);
      expect(await letters(analyst, '0:4')).toBe('× 6');
      expect(await letters(analyst, '0:2')).toBe('CC');
    },
    PATIENCE_MS,
  );

  test(
    'writes over nothing that another window saved',
    async () => {
      const window = await Reader.open(browser, product.address as string, DESK);
      await window.signIn('lead');
      await window.goto(path);
      await cell(window, '2:1').focus();
      await press(window, '1');
      await saved(window);
      await cell(analyst, '2:2').focus();
      await press(analyst, '2');
      await analyst.page.getByRole('alert').getByText('2 judgements differ').waitFor();
      expect(await letters(analyst, '2:2')).toBe('C');
      await analyst.page.getByRole('button', { name: 'Take what was saved there' }).click();
      expect(await letters(analyst, '2:1')).toBe('CC');
      expect(await letters(analyst, '2:2')).toBe('');
      await window.close();
      await analyst.complained();
    },
    PATIENCE_MS,
  );

  test.each([
    ['on a desk, light', { ...DESK, colorScheme: 'light' as const }],
    ['on a desk, dark', { ...DESK, colorScheme: 'dark' as const }],
    ['on a phone', PHONE],
  ])(
    'is without obstacle or sideways scrolling %s',
    async (_, screen) => {
      const reader = await Reader.open(browser, product.address as string, screen);
      await reader.signIn('lead');
      await reader.complained();
      await reader.goto(path);
      await reader.page.getByRole('grid').waitFor();
      expect([...(await reader.complained()), ...(await reader.obstacles())]).toEqual([]);
      expect(await reader.overflow()).toBe(0);
      await reader.page.getByText('The grid in words').click();
      await reader.page.getByText('Someone inside: very inconsistent').waitFor();
      await reader.close();
    },
    PATIENCE_MS,
  );

  test(
    'is judged by thumb on a phone, one hypothesis at a time',
    async () => {
      const reader = await Reader.open(browser, product.address as string, PHONE);
      await reader.signIn('lead');
      await reader.goto(path);
      await reader.page.getByLabel('How well does it fit').selectOption({ label: 'A group' });
      await cell(reader, '1:1').tap();
      await reader.page.getByRole('button', { name: 'very inconsistent' }).tap();
      expect(await letters(reader, '1:1')).toBe('II');
      await saved(reader);
      await analyst.goto(path);
      expect(await letters(analyst, '1:2')).toBe('II');
      await reader.close();
    },
    PATIENCE_MS,
  );
});
