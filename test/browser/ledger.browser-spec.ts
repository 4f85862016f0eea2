import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { NoteSigner, signedNote } from '@app/ledger';
import { Folders, PATIENCE_MS, type Product } from '../system/product.js';
import { launchChromium } from './chromium.js';
import { falsify, type Answer, type Sent } from './lies.js';
import { PHONE, Reader } from './reader.js';

const CASE = '/incidents/INC-2024-0001';
const HISTORY = `${CASE}/history`;
const OF_CASE = '**/api/v1/incidents/*/ledger?*';
const OF_HISTORY = '**/api/v1/incidents/*/history?*';

describe('Whoever audits a case in a browser', () => {
  const folders = new Folders();
  let product: Product;
  let browser: Browser;
  let lead: Reader;

  beforeAll(async () => {
    [product, browser] = await Promise.all([folders.start(folders.make(), { ASCRIBE_DEMO: 'on' }), launchChromium()]);
    lead = await open('lead');
    await settled(lead);
  }, PATIENCE_MS);

  afterAll(async () => {
    await browser?.close();
    folders.clear();
  });

  const open = async (name: string, screen = {}): Promise<Reader> => {
    const reader = await Reader.open(browser, product.address as string, screen);
    await reader.signIn(name);
    return reader;
  };
  /** At the history, when everything was checked. */
  const settled = async (reader: Reader): Promise<void> => {
    await reader.page.goto(reader.base + HISTORY);
    await reader.page
      .getByText(/changes checked in this browser|Do not rely on this case|cannot be believed/)
      .waitFor();
    // The seal beside a change follows a moment after the sentence above them all.
    await reader.page.locator('.seal', { hasText: 'Checking' }).first().waitFor({ state: 'detached' });
  };
  /** The server answers something else than it would, until it is taken back. */
  const lie = async ({ page }: Reader, address: string, change: (answer: Answer) => void): Promise<void> => {
    await page.route(address, async (route) => {
      const response = await route.fetch();
      const answer = (await response.json()) as Answer;
      change(answer);
      await route.fulfill({ response, json: answer });
    });
  };
  const honestAgain = async ({ page }: Reader): Promise<void> => await page.unrouteAll({ behavior: 'wait' });
  /** A checkpoint as whoever stole the key of the log could sign it. */
  const forged = (size: number): string => {
    const kept = (name: string): string => readFileSync(join(product.dataDir, 'ledger', name), 'utf8').trim();
    const text = `${kept('origin')}\n${size}\n${randomBytes(32).toString('base64')}\n`;
    return signedNote(text, [NoteSigner.of(kept('log-key'))]);
  };
  const sizeOf = async ({ page }: Reader): Promise<number> =>
    Number(
      (await page.evaluate<string>(`fetch('/api/v1/ledger/checkpoint').then((one) => one.text())`)).split('\n')[1],
    );

  test(
    'reads beside each change where it is in the log, and opens every step of the check by keyboard',
    async () => {
      const { page } = lead;
      await page
        .getByText(/^\d+ changes checked in this browser, and every proof holds\. Each names the one before it/)
        .waitFor();
      const seals = await page.locator('.seal').allInnerTexts();
      expect(seals.length).toBeGreaterThan(8);
      expect(seals.filter((one) => !/^In the log at \d+, proof checked in this browser/.test(one))).toEqual([]);
      await page.locator('.seal').first().press('Enter');
      const dialog = page.getByRole('dialog', { name: 'How this was checked' });
      await dialog.getByText('What this proves:').waitFor();
      expect(await dialog.locator('.seal-step.held').count()).toBe(6);
      expect(await lead.complained()).toEqual([]);
      expect(await lead.obstacles()).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByLabel('As of place').fill('60');
      await page.getByText(/The log held \d+ changes of this case/).waitFor();
      expect(new URL(page.url()).searchParams.get('size')).toBe('60');
      const places = (await page.locator('.seal').allInnerTexts()).map((one) => Number(/at (\d+)/.exec(one)?.[1]));
      expect(Math.max(...places)).toBeLessThan(60);
      expect(await lead.obstacles()).toEqual([]);
    },
    PATIENCE_MS,
  );

  test.each<[lie: string, address: string, change: (answer: Answer) => void, said: RegExp, alarm: RegExp]>([
    [
      'another content with the old proof',
      OF_CASE,
      ({ items }) => falsify(items.at(-1) as Sent),
      /A field that is shown is not one that was committed to/,
      /One change is not proven/,
    ],
    [
      'the proof of another change',
      OF_CASE,
      ({ items }) => ((items.at(-1) as Sent).proof = (items.at(-3) as Sent).proof),
      /does not lead from this entry/,
      /One change is not proven/,
    ],
    [
      'another text in the history than in the log',
      OF_HISTORY,
      ({ items }) => ((items[0] as Answer['items'][0]).reason = 'Because I say so.'),
      /What is shown is not what was committed to: reason/,
      /One change is not proven/,
    ],
    [
      'a case without one of its changes',
      OF_CASE,
      ({ items }) => items.splice(-2, 1),
      /names another change before it/,
      /A change is missing\. One change is shown that the log does not have/,
    ],
    [
      'a history without one of its changes',
      OF_HISTORY,
      ({ items }) => items.splice(1, 1),
      /In the log at/,
      /The log has one change that is not shown/,
    ],
    [
      'that something was redacted, of which the log knows nothing',
      OF_CASE,
      ({ items }) =>
        ((items.at(-1) as Sent).redaction = { at: '2025-01-01T00:00:00.000Z', byId: 'x', byName: null, reason: 'r' }),
      /no entry of the log says so/,
      /One change is not proven/,
    ],
  ])(
    'is told which change fails where the server gives %s',
    async (_, address, change, said, alarm) => {
      await lie(lead, address, change);
      await settled(lead);
      await lead.page.getByRole('alert').getByText(alarm).waitFor();
      expect(await lead.page.locator('.seal').first().innerText()).toMatch(said);
      expect(await lead.page.locator('.seal.failed').count()).toBe(said.test('In the log at 1') ? 0 : 1);
      await honestAgain(lead);
    },
    PATIENCE_MS,
  );

  test(
    'is told on paper too, and signs nothing that does not hold',
    async () => {
      const { page } = lead;
      await lie(lead, OF_CASE, ({ items }) => falsify(items.at(-1) as Sent));
      await page.goto(`${lead.base}${CASE}/ledger/print`);
      await page.getByText('Checked in this browser, and it does not hold.').waitFor();
      await page
        .getByRole('alert')
        .filter({ hasText: /This record is not proven\. One change is not proven/ })
        .waitFor();
      expect(
        await page
          .locator('.sheet-changes')
          .getByText(/^FAILS/)
          .count(),
      ).toBe(1);
      await honestAgain(lead);
      await page.reload();
      await page.getByText('Everything on this page was checked in this browser.').waitFor();
      expect(await page.getByText('FAILS').count()).toBe(0);
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      expect(await page.getByRole('navigation').count()).toBe(0);
      expect(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe(
        'rgb(255, 255, 255)',
      );
      await page.emulateMedia({ media: null, colorScheme: null });
      expect(await lead.obstacles()).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'has in this browser what contradicts a log that was forked, cut or swapped, though the true key signed it',
    async () => {
      const { page } = lead;
      await page.goto(`${lead.base}/ledger`);
      await page.getByText(/entries is signed by its key/).waitFor();
      const size = await sizeOf(lead);
      const stranger = NoteSigner.of(NoteSigner.make('elsewhere.example/log'));
      const lies: [note: string, alarm: RegExp][] = [
        [forged(size), /There are two different logs of/],
        [forged(size - 1), /Entries are missing at its end, or an older state of it was put back/],
        [forged(size + 1), /The server gives no proof that the log of/],
        [forged(size).replace(/\n\n[^]*/, `\n\n${stranger.line('x\n')}`), /None of the signatures is by a known key/],
      ];
      for (const [note, alarm] of lies) {
        await page.route('**/api/v1/ledger/checkpoint', async (route) => await route.fulfill({ body: note }));
        await page.reload();
        await page.getByRole('heading', { name: 'The log cannot be believed' }).waitFor();
        await page.getByRole('alert').filter({ hasText: alarm }).waitFor();
        await honestAgain(lead);
      }
      await page.route('**/api/v1/ledger/checkpoint', async (route) => await route.fulfill({ body: forged(size) }));
      await settled(lead);
      await page.getByRole('heading', { name: 'The log cannot be believed' }).waitFor();
      expect(await page.locator('.seal').first().innerText()).toMatch(/^Not proven/);
      const saved = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Save the checkpoints as evidence' }).click();
      expect((await saved).suggestedFilename()).toMatch(/\.checkpoint$/);
      await honestAgain(lead);
      await settled(lead);
      await page.getByText(/every proof holds/).waitFor();
      await lead.complained();
    },
    PATIENCE_MS,
  );

  test(
    'holds a checkpoint that was kept elsewhere against the log, and hashes all of it',
    async () => {
      const { page } = lead;
      await lead.goto('/ledger');
      const kept = await page.evaluate<string>(`fetch('/api/v1/ledger/checkpoint').then((one) => one.text())`);
      await page.getByLabel('or as text').fill(kept.trimEnd());
      await page.getByRole('button', { name: 'Check this checkpoint' }).click();
      await page.getByText('The log continues it.').waitFor();
      await page.getByLabel('or as text').fill(forged(7));
      await page.getByRole('button', { name: 'Check this checkpoint' }).click();
      await page.getByText('It does not hold.').waitFor();
      await page.getByRole('button', { name: 'Check all of it here' }).click();
      await page.getByText(/The hash over all [\d,]+ entries is the root that was signed/).waitFor();
      await page
        .getByText(/entry in the log at|entries in the log at/i)
        .first()
        .waitFor();
      expect(await lead.obstacles()).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'sees at the next visit what was added since, and that nothing was rewritten',
    async () => {
      const writer = await open('analyst');
      await writer.goto(CASE);
      await writer.page.getByLabel('Add a comment').fill('The provider confirms it.');
      await writer.page.getByRole('button', { name: 'Add the comment' }).click();
      await writer.page.locator('.comments').getByText('The provider confirms it.').waitFor();
      await writer.close();
      const { page } = lead;
      // As if the last visit had been yesterday.
      await page.evaluate(`{
        const logs = JSON.parse(localStorage.getItem('ascribe.ledger.v1'));
        for (const { visits } of Object.values(logs)) {
          for (const visit of Object.values(visits)) {
            visit.now.at = new Date(Date.now() - 86400000).toISOString();
          }
        }
        localStorage.setItem('ascribe.ledger.v1', JSON.stringify(logs));
      }`);
      await settled(lead);
      await page.getByText(/Nothing that was here on .* has been rewritten/).waitFor();
      await page.getByText('One change was added since, marked New.').waitFor();
      expect(await page.locator('.ledger-row.new .entry-words').innerText()).toContain('The provider confirms it.');
      await page.getByRole('button', { name: 'I have seen them' }).click();
      await page.getByText('Nothing was added since.').waitFor();
    },
    PATIENCE_MS,
  );

  test(
    'and is not shown everything reads a black bar where something was redacted, on a phone too',
    async () => {
      const auditor = await open('auditor', { ...PHONE, colorScheme: 'dark' });
      const redaction = {
        at: '2026-01-02T03:04:00.000Z',
        byId: '018d0c59-5e80-7059-8580-0ce9c24bce10',
        byName: 'Campaign owner',
        reason: 'Asked for by the person concerned.',
        fields: ['after.rationale', 'reason'],
      };
      const take = ({ redaction: _, ...item }: Answer['items'][0]) => ({ ...item, redaction });
      await lie(auditor, OF_HISTORY, ({ items }) => (items[0] = take(items[0] as Answer['items'][0])));
      await lie(auditor, OF_CASE, ({ items }) => (items[items.length - 1] = take(items.at(-1) as Answer['items'][0])));
      await settled(auditor);
      await auditor.page.getByText(/One is redacted, with the commitment intact/).waitFor();
      await auditor.page.getByText(/Whether one is missing cannot be told/).waitFor();
      expect(await auditor.page.locator('.black-bar').innerText()).toBe('Redacted: rationale, reason');
      await auditor.page
        .getByText(/by Campaign owner on 1 Jan 2026, 22:04 EST: “Asked for by the person concerned\.”/)
        .waitFor();
      expect(await auditor.page.locator('.seal').first().innerText()).toMatch(
        /proof checked in this browser; redacted since/,
      );
      expect(await auditor.overflow()).toBe(0);
      expect([...(await auditor.complained()), ...(await auditor.obstacles())]).toEqual([]);
      await auditor.close();
    },
    PATIENCE_MS,
  );
});
