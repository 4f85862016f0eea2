import { Secret, TOTP } from 'otpauth';
import type { Browser } from 'playwright-core';
import { Folders, PATIENCE_MS, type Product } from '../system/product.js';
import { launchChromium } from './chromium.js';
import { PHONE, Reader } from './reader.js';

const STEP_MS = 30_000;
const EMAIL = 'it@demo.example';
const PASSWORD = 'ascribe-demo';
const codeAt = (secret: string, ms: number): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: ms });

describe('Signing in', () => {
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

  const press = async ({ page }: Reader, name: string): Promise<void> =>
    await page.getByRole('button', { name, exact: true }).click();

  async function fill({ page }: Reader, fields: Record<string, string>): Promise<void> {
    for (const [label, value] of Object.entries(fields)) {
      await page.getByLabel(label, { exact: true }).fill(value);
    }
  }

  test(
    'with a second factor that was set up on the security page, and with a recovery code',
    async () => {
      const reader = await Reader.open(browser, product.address as string, PHONE);
      const faults = async (): Promise<string[]> => [...(await reader.complained()), ...(await reader.obstacles())];
      await reader.signIn('it');
      await reader.complained();
      await reader.goto('/settings/security');
      await press(reader, 'Set up a second factor');
      await press(reader, 'Show the secret');
      await reader.page.getByRole('img', { name: 'QR code with the secret' }).waitFor();
      expect(await faults()).toEqual([]);
      expect(await reader.overflow()).toBe(0);
      const secret = (await reader.page.locator('.secret').innerText()).replaceAll(' ', '');

      await fill(reader, { 'The code that it shows': '000000' });
      await press(reader, 'Set it up');
      await reader.page.getByText('This is not the code of the authenticator that was offered.').waitFor();
      await reader.complained();
      await fill(reader, { 'The code that it shows': codeAt(secret, Date.now()) });
      await press(reader, 'Set it up');
      const shown = reader.page.locator('.recovery-codes li');
      await shown.first().waitFor();
      const codes = await shown.allInnerTexts();
      expect(codes).toHaveLength(10);
      expect(await faults()).toEqual([]);
      await press(reader, 'I have kept them');
      await reader.page.getByText('10 recovery codes are left.').waitFor();
      expect(await faults()).toEqual([]);

      await press(reader, 'Sign out everywhere');
      await reader.page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await reader.goto('/sign-in?next=/settings/security');
      await fill(reader, { 'E-mail': EMAIL, Password: PASSWORD });
      await press(reader, 'Sign in');
      await reader.page.getByRole('heading', { name: 'Your second factor' }).waitFor();
      await reader.complained();
      expect(await reader.obstacles()).toEqual([]);
      await press(reader, 'Back');
      expect(await reader.page.getByLabel('E-mail').inputValue()).toBe(EMAIL);
      expect(await reader.page.getByLabel('Password').inputValue()).toBe(PASSWORD);
      await press(reader, 'Sign in');
      await fill(reader, { Code: '000000' });
      await press(reader, 'Sign in');
      await reader.page.getByText('This code is not right').waitFor();
      await fill(reader, { Code: codeAt(secret, Date.now() + STEP_MS) });
      await press(reader, 'Sign in');
      await reader.page.waitForURL((url) => url.pathname === '/settings/security');
      await reader.page.getByText('by password and second factor').waitFor();

      await press(reader, 'Remove the second factor');
      await press(reader, 'Use a recovery code');
      await fill(reader, { 'Recovery code': codes[0] ?? '' });
      await press(reader, 'Remove the second factor');
      await reader.page.getByText('You have none.').waitFor();
    },
    PATIENCE_MS,
  );

  test(
    'leads to the second factor that an organization demands, and then to its cases',
    async () => {
      const demand = async (on: boolean): Promise<unknown> =>
        await product.sql('UPDATE organization SET requires_second_factor = $1', [on]);
      await demand(true);
      try {
        const reader = await Reader.open(browser, product.address as string, PHONE);
        await reader.signIn('outsider');
        expect(new URL(reader.page.url()).pathname).toBe('/settings/security');
        await reader.page.getByText('demands a second factor and shows you nothing until').waitFor();
        expect(await reader.obstacles()).toEqual([]);
        expect(await reader.overflow()).toBe(0);
        await press(reader, 'Set up a second factor');
        await press(reader, 'Show the secret');
        const secret = (await reader.page.locator('.secret').innerText()).replaceAll(' ', '');
        await fill(reader, { 'The code that it shows': codeAt(secret, Date.now()) });
        await press(reader, 'Set it up');
        await press(reader, 'I have kept them');
        await reader.page.getByText('10 recovery codes are left.').waitFor();
        expect(await reader.page.getByText('shows you nothing until').count()).toBe(0);
        expect(await reader.page.getByRole('button', { name: 'Remove the second factor' }).count()).toBe(0);
        await reader.goto('/incidents');
        await reader.page.getByText('INC-2024-0007').first().waitFor();
      } finally {
        await demand(false);
      }
    },
    PATIENCE_MS,
  );

  test(
    'leads to no other origin, whatever the address says',
    async () => {
      for (const next of [
        '//evil.example',
        '/\\evil.example',
        'https:evil.example',
        '/%2Fevil.example',
        '/%09/evil.example',
      ]) {
        const reader = await Reader.open(browser, product.address as string);
        await reader.goto(`/sign-in?next=${encodeURIComponent(next)}`);
        await fill(reader, { 'E-mail': 'admin@demo.example', Password: PASSWORD });
        await press(reader, 'Sign in');
        await reader.page.waitForURL((url) => url.pathname !== '/sign-in');
        expect(reader.page.url()).toBe(`${product.address}/`);
      }
    },
    PATIENCE_MS,
  );
});
