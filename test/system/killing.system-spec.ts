import { setTimeout as sleep } from 'node:timers/promises';
import { givenTeam, signIn, type Team } from './people.js';
import { runs } from './processes.js';
import { Folders, PATIENCE_MS, type Product } from './product.js';
import { expectAllTold } from './told.js';

interface Incident {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly updatedAt: string;
}

/** What was answered with success, and must be there whatever happens. */
interface Acknowledged {
  readonly incidents: Incident[];
  readonly comments: { readonly incidentId: string; readonly id: string; readonly body: string }[];
}

describe('Killing the product', () => {
  const folders = new Folders();
  afterAll(() => folders.clear());

  it(
    'loses no write that was answered, no notification and no answer about the past',
    async () => {
      const dataDir = folders.make();
      const first = await folders.start(dataDir);
      const team = await givenTeam(first);
      const past = await answersAboutThePast(first, team);

      const load = new Load(first, team);
      await sleep(3_000);
      first.killEverything();
      const acknowledged = await load.end();
      await first.ended();
      expect(acknowledged.incidents.length).toBeGreaterThan(20);
      expect(acknowledged.comments.length).toBeGreaterThan(20);

      const second = await folders.start(dataDir);
      await expectAllThere(second, team, acknowledged);
      await expectAllTold(second, team, acknowledged.incidents);
      await expectNoGaps(second);
      await expectSameAnswers(second, team, past);
      expect(await second.stop()).toBe(0);
    },
    PATIENCE_MS,
  );

  it(
    'takes the database down with it when only Node is killed, and starts again',
    async () => {
      const dataDir = folders.make();
      const first = await folders.start(dataDir);
      const team = await givenTeam(first);
      const responder = await signIn(first, team.responder);
      const { body: filed } = await responder.post<Incident>('/incidents', { title: 'Before' });
      const processes = first.processes();
      first.killNode();
      await first.ended();
      await first.until('the end of all it started', () => !processes.some(runs));

      const second = await folders.start(dataDir);
      const found = await (await signIn(second, team.responder)).get<Incident>(`/incidents/${filed.id}`);
      expect(found.body.title).toBe('Before');
      expect(await second.stop()).toBe(0);
    },
    PATIENCE_MS,
  );

  it(
    'starts again at once, while the database of the killed one still runs',
    async () => {
      const dataDir = folders.make();
      const first = await folders.start(dataDir);
      first.killNode();
      await first.ended();
      const second = await folders.start(dataDir);
      expect(await second.stop()).toBe(0);
    },
    PATIENCE_MS,
  );
});

/** People at work: some file, some comment, as fast as they are answered. */
class Load {
  private readonly acknowledged: Acknowledged = { incidents: [], comments: [] };
  private readonly workers: Promise<void>[];
  private over = false;

  constructor(product: Product, team: Team) {
    this.workers = Array.from({ length: 4 }, async (_, number) => await this.work(product, team, number));
  }

  /** Call it when the product is gone: what is under way then was not answered. */
  async end(): Promise<Acknowledged> {
    this.over = true;
    await Promise.all(this.workers);
    return this.acknowledged;
  }

  private async work(product: Product, team: Team, number: number): Promise<void> {
    const responder = await signIn(product, team.responder);
    const lead = await signIn(product, team.lead);
    for (let count = 1; !this.over; count += 1) {
      try {
        const filed = await responder.post<Incident>('/incidents', { title: `Case ${number}.${count}` });
        if (filed.status !== 201) {
          throw new Error(`Filing was answered ${filed.status}.`);
        }
        this.acknowledged.incidents.push(filed.body);
        const body = `Comment ${number}.${count}`;
        const path = `/incidents/${filed.body.id}/comments`;
        const commented = await lead.post<{ id: string }>(path, { body });
        if (commented.status === 201) {
          this.acknowledged.comments.push({ incidentId: filed.body.id, id: commented.body.id, body });
        }
      } catch {
        await sleep(20); // the product is being killed
      }
    }
  }
}

async function expectAllThere(product: Product, team: Team, acknowledged: Acknowledged): Promise<void> {
  const lead = await signIn(product, team.lead);
  const missing: string[] = [];
  for (const { id, title, reference } of acknowledged.incidents) {
    const { body } = await lead.get<Incident>(`/incidents/${id}`);
    if (body.title !== title || body.reference !== reference) {
      missing.push(reference);
    }
  }
  for (const { incidentId, id, body } of acknowledged.comments) {
    const { body: page } = await lead.get<{ items: { id: string; body: string }[] }>(
      `/incidents/${incidentId}/comments`,
    );
    if (page.items.find((comment) => comment.id === id)?.body !== body) {
      missing.push(body);
    }
  }
  expect(missing).toEqual([]);
}

async function expectNoGaps(product: Product): Promise<void> {
  const rows = await product.sql<{ reference: string }>('SELECT reference FROM incident');
  const numbers = rows.map(({ reference }) => Number(reference.split('-').at(-1))).toSorted((a, b) => a - b);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
}

interface PastAnswer {
  readonly path: string;
  readonly body: unknown;
}

/** Files a case, changes it, and asks how it was before the change. */
async function answersAboutThePast(product: Product, team: Team): Promise<PastAnswer[]> {
  const lead = await signIn(product, team.lead);
  const filed = await lead.post<Incident>('/incidents', {
    title: 'As first told',
    affectedAccounts: [{ identifier: 'press@campaign.example', kind: 'email' }],
  });
  const changed = await lead.patch<Incident>(
    `/incidents/${filed.body.id}`,
    { title: 'As told later' },
    filed.etag ?? '',
  );
  expect([filed.status, changed.status]).toEqual([201, 200]);
  const path = `/incidents/${filed.body.id}?knownAt=${filed.body.updatedAt}`;
  const then = await lead.get<Incident>(path);
  expect([then.status, then.body.title]).toEqual([200, 'As first told']);
  return [{ path, body: then.body }];
}

async function expectSameAnswers(product: Product, team: Team, past: readonly PastAnswer[]): Promise<void> {
  const lead = await signIn(product, team.lead);
  for (const { path, body } of past) {
    expect((await lead.get(path)).body).toEqual(body);
  }
}
