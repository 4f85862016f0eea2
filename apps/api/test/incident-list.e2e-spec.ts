import { randomUUID } from 'node:crypto';
import {
  givenMember,
  givenOrganization,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
  type Person,
} from '@app/testing';
import { startApi } from './start-api.js';

let api: ApplicationUnderTest;
let ours: GivenOrganization;
let lead: Person;
let owner: Client;
let actorId: string;

interface Item {
  readonly id: string;
  readonly reference: string;
  readonly organizationId: string;
  readonly title: string;
  readonly summary: string | null;
  readonly status: string;
  readonly severity: string | null;
  readonly category: string | null;
  readonly tlp: string;
  readonly leadId: string | null;
  readonly tags: readonly string[];
  readonly reportedAt: string;
  readonly updatedAt: string;
}

beforeAll(async () => {
  api = await startApi();
  ours = await givenOrganization(api);
  lead = await givenMember(api, ours, 'lead');
  owner = await api.signedIn(ours.owner);
  actorId = (await owner.post('/actors', { name: 'Grey Heron' }).expect(201)).body.id;
  const levels = ['low', 'moderate', 'high', 'critical', undefined] as const;
  for (let index = 0; index < 20; index += 1) {
    const { body } = await owner
      .post('/incidents', {
        title: `Case ${index} ${index % 3 === 0 ? 'phishing' : 'malware'}`,
        ...(levels[index % 5] ? { severity: levels[index % 5] } : {}),
        ...(index % 4 === 0 ? { category: 'fraud', summary: 'Wire transfer asked for' } : {}),
        tlp: index % 2 === 0 ? 'green' : 'red',
        tags: index % 3 === 1 ? ['east', 'ünïcode'] : [],
        ...(index % 6 === 0 ? { leadId: lead.id } : {}),
        ...(index % 7 === 0 ? { allegedActor: { actorId } } : {}),
      })
      .expect(201);
    if (index % 4 === 1) {
      await step(body.id, index % 8 === 1 ? 'triage' : 'rejected');
    }
  }
});
afterAll(async () => {
  await api.close();
});

const step = async (id: string, to: string) =>
  await owner.with({ 'if-match': '"1"' }).post(`/incidents/${id}/transitions`, { to, reason: 'x' }).expect(201);

/** Every page of a list; `between` is called after each. */
async function pages(
  client: Client,
  query: string,
  between: () => Promise<unknown> = async () => undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const { body }: { body: { items: Item[]; nextCursor: string | null } } = await client
      .get(`/incidents?${query}${cursor ? `&cursor=${cursor}` : ''}`)
      .expect(200);
    items.push(...body.items);
    cursor = body.nextCursor;
    await between();
  } while (cursor);
  return items;
}
const ids = (items: readonly Item[]): string[] => items.map((item) => item.id);

