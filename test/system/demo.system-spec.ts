import { SignedIn } from './client.js';
import { Folders, PATIENCE_MS, Product } from './product.js';

const DEMO = { ASCRIBE_DEMO: 'on' };
const PASSWORD = 'ascribe-demo';

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
