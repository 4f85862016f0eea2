import { createServer, type AddressInfo } from 'node:net';
import { IdentityProviderUnderTest } from '@app/testing';
import type { Browser } from 'playwright-core';
import { Folders, PATIENCE_MS, type Product } from '../system/product.js';
import { launchChromium } from './chromium.js';
import { PHONE, Reader } from './reader.js';

const CLIENT = { client_id: 'ascribe', client_secret: 'a secret of the client' };
const account = (name: string, groups: readonly string[]) => ({
  claims: { name, email: `${name.toLowerCase()}@campaign.example`, email_verified: true, groups },
});

describe('Sign-in with an identity provider, in a browser', () => {
  const folders = new Folders();
  let provider: IdentityProviderUnderTest;
  let product: Product;
  let browser: Browser;

  beforeAll(async () => {
    const port = await freePort();
    const home = `http://127.0.0.1:${port}`;
    const redirects = [`${home}/api/v1/auth/oidc/campaign/callback`];
    provider = await IdentityProviderUnderTest.start({
      clients: [{ ...CLIENT, redirect_uris: redirects }],
      accounts: {
        newcomer: account('Newcomer', ['it']),
        stranger: account('Stranger', []),
        loose: account('Loose', []),
      },
    });
    // An operator learns the id of an organization after it was founded.
    const dataDir = folders.make();
    const first = await folders.start(dataDir, { ASCRIBE_DEMO: 'on' });
    const [organization] = await first.sql<{ id: string }>(
      `SELECT m.organization_id AS id FROM membership m JOIN app_user u ON u.id = m.user_id WHERE u.email = 'lead@demo.example'`,
    );
    await first.stop();
    const described = {
      id: 'campaign',
      name: 'Campaign directory',
      issuer: provider.issuer,
      clientId: CLIENT.client_id,
      clientSecret: CLIENT.client_secret,
      scopes: ['openid', 'email', 'profile', 'groups'],
      domains: ['campaign.example'],
      organizations: [{ organizationId: organization?.id, roles: [{ group: 'it', role: 'responder' }] }],
    };
    [product, browser] = await Promise.all([
      folders.start(dataDir, {
        PORT: String(port),
        ASCRIBE_DEMO: 'on',
        ASCRIBE_PUBLIC_URL: home,
        ASCRIBE_OIDC_PROVIDERS: JSON.stringify([described]),
      }),
      launchChromium(),
    ]);
  }, 2 * PATIENCE_MS);

  afterAll(async () => {
    await browser?.close();
    await provider?.stop();
    folders.clear();
  });

  const atProvider = async ({ page }: Reader, who: string): Promise<void> => {
    await page.getByLabel('Account').fill(who);
    await page.getByRole('button', { name: 'Continue' }).click();
  };

  test(
    'leads there and back under the policy of our pages, to the page that was asked for',
    async () => {
      const reader = await Reader.open(browser, product.address as string);
      await reader.goto('/incidents/INC-2024-0001/attribution');
      await reader.page.waitForURL(/\/sign-in\?next=/);
      await reader.complained();
      await reader.page.getByRole('link', { name: 'Sign in with Campaign directory' }).click();
      await atProvider(reader, 'newcomer');
      await reader.page.waitForURL('**/incidents/INC-2024-0001/attribution');
      await reader.page.getByRole('main').waitFor();
      await reader.page.waitForLoadState('networkidle');
      expect(await reader.complained()).toEqual([]);
      await reader.goto('/settings');
      await reader.page.getByRole('heading', { name: 'Newcomer' }).waitFor();
      await reader.goto('/settings/security');
      await reader.page.getByText('your only way to sign in').waitFor();
      expect(await reader.page.getByLabel('Present password').count()).toBe(0);
      await reader.close();
    },
    PATIENCE_MS,
  );

  test(
    'tells on a phone, in words, whom no organization admits',
    async () => {
      const reader = await Reader.open(browser, product.address as string, PHONE);
      await reader.goto('/sign-in');
      expect(await reader.obstacles()).toEqual([]);
      expect(await reader.overflow()).toBe(0);
      await reader.page.getByRole('link', { name: 'Sign in with Campaign directory' }).click();
      await atProvider(reader, 'stranger');
      await reader.page.waitForURL('**/sign-in?problem=not_admitted');
      expect(await reader.page.getByRole('alert').textContent()).toMatch(/No organization here admits you/);
      expect([...(await reader.complained()), ...(await reader.obstacles())]).toEqual([]);
      expect(await reader.overflow()).toBe(0);
      await reader.close();
    },
    PATIENCE_MS,
  );

  test(
    'links an account on the security page, and unlinks it',
    async () => {
      const reader = await Reader.open(browser, product.address as string);
      const { page } = reader;
      await reader.signIn('lead');
      await reader.goto('/settings/security');
      await page.getByRole('button', { name: 'Link your account at Campaign directory' }).click();
      await atProvider(reader, 'loose');
      await page.waitForURL('**/settings/security');
      await page.getByText('as loose@campaign.example').waitFor();
      expect(await reader.obstacles()).toEqual([]);
      const other = await Reader.open(browser, product.address as string);
      await other.goto('/sign-in?next=/settings');
      await other.page.getByRole('link', { name: 'Sign in with Campaign directory' }).click();
      await atProvider(other, 'loose');
      await other.page.getByText('lead@demo.example').waitFor();
      await other.close();
      await page.getByRole('button', { name: 'Unlink Campaign directory' }).click();
      await page.getByRole('button', { name: 'Link your account at Campaign directory' }).waitFor();
      expect(await reader.complained()).toEqual([]);
      await reader.goto('/settings/security?problem=identity_conflict');
      expect(await page.getByRole('alert').textContent()).toMatch(/Unlink the other one first/);
      await reader.close();
    },
    PATIENCE_MS,
  );
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
