import { givenOrganization, type ApplicationUnderTest } from '@app/testing';
import { startApi } from './start-api.js';

let api: ApplicationUnderTest;

beforeAll(async () => {
  api = await startApi();
});
afterAll(async () => {
  await api.close();
});

describe('Techniques', () => {
  it('are found by id or name, page by page, with the notice of their owner', async () => {
    const { owner } = await givenOrganization(api);
    const client = await api.signedIn(owner);
    const { body } = await client.get('/techniques?q=phishing&limit=2').expect(200);
    expect(body.items).toHaveLength(2);
    expect(body.notice).toContain('The MITRE Corporation');
    const next = await client.get(`/techniques?q=phishing&limit=2&cursor=${body.nextCursor}`).expect(200);
    expect(next.body.items[0].id > body.items[1].id).toBe(true);
    expect((await client.get('/techniques?q=t1566.002').expect(200)).body).toMatchObject({
      items: [{ id: 'T1566.002', name: 'Phishing: Spearphishing Link' }],
      nextCursor: null,
    });
    await api.anonymous().get('/techniques').expect(401);
    await client.get('/techniques?cursor=x').expect(400);
  });
});
