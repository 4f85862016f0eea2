import {
  givenMember,
  givenOrganization,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
} from '@app/testing';
import { startApi } from './start-api.js';

let api: ApplicationUnderTest;
let ours: GivenOrganization;
let owner: Client;
let incidentId: string;
let hypothesisId: string;
let claimantId: string;
/** Outsiders who take part up to TLP:AMBER. */
const outside: Record<string, Client> = {};

interface Hit {
  readonly kind: string;
  readonly id: string;
  readonly incident: { readonly id: string };
  readonly excerpt: string;
}

beforeAll(async () => {
  api = await startApi();
  ours = await givenOrganization(api);
  owner = await api.signedIn(ours.owner);
  const { body } = await owner
    .post('/incidents', {
      title: 'Zugriff auf das Postfach',
      tlp: 'amber',
      allegedActor: { name: 'Grey Heron' },
      affectedAccounts: [
        {
          identifier: 'advisor@mail.campaign.example',
          kind: 'email',
          holder: { name: 'Withheld Person', role: 'aide', disclosed: false },
        },
        { identifier: 'desk@campaign.example', kind: 'email', holder: { name: 'Disclosed Person', disclosed: true } },
      ],
    })
    .expect(201);
  incidentId = body.id;
  hypothesisId = body.hypotheses[0].id;
  claimantId = body.claims[0].claimantId;
  for (const capacity of ['responder', 'analyst', 'contributor', 'auditor', 'observer']) {
    const organization = await givenOrganization(api, { kind: 'vendor' });
    const invited = { organizationId: organization.id, capacity, maxTlp: 'amber' };
    await owner.post(`/incidents/${incidentId}/participants`, invited).expect(201);
    outside[capacity] = await api.signedIn(organization.owner);
  }
});
afterAll(async () => {
  await api.close();
});

const search = async (client: Client | undefined, q: string): Promise<Hit[]> =>
  (await client?.get(`/search?q=${encodeURIComponent(q)}`).expect(200))?.body.items as Hit[];
const found = async (client: Client | undefined, q: string): Promise<string[]> =>
  (await search(client, q)).map(({ kind }) => kind).toSorted((a, b) => (a < b ? -1 : 1));
const add = async (list: string, body: object): Promise<string> =>
  (await owner.post(`/incidents/${incidentId}/${list}`, body).expect(201)).body.id;
const claim = async (statement: string, tlp?: string): Promise<string> =>
  await add('claims', {
    hypothesisId,
    claimantId,
    stance: 'attributes',
    statement,
    saidAt: '2024-08-10T00:00:00Z',
    ...(tlp ? { tlp } : {}),
  });

describe('Search', () => {
  it('finds at once what was just written, of every kind', async () => {
    const made: Record<string, string> = {
      account: await add('accounts', { identifier: 'quokka1', kind: 'other' }),
      disclosure: await add('disclosures', {
        sourceDescription: 'quokka2',
        anonymous: true,
        channel: 'press',
        summary: 'x',
      }),
      artifact: await add('artifacts', { title: 'quokka3', authenticity: 'claimed' }),
      hypothesis: await add('hypotheses', { kind: 'insider', label: 'quokka4' }),
      claim: await claim('quokka5'),
      comment: await add('comments', { body: 'quokka6' }),
      task: await add('tasks', { title: 'quokka7' }),
    };
    for (const [index, [kind, id]] of Object.entries(made).entries()) {
      expect(await search(owner, `quokka${index + 1}`)).toEqual([
        { kind, id, incident: expect.objectContaining({ id: incidentId }), excerpt: expect.stringContaining('quokka') },
      ]);
    }
    expect(await found(owner, 'quokka')).toHaveLength(7);
  });

  it('finds what was changed by its new words, and no longer by the old', async () => {
    const id = await add('comments', { body: 'wombat' });
    const { body } = await owner.get(`/incidents/${incidentId}`);
    await owner.patch(`/incidents/${incidentId}/comments/${id}`, { body: 'numbat' }, body.version).expect(200);
    expect(await found(owner, 'wombat')).toEqual([]);
    expect(await found(owner, 'numbat')).toEqual(['comment']);
  });

  it.each([
    ['a whole word', 'Postfach', ['incident']],
    ['any case', 'pOSTFACH', ['incident']],
    ['every word', 'postfach zugriff', ['incident']],
    ['the beginning of the last word', 'zugriff postf', ['incident']],
    ['not the beginning of another', 'zugr postfach', []],
    ['not the middle of a word', 'stfach', []],
    ['a whole address', 'advisor@mail.campaign.example', ['account']],
    ['the name before the @', 'advisor', ['account']],
    ['a host', 'mail.campaign.example', ['account']],
    ['a part of a host', 'campaign', ['account', 'account']],
    ['the beginning of an address', 'advisor@mail.camp', ['account']],
    ['words of two records', 'advisor postfach', []],
    ['the role of an undisclosed holder', 'aide', ['account']],
    ['the name of a disclosed holder', 'disclosed person', ['account']],
    ['operators as words', 'postfach & !zugriff | (x', []],
    ['an operator alone', '& | ! ()', []],
    ['a quote', "post'fach", []],
    ['a backslash', 'postfach\\', ['incident']],
    ['a wildcard', '*:*', []],
  ])('finds by %s: %s', async (_what, q, kinds) => {
    expect(await found(owner, q)).toEqual(kinds);
  });

  it('finds a case by its reference', async () => {
    const { body } = await owner.get(`/incidents/${incidentId}`);
    expect((await search(owner, body.reference)).map(({ id }) => id)).toEqual([incidentId]);
  });

  it('is complete and without repeats page by page, the newest first', async () => {
    const made: string[] = [];
    for (let index = 0; index < 9; index += 1) {
      made.unshift(await add('comments', { body: `bilby ${index}` }));
    }
    const walked: string[] = [];
    let cursor = '';
    do {
      const { body } = await owner.get(`/search?q=bilby&limit=2${cursor}`).expect(200);
      walked.push(...body.items.map(({ id }: Hit) => id));
      cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : '';
      await add('comments', { body: 'bilby, later' });
    } while (cursor);
    expect(walked).toEqual(made);
  });
});

