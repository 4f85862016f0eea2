import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { givenMember, givenOrganization } from '@app/testing';
import { faults, fieldsTold, ofType, takenBundle, verified, type TakenBundle } from './bundle-ground.js';
import { startLogged, type Logged } from './ledger-ground.js';

let logged: Logged;

beforeAll(async () => {
  logged = await startLogged();
});
afterAll(async () => {
  await logged.api.close();
});

describe('A bundle of everything', () => {
  it('has every leaf, and tells of each what its reader may see', async () => {
    const [mine, other] = [await givenOrganization(logged.api), await givenOrganization(logged.api)];
    const [owner, rival] = [await logged.api.signedIn(mine.owner), await logged.api.signedIn(other.owner)];
    const lead = await logged.api.signedIn(await givenMember(logged.api, mine, 'lead'));
    const shared = (await rival.post('/incidents', { title: 'A shared case' }).expect(201)).body.id as string;
    await rival.post('/incidents', { title: 'A hidden case' }).expect(201);
    const taking = { organizationId: mine.id, capacity: 'contributor', maxTlp: 'amber' };
    await rival.post(`/incidents/${shared}/participants`, taking).expect(201);
    await rival
      .post(`/incidents/${shared}/accounts`, { identifier: 'hidden@x.example', kind: 'email', tlp: 'red' })
      .expect(201);
    await rival.post(`/incidents/${shared}/accounts`, { identifier: 'shown@x.example', kind: 'email' }).expect(201);
    const own = (await owner.post('/incidents', { title: 'My own case' }).expect(201)).body.id as string;
    const size = await logged.log.sequenceAll();
    const taken = await takenBundle(owner, '/ledger/bundle');
    expect(faults(await verified(taken))).toEqual(['verified']);
    expect(ofType(taken, 'bundle')[0]).toMatchObject({ scope: { kind: 'all' }, size, complete: true, whole: false });
    expect(ofType(taken, 'entry').map(({ index }) => index)).toEqual(Array.from({ length: size }, (_, index) => index));
    for (const word of ['A shared case', 'My own case', 'shown@x.example', mine.id]) {
      expect(taken.plain).toContain(word);
    }
    for (const word of ['A hidden case', 'hidden@x.example']) {
      expect(taken.plain).not.toContain(word);
    }
    const cases = new Set(ofType(taken, 'state').map(({ incidentId }) => incidentId));
    expect(cases).toEqual(new Set([own, shared]));
    const { body } = await rival.get(`/incidents/${shared}/reads`).expect(200);
    expect(body.items[0]).toMatchObject({ ground: 'export', what: 'GET /ledger/bundle' });
    expect(JSON.stringify(body.items[0])).toContain(mine.owner.id);
    const asLead = await takenBundle(lead, '/ledger/bundle');
    expect(faults(await verified(asLead))).toEqual(['verified']);
    // What an organization does outside its cases is for those who may read its history.
    const actions = ({ lines }: TakenBundle) =>
      new Set(lines.flatMap((line) => (line.type === 'entry' ? [String(fieldsTold(line).get('action'))] : [])));
    expect(actions(taken)).toContain('organization.founded');
    expect(actions(asLead)).not.toContain('organization.founded');
  });

  it('has a past moment as it was', async () => {
    const organization = await givenOrganization(logged.api);
    const owner = await logged.api.signedIn(organization.owner);
    const { body } = await owner.post('/incidents', { title: 'As first told' }).expect(201);
    const knownAt = body.updatedAt as string;
    await owner.patch(`/incidents/${body.id}`, { title: 'As told later' }, body.version).expect(200);
    await logged.log.sequenceAll();
    const then = await takenBundle(owner, `/ledger/bundle?knownAt=${knownAt}`);
    expect(faults(await verified(then))).toEqual(['verified']);
    expect(then.plain).toContain('As first told');
    expect(then.plain).not.toContain('As told later');
  });
});

describe('The page that verifies bundles', () => {
  it('is there to download where it was built, and no page of this service', async () => {
    const { owner } = await givenOrganization(logged.api);
    await (await logged.api.signedIn(owner)).get('/ledger/verifier').expect(404);
    const folder = await mkdtemp(join(tmpdir(), 'ascribe-verifier-'));
    const verifierPage = join(folder, 'ascribe-verify.html');
    await writeFile(verifierPage, '<!doctype html>');
    const built = await startLogged({ verifierPage, databaseSuffix: '_built' });
    try {
      const person = await givenOrganization(built.api);
      const client = await built.api.signedIn(person.owner);
      const { headers, body } = await client.get('/ledger/verifier').expect(200);
      expect(String(body)).toBe('<!doctype html>');
      expect(headers).toMatchObject({
        'content-type': 'application/octet-stream',
        'content-disposition': 'attachment; filename="ascribe-verify.html"',
        'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      });
      await built.api.anonymous().get('/ledger/verifier').expect(401);
    } finally {
      await built.api.close();
      await rm(folder, { recursive: true });
    }
  });
});

describe('Without a key for receipts', () => {
  it('takes no bundle, and says why', async () => {
    const bare = await startLogged({ withoutReceipts: true, databaseSuffix: '_bare' });
    try {
      const { owner } = await givenOrganization(bare.api);
      const client = await bare.api.signedIn(owner);
      const { body } = await client.post('/incidents', { title: 'x' }).expect(201);
      await bare.log.sequenceAll();
      for (const path of [`/incidents/${body.id}/bundle`, '/ledger/bundle']) {
        const answer = await client.get(path);
        expect([answer.status, (answer.body as { code: string }).code]).toEqual([503, 'receipt_key_missing']);
      }
      expect((await client.get(`/incidents/${body.id}/ledger`).expect(200)).body.items).not.toEqual([]);
    } finally {
      await bare.api.close();
    }
  });
});