describe('The list of incidents', () => {
  test.each<[string, (item: Item) => boolean]>([
    ['status=triage', ({ status }) => status === 'triage'],
    ['status=triage,rejected', ({ status }) => ['triage', 'rejected'].includes(status)],
    ['status=triage&status=rejected', ({ status }) => ['triage', 'rejected'].includes(status)],
    ['severity=critical,low', ({ severity }) => ['critical', 'low'].includes(severity ?? '')],
    ['category=fraud', ({ category }) => category === 'fraud'],
    ['tlp=green', ({ tlp }) => tlp === 'green'],
    ['tag=east', ({ tags }) => tags.includes('east')],
    [`tag=${encodeURIComponent('ünïcode')}`, ({ tags }) => tags.includes('ünïcode')],
    ['tag=eas', () => false],
    ['q=phishing', ({ title }) => title.includes('phishing')],
    ['q=PHISH', ({ title }) => title.includes('phishing')],
    ['q=wire%20transf', ({ summary }) => summary !== null],
    ['q=case%20malware', ({ title }) => title.includes('malware')],
    ['q=phi%20case', () => false],
    [
      'severity=high&tlp=red&status=reported',
      (item) => item.severity === 'high' && item.tlp === 'red' && item.status === 'reported',
    ],
  ])('by %s shows what is so, and all of it', async (query, is) => {
    const all = await pages(owner, 'limit=200');
    const found = await pages(owner, `${query}&limit=2`);
    expect(ids(found)).toEqual(ids(all.filter(is)));
    if (!query.includes('eas') && !query.includes('phi%20')) {
      expect(found.length).toBeGreaterThan(0);
    }
  });

  it('by lead, actor, organization, reference and time shows what is so, and all of it', async () => {
    const all = await pages(owner, 'limit=200');
    const [first, last] = [all.at(-1), all[0]];
    const byNumber = (modulo: number) => all.filter(({ title }) => Number(title.split(' ')[1]) % modulo === 0);
    expect(ids(await pages(owner, `leadId=${lead.id}`))).toEqual(ids(byNumber(6)));
    expect(ids(await pages(owner, `actorId=${actorId}`))).toEqual(ids(byNumber(7)));
    expect(ids(await pages(owner, `actorId=${actorId.toUpperCase()}`))).toEqual(ids(byNumber(7)));
    expect(ids(await pages(owner, `organizationId=${ours.id}`))).toEqual(ids(all));
    expect(ids(await pages(owner, `organizationId=${randomUUID()}`))).toEqual([]);
    expect(ids(await pages(owner, `q=${first?.reference}`))).toEqual([first?.id]);
    expect(ids(await pages(owner, `reportedFrom=${last?.reportedAt}`))).toEqual([last?.id]);
    expect(ids(await pages(owner, `reportedTo=${first?.reportedAt}`))).toEqual([]);
    expect(ids(await pages(owner, `reportedFrom=${first?.reportedAt}&reportedTo=${last?.reportedAt}`))).toEqual(
      ids(all.slice(1)),
    );
    const since = all.toSorted((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))[2]?.updatedAt ?? '';
    expect(ids(await pages(owner, `updatedSince=${since}`))).toEqual(
      ids(all.filter(({ updatedAt }) => updatedAt >= since)),
    );
  });

  test.each(['-reportedAt', 'reportedAt', '-updatedAt', 'updatedAt'])('is in the order of %s', async (sort) => {
    const field = sort.replace('-', '') as 'reportedAt' | 'updatedAt';
    const items = await pages(owner, `sort=${sort}&limit=3`);
    const at = items.map((item) => item[field]);
    expect(at).toEqual(sort.startsWith('-') ? at.toSorted().toReversed() : at.toSorted());
    expect(ids(items).toSorted()).toEqual(ids(await pages(owner, 'limit=200')).toSorted());
  });

  it('is what the incident itself says', async () => {
    for (const item of await pages(owner, 'limit=200')) {
      const { body } = await owner.get(`/incidents/${item.id}`).expect(200);
      expect(body).toMatchObject(item);
    }
  });

  test.each(['-reportedAt', 'reportedAt'])(
    'has every case once, by %s, while others are filed',
    async (sort) => {
      const before = ids(await pages(owner, 'limit=200'));
      const walked = ids(
        await pages(owner, `sort=${sort}&limit=7`, async () => await owner.post('/incidents', { title: 'New' })).then(
          (items) => items.slice(0, 200),
        ),
      );
      expect(new Set(walked).size).toBe(walked.length);
      expect(walked).toEqual(expect.arrayContaining(before));
    },
    30_000,
  );

  it('has every case once where they were reported in one millisecond', async () => {
    await api.sql(`UPDATE incident SET reported_at = '2024-08-10T12:00:00Z' WHERE organization_id = $1`, [ours.id]);
    for (const sort of ['-reportedAt', 'reportedAt']) {
      const walked = ids(await pages(owner, `sort=${sort}&limit=3`));
      expect(walked.toSorted()).toEqual(ids(await pages(owner, 'limit=200')).toSorted());
    }
  });
});

describe('To a participant, the list of incidents', () => {
  it('has every case once, in whichever ways they take part', async () => {
    const vendor = await givenOrganization(api);
    const guest = await api.signedIn(vendor.owner);
    const invited: string[] = [];
    for (let index = 0; index < 7; index += 1) {
      const { body } = await owner.post('/incidents', { title: `Shared ${index}`, tlp: 'green' }).expect(201);
      invited.unshift(body.id);
      for (const who of [{ organizationId: vendor.id }, { userId: vendor.owner.id }]) {
        await owner
          .post(`/incidents/${body.id}/participants`, { ...who, capacity: 'analyst', maxTlp: 'amber' })
          .expect(201);
      }
    }
    expect(ids(await pages(guest, 'limit=2'))).toEqual(invited);
    expect(ids(await pages(guest, 'limit=10'))).toEqual(invited);
    await owner.post('/incidents', { title: 'Not shared' }).expect(201);
    await owner.patch(`/incidents/${invited[0]}`, { tlp: 'red' }, 99).expect(412);
    const { body } = await owner.get(`/incidents/${invited[0]}`);
    await owner.patch(`/incidents/${invited[0]}`, { tlp: 'red' }, body.version).expect(200);
    expect(ids(await pages(guest, 'limit=2'))).toEqual(invited.slice(1));
  });

  it('has nothing of what they do not see, by any filter', async () => {
    const stranger = await api.signedIn((await givenOrganization(api)).owner);
    for (const query of [
      '',
      'q=case',
      'tag=east',
      `actorId=${actorId}`,
      `leadId=${lead.id}`,
      `organizationId=${ours.id}`,
    ]) {
      expect(await pages(stranger, query)).toEqual([]);
    }
  });
});

describe('A list of records', () => {
  it('has every one once, page by page, while others are added', async () => {
    const { body } = await owner.post('/incidents', { title: 'Records' }).expect(201);
    const at = `/incidents/${body.id}/comments`;
    const made: string[] = [];
    const add = async () => made.push((await owner.post(at, { body: 'x' }).expect(201)).body.id);
    for (let index = 0; index < 10; index += 1) {
      await add();
    }
    const walked: string[] = [];
    let cursor = '';
    do {
      const page = await owner.get(`${at}?limit=3${cursor}`).expect(200);
      walked.push(...page.body.items.map((item: Item) => item.id));
      cursor = page.body.nextCursor ? `&cursor=${page.body.nextCursor}` : '';
      if (made.length < 14) {
        await add();
      }
    } while (cursor);
    expect(walked).toEqual(made.slice(0, walked.length));
    expect(walked.length).toBeGreaterThanOrEqual(10);
  });
});