describe('Search finds nothing that the caller may not see', () => {
  it('of a case of others', async () => {
    const stranger = await api.signedIn((await givenOrganization(api)).owner);
    for (const q of ['postfach', 'advisor', 'grey heron', 'INC']) {
      expect(await found(stranger, q)).toEqual([]);
    }
  });

  it('of comments and tasks, to those who may not read them', async () => {
    await add('comments', { body: 'dunnart' });
    await add('tasks', { title: 'dunnart' });
    await add('artifacts', { title: 'dunnart', authenticity: 'claimed' });
    for (const capacity of ['responder', 'analyst', 'auditor']) {
      expect({ capacity, found: await found(outside[capacity], 'dunnart') }).toEqual({
        capacity,
        found: ['artifact', 'comment', 'task'],
      });
    }
    for (const capacity of ['contributor', 'observer']) {
      expect({ capacity, found: await found(outside[capacity], 'dunnart') }).toEqual({ capacity, found: ['artifact'] });
    }
  });

  it('of the names of undisclosed holders, to anybody', async () => {
    for (const client of [owner, ...Object.values(outside)]) {
      expect(await found(client, 'withheld')).toEqual([]);
    }
    const [account] = await search(outside['contributor'], 'advisor');
    expect(JSON.stringify(account)).not.toContain('Withheld');
  });

  it('of claims above their clearance, nor do the lists, the case, its timeline and its history', async () => {
    const red = await claim('potoroo', 'red');
    const amber = await claim('potoroo', 'amber');
    const unmarked = await claim('potoroo');
    const seen = async (client: Client | undefined, path: string): Promise<string> =>
      JSON.stringify((await client?.get(path))?.body);
    const paths = [
      '/search?q=potoroo',
      ...['', '/claims', '/timeline', '/history'].map((part) => `/incidents/${incidentId}${part}`),
    ];
    for (const path of paths.map((each) => `${each}${each.includes('?') ? '&' : '?'}`)) {
      const limited = path.endsWith(`${incidentId}?`) ? path : `${path}limit=200`;
      expect(await seen(owner, limited)).toContain(red);
      for (const capacity of ['responder', 'auditor']) {
        const text = await seen(outside[capacity], limited);
        expect({
          path,
          red: text.includes(red),
          amber: text.includes(amber),
          unmarked: text.includes(unmarked),
        }).toEqual({
          path,
          red: false,
          amber: true,
          unmarked: true,
        });
      }
    }
    expect(await found(outside['contributor'], 'potoroo')).toEqual(['claim', 'claim']);
    expect(await found(owner, 'potoroo')).toEqual(['claim', 'claim', 'claim']);
  });

  it('once the case is marked above their clearance, or their part in it is over', async () => {
    expect(await found(outside['observer'], 'postfach')).toEqual(['incident']);
    const { body } = await owner.get(`/incidents/${incidentId}`);
    await owner.patch(`/incidents/${incidentId}`, { tlp: 'red' }, body.version).expect(200);
    expect(await found(outside['observer'], 'postfach')).toEqual([]);
    await owner.patch(`/incidents/${incidentId}`, { tlp: 'amber' }, body.version + 1).expect(200);
    const { body: participants } = await owner.get(`/incidents/${incidentId}/participants`);
    const observer = participants.items.find((item: { capacity: string }) => item.capacity === 'observer');
    await owner.post(`/incidents/${incidentId}/participants/${observer.id}/endings`, { reason: 'Done.' }).expect(201);
    expect(await found(outside['observer'], 'postfach')).toEqual([]);
  });

  it('by a key of another organization of the same person', async () => {
    const { body: parties } = await owner.get('/incidents?q=postfach');
    expect(parties.items).toHaveLength(1);
    const person = await givenMember(api, ours, 'analyst');
    const elsewhere = await givenOrganization(api, { owner: person });
    const session = await api.signedIn(person);
    const { body } = await session
      .post('/api-keys', { name: 'x', scopes: ['read'], organizationId: elsewhere.id })
      .expect(201);
    expect(await found(session, 'postfach')).toEqual(['incident']);
    expect(await found(api.withKey(body.secret), 'postfach')).toEqual([]);
  });
});
