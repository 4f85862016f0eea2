import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { killAll, processTree, runs } from './processes.js';

const MAIN = join(import.meta.dirname, '../../dist/apps/standalone/src/main.js');
const START_MS = 60_000;
const STOP_MS = 20_000;

/** How long a test that starts products may take. */
export const PATIENCE_MS = 180_000;

type Environment = Readonly<Record<string, string>>;

/** The built product, run as a stranger runs it: as a process of its own. */
export class Product {
  private output = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly dataDir: string,
  ) {
    const keep = (chunk: Buffer): void => {
      this.output += chunk.toString();
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
  }

  /** Starts it and waits until it is ready. Without the demo, unless asked for. */
  static async start(dataDir: string, env: Environment = {}): Promise<Product> {
    const product = Product.launch(dataDir, env);
    try {
      await product.until('its address', () => product.address !== undefined, START_MS);
      await product.until('/readyz', async () => await product.isReady(), START_MS);
    } catch (error) {
      product.killEverything();
      throw error;
    }
    return product;
  }

  /** Starts it and kills everything, some time after it has said something. */
  static async killedAfter(words: string, delayMs: number, dataDir: string, env: Environment): Promise<void> {
    const product = Product.launch(dataDir, env);
    try {
      await product.until(words, () => product.output.includes(words));
      await sleep(delayMs);
    } finally {
      product.killEverything();
    }
    await product.ended();
  }

  /** Starts it where it is to refuse. */
  static async refusal(dataDir: string, env: Environment = {}): Promise<{ code: number | null; said: string }> {
    const product = Product.launch(dataDir, env);
    await product.ended(START_MS);
    // What it says before it knows better is no part of the reason.
    const said = product.output.replace(/^Starting .*\n/gm, '').trim();
    return { code: product.child.exitCode, said };
  }

  private static launch(dataDir: string, env: Environment): Product {
    const child = spawn(process.execPath, [MAIN], {
      cwd: tmpdir(),
      env: {
        PATH: process.env['PATH'] ?? '',
        LOG_LEVEL: 'warn',
        ASCRIBE_DEMO: 'off',
        ASCRIBE_DATA_DIR: dataDir,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new Product(child, dataDir);
  }

  get pid(): number {
    return this.child.pid as number;
  }

  get said(): string {
    return this.output;
  }

  get address(): string | undefined {
    return /^Ascribe is at (\S+)$/m.exec(this.output)?.[1];
  }

  /** Itself, PostgreSQL with its children, and what watches over it. */
  processes(): number[] {
    return processTree(this.pid);
  }

  /** What a person does; @returns the exit code. */
  async stop(signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> {
    this.child.kill(signal);
    await this.ended(STOP_MS);
    return this.child.exitCode;
  }

  /** What a power cut does. */
  killEverything(): void {
    killAll(this.processes());
  }

  /** What the kernel does when memory is short. */
  killNode(): void {
    killAll([this.pid]);
  }

  async ended(patienceMs = STOP_MS): Promise<void> {
    const isOver = (): boolean => this.child.exitCode !== null || this.child.signalCode !== null;
    await this.until('its end', isOver, patienceMs);
  }

  /** Looks into the embedded database as its owner, past every rule of access. */
  async sql<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.databaseUrl('owner') });
    await client.connect();
    try {
      return (await client.query<Row>(text, [...values])).rows;
    } finally {
      await client.end();
    }
  }

  databaseUrl(role: 'owner' | 'app'): string {
    const passwords = JSON.parse(readFileSync(join(this.dataDir, 'postgres-credentials.json'), 'utf8')) as Record<
      typeof role,
      string
    >;
    const port = readFileSync(join(this.dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3];
    return `postgres://ascribe_${role}:${passwords[role]}@127.0.0.1:${port}/ascribe`;
  }

  /** Waits until something holds. */
  async until(what: string, holds: () => boolean | Promise<boolean>, patienceMs = START_MS): Promise<void> {
    const end = performance.now() + patienceMs;
    while (!(await holds())) {
      const isOver = this.child.exitCode !== null && what !== 'its end';
      if (isOver || performance.now() > end) {
        throw new Error(`Waited in vain for ${what}. The product said:\n${this.output}`);
      }
      await sleep(50);
    }
  }

  private async isReady(): Promise<boolean> {
    const answer = await fetch(`${this.address}/readyz`).catch(() => undefined);
    return answer?.status === 200;
  }
}

/** Data folders of the tests of one file; what still runs on them ends with the file. */
export class Folders {
  private readonly made: string[] = [];
  private readonly products: Product[] = [];

  make(): string {
    const folder = mkdtempSync(join(tmpdir(), 'ascribe-system-'));
    this.made.push(folder);
    return join(folder, 'data');
  }

  async start(dataDir: string, env?: Environment): Promise<Product> {
    const product = await Product.start(dataDir, env);
    this.products.push(product);
    return product;
  }

  clear(): void {
    this.products.filter(({ pid }) => runs(pid)).forEach((product) => product.killEverything());
    this.made.forEach((folder) => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  }
}
