import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { SignedIn } from './client.js';
import { Folders, PATIENCE_MS, Product } from './product.js';

const DEMO = { ASCRIBE_DEMO: 'on' };
const PASSWORD = 'ascribe-demo';
const CLI = join(import.meta.dirname, '../../dist/apps/cli/src/main.js');

interface Page {
  readonly items: { readonly reference: string; readonly title: string; readonly version: number }[];
}

describe('The demo', () => {
  const folders = new Folders();
  afterAll(() => folders.clear());

  it(
    'is there after the first start, for those who may see it, and is not filed twice',
    async () => {
      const dataDir = folders.make();
      const first = await folders.start(dataDir, DEMO);
      const filed = await casesOf(first);
      expect(filed.lead.map(({ reference }) => reference)).toContain('INC-2024-0001');
      expect(filed.outsider.map(({ reference }) => reference)).toEqual(['INC-2024-0007']);
      await first.stop();

      const second = await folders.start(dataDir, DEMO);
      expect(await casesOf(second)).toEqual(filed);
      await second.stop();
    },
    PATIENCE_MS,
  );

  it(
    'is whole when its filing was killed half way',
    async () => {
      const again = await startedAgain(folders);
      expect(again.said).toContain('Filing the demo'); // it was not finished
      const whole = await folders.start(folders.make(), DEMO);
      expect(await casesOf(again)).toEqual(await casesOf(whole));
      await Promise.all([again.stop(), whole.stop()]);
    },
    PATIENCE_MS,
  );
});

describe('The case of 2024', () => {
  const folders = new Folders();
  afterAll(() => folders.clear());

  it(
    'is what was believed at every moment, on either clock',
    async () => {
      const product = await folders.start(folders.make(), DEMO);
      const analyst = await SignedIn.as(product, 'analyst@demo.example', PASSWORD);
      const { body: cases } = await analyst.get<{ items: { id: string; reference: string }[] }>('/incidents?limit=200');
      const at = `/incidents/${cases.items.find(({ reference }) => reference === 'INC-2024-0001')?.id}`;
      const believed = [];
      for (const moment of MOMENTS) {
        for (const clocks of [`validAt=${moment}&knownAt=${moment}`, `knownAt=${moment}`, `validAt=${moment}`]) {
          const { body } = await analyst.get<Standing>(`${at}/attribution?${clocks}`);
          const state = body.hypotheses.find(({ label }) => label === 'An actor of the Iranian state');
          const incident = await analyst.get<Incident>(`${at}?${clocks}`);
          const knownThen = clocks.includes('knownAt');
          believed.push({
            clocks,
            lines: state?.independentLines,
            disputed: state?.disputed,
            // The other actor of August stays a hypothesis of its own, and nobody says that it did this.
            others: body.hypotheses.filter(({ id, independentLines }) => id !== state?.id && independentLines > 0)
              .length,
            ...(knownThen ? { firstAccess: incident.body.occurredAt.at.slice(0, 7) } : {}),
            status: incident.body.status,
          });
        }
      }
      expect(believed).toEqual(
        EXPECTED.flatMap(({ moment, lines, disputed, firstAccess, status }) => [
          { clocks: `validAt=${moment}&knownAt=${moment}`, lines, disputed, others: 0, firstAccess, status },
          { clocks: `knownAt=${moment}`, lines, disputed, others: 0, firstAccess, status },
          { clocks: `validAt=${moment}`, lines, disputed, others: 0, status },
        ]),
      );
      expect(checked(product)).toMatch(/^\d+ entries, .* Everything in the database is what the log says\.\n$/);
      await product.stop();
    },
    PATIENCE_MS,
  );
});

/** What `ascribe ledger fsck` says of the database. */
function checked(product: Product): string {
  const url = product.databaseUrl('owner');
  const env = { DATABASE_URL: url, DATABASE_OWNER_URL: url, ASCRIBE_DATA_DIR: product.dataDir };
  return spawnSync(process.execPath, [CLI, 'ledger', 'fsck'], { env, encoding: 'utf8' }).stdout;
}

interface Standing {
  readonly hypotheses: readonly {
    readonly id: string;
    readonly label: string;
    readonly independentLines: number;
    readonly disputed: boolean;
  }[];
}

interface Incident {
  readonly occurredAt: { readonly at: string };
  readonly status: string;
}

interface Believed {
  readonly moment: string;
  readonly lines: number;
  readonly disputed: boolean;
  readonly firstAccess: string;
  readonly status: string;
}

const believed = (
  day: string,
  [lines, disputed, firstAccess, status]: [number, boolean, string, string],
): Believed => ({
  moment: `2024-${day}T23:59:59Z`,
  lines,
  disputed,
  firstAccess,
  status,
});

/** The public chronology: one line and not two on 11 August; contained in August, overturned on 26 September. */
const EXPECTED: readonly Believed[] = [
  believed('08-09', [1, false, '2024-06', 'triage']),
  believed('08-11', [1, true, '2024-06', 'investigating']),
  believed('08-15', [2, true, '2024-06', 'investigating']),
  believed('08-20', [3, true, '2024-06', 'contained']),
  believed('08-24', [4, true, '2024-06', 'contained']),
  believed('09-26', [4, true, '2024-06', 'investigating']),
  believed('09-28', [4, true, '2024-05', 'investigating']),
];
const MOMENTS = EXPECTED.map(({ moment }) => moment);

/** The product after a kill in the middle of the filing, sooner where the machine is quicker than the kill. */
async function startedAgain(folders: Folders): Promise<Product> {
  for (const delayMs of [400, 200, 100, 50, 25]) {
    const dataDir = folders.make();
    await Product.killedAfter('Filing the demo', delayMs, dataDir, DEMO);
    const again = await folders.start(dataDir, DEMO);
    if (again.said.includes('Filing the demo')) {
      return again;
    }
    await again.stop();
  }
  throw new Error('The demo is filed faster than it can be killed.');
}

async function casesOf(product: Product): Promise<{ lead: Page['items']; outsider: Page['items'] }> {
  const seenBy = async (name: string): Promise<Page['items']> => {
    const person = await SignedIn.as(product, `${name}@demo.example`, PASSWORD);
    const { body } = await person.get<Page>('/incidents?limit=200');
    return body.items
      .map(({ reference, title, version }) => ({ reference, title, version }))
      .toSorted((a, b) => (a.reference < b.reference ? -1 : 1));
  };
  return { lead: await seenBy('lead'), outsider: await seenBy('outsider') };
}
