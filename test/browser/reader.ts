import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

const PASSWORD = 'ascribe-demo';
/** On a machine that does other things too. */
const ANSWER_MS = 15_000;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Held in the page before its own scripts run, so that nothing is missed. */
const WATCH = `
  window.violations = [];
  document.addEventListener('securitypolicyviolation', (event) => {
    window.violations.push(event.effectiveDirective + ' ' + event.blockedURI + ' ' + event.sourceFile);
  });`;

export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
export const DESK: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };

/** Somebody before a browser, of whom every complaint of the browser is written down. */
export class Reader {
  private readonly complaints: string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    readonly base: string,
    public page: Page,
  ) {}

  static async open(browser: Browser, base: string, options: BrowserContextOptions = DESK): Promise<Reader> {
    const context = await browser.newContext({ timezoneId: 'America/New_York', locale: 'en-US', ...options });
    context.setDefaultTimeout(ANSWER_MS);
    await context.addInitScript(WATCH);
    const reader = new Reader(context, base, await context.newPage());
    reader.listen();
    return reader;
  }

  async signIn(name: string): Promise<void> {
    await this.goto('/sign-in');
    await this.page.getByLabel('E-mail').fill(`${name}@demo.example`);
    await this.page.getByLabel('Password').fill(PASSWORD);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.page.waitForURL((url) => url.pathname !== '/sign-in');
    await this.page.getByRole('main').waitFor();
  }

  /** Goes there and waits until the page has all that it asked for. */
  async goto(path: string): Promise<void> {
    await this.page.goto(this.base + path);
    await this.page.getByRole('main').waitFor();
    await this.page.waitForLoadState('networkidle');
  }

  /** The tab is closed, and another one opened: what is kept is kept by the browser. */
  async closeTab(): Promise<void> {
    await this.page.close();
    this.page = await this.context.newPage();
    this.listen();
  }

  /** No answer from the server until it is taken back. */
  async loseConnection(lost: boolean): Promise<void> {
    await this.context.setOffline(lost);
  }

  /** What the browser complained of since last asked: errors of the page and refusals by its policy. */
  async complained(): Promise<string[]> {
    const violations = await this.page.evaluate<string[]>('window.violations.splice(0)');
    return [...this.complaints.splice(0), ...violations.map((one) => `Content-Security-Policy: ${one}`)];
  }

  /** What axe finds that keeps somebody out (serious or critical). */
  async obstacles(): Promise<string[]> {
    await this.page.evaluate(AXE);
    const found = await this.page.evaluate<{ impact: string; id: string; nodes: { html: string }[] }[]>(
      `axe.run(document, { resultTypes: ['violations'] }).then((result) => result.violations)`,
    );
    // axe looks into its own rules by ways that the policy refuses; that is not the page's doing.
    await this.page.evaluate('window.violations.length = 0');
    this.complaints.length = 0;
    return found
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  }

  /** How far the page is wider than the screen, in pixels. */
  async overflow(): Promise<number> {
    return await this.page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  private listen(): void {
    this.page.on('pageerror', (error) => this.complaints.push(`Error: ${error.message}`));
    this.page.on('console', (message) => {
      if (message.type() === 'error') {
        this.complaints.push(`Console: ${message.text()} ${message.location().url}`);
      }
    });
  }
}
