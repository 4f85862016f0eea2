import { givenMember, givenOrganization, type Client, type GivenOrganization } from '@app/testing';
import { faults, fieldsTold, ofType, takenBundle, verified, type TakenBundle } from './bundle-ground.js';
import { everything, startLogged, type Logged } from './ledger-ground.js';
import { givenMarkings, MARKINGS, type MarkingGround } from './marking-ground.js';

let logged: Logged;

beforeAll(async () => {
  logged = await startLogged();
});
afterAll(async () => {
  await logged.api.close();
});

describe('A bundle of a case, whoever takes it', () => {
  let ground: MarkingGround;
  let bundles: Map<string, TakenBundle>;

  beforeAll(async () => {
    ground = await givenMarkings(logged.api);
    await logged.log.sequenceAll();
    bundles = new Map();
    for (const { name, client } of [...ground.callers, { name: 'bringer', client: ground.bringer }]) {
      bundles.set(name, await takenBundle(client, `${ground.at}/bundle`));
    }
  }, 120_000);

  it('holds before the verifier', async () => {
    for (const [name, bundle] of bundles) {
      expect({ name, faults: faults(await verified(bundle)) }).toEqual({ name, faults: ['verified'] });
    }
    expect(bundles.size).toBe(21);
  }, 60_000);

  it('is whole for those who are shown everything, and says their versions to nobody else', () => {
    for (const [name, bundle] of bundles) {
      const [header] = ofType(bundle, 'bundle');
      const all = /^(?:owner|lead|responder|analyst|auditor|as (?:responder|analyst|auditor) to red)$/.test(name);
      expect({ name, whole: header?.whole, version: header?.caseVersion !== null }).toEqual({
        name,
        whole: all,
        version: all,
      });
      const told = ofType(bundle, 'entry').flatMap((entry) => [...fieldsTold(entry).entries()]);
      const ofTheCase = told.filter(([field]) => ['caseVersion', 'ordinal', 'previous', 'redaction'].includes(field));
      // Entries by which keys come are of no case.
      expect({ name, all: ofTheCase.some(([, value]) => typeof value === 'number' && value > 2) }).toEqual({
        name,
        all,
      });
    }
  });

  it('has no record, no word and no id of what its reader is not shown', async () => {
    for (const [name, bundle] of bundles) {
      const ceiling = / to (.*)$/.exec(name)?.[1] ?? (name === 'bringer' ? 'amber' : 'red');
      const above = MARKINGS.slice(MARKINGS.indexOf(ceiling as 'red') + 1);
      const own = name === 'bringer' ? Object.values(ground.brought).flatMap((of) => Object.values(of)) : [];
      const hidden = Object.values({ ...ground.ids }).flatMap((of) => above.map((marking) => of[marking]));
      const brought = Object.values(ground.brought).flatMap((of) => above.map((marking) => of[marking]));
      const told = [...hidden, ...brought].filter((id) => !own.includes(id) && bundle.plain.includes(id));
      expect({ name, told }).toEqual({ name, told: [] });
      if (name !== 'bringer') {
        const words = above.filter((marking) => new RegExp(`kestrel \\w+ ${marking}\\b(?!\\+)`).test(bundle.plain));
        expect({ name, words }).toEqual({ name, words: [] });
      }
    }
  });

  it('has the records that its reader is shown, as they are', async () => {
    for (const name of ['owner', 'as auditor to amber', 'as contributor to amber', 'as observer to red']) {
      const client = ground.callers.find((caller) => caller.name === name)?.client as Client;
      const states = ofType(bundles.get(name) as TakenBundle, 'state');
      for (const [kind, path] of [
        ['account', 'accounts'],
        ['claim', 'claims'],
        ['evidence', 'evidence'],
        ['artifact', 'artifacts'],
      ] as const) {
        const shown = await everything<{ id: string }>(client, `${ground.at}/${path}`);
        const told = states.filter((line) => line.kind === kind).map(({ id }) => id);
        expect({ name, kind, told: told.toSorted() }).toEqual({
          name,
          kind,
          told: shown.map(({ id }) => id).toSorted(),
        });
      }
    }
  });

  it('tells those who do not read the history of what is, and not who changed it and why', () => {
    const told = ofType(bundles.get('as contributor to red') as TakenBundle, 'entry').map(fieldsTold);
    const ofCase = told.filter((fields) => fields.get('incidentId') !== null);
    expect(ofCase.length).toBeGreaterThan(20);
    const names = new Set(ofCase.flatMap((fields) => [...fields.keys()]));
    for (const field of ['action', 'by', 'reason', 'requestId', 'caseVersion']) {
      expect(names).not.toContain(field);
    }
    expect([...names]).toEqual(expect.arrayContaining(['id', 'at', 'subject', 'after.identifier']));
  });

  it('withholds every link that may name what is hidden, whether it does or not', () => {
    const links = /^(?:before|after)\.(?:restsOn|respondsTo|evidence|cells|weights|answerClaimId)$/;
    const told = (name: string): boolean =>
      ofType(bundles.get(name) as TakenBundle, 'entry').some((entry) =>
        [...fieldsTold(entry).keys()].some((field) => links.test(field)),
      );
    expect(['owner', 'as analyst to red'].map(told)).toEqual([true, true]);
    expect(['as analyst to amber', 'as contributor to red', 'as observer to amber'].map(told)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('is the same history that is shown on the page, each change with its proof', async () => {
    for (const { name, client } of ground.callers.filter(({ name: one }) => !/contributor|observer/.test(one))) {
      const shown = await everything<{ id: string }>(client, `${ground.at}/history`);
      const proven = await everything<{ id: string; index: number }>(client, `${ground.at}/ledger`);
      expect({ name, ids: proven.map(({ id }) => id) }).toEqual({ name, ids: shown.map(({ id }) => id) });
      const indices = proven.map(({ index }) => index);
      expect(indices).toEqual(indices.toSorted((a, b) => a - b));
    }
  }, 60_000);
});

describe('A bundle', () => {
  let campaign: GivenOrganization;
  let lead: Client;
  let at: string;

  beforeEach(async () => {
    campaign = await givenOrganization(logged.api);
    lead = await logged.api.signedIn(await givenMember(logged.api, campaign, 'lead'));
    at = `/incidents/${(await lead.post('/incidents', { title: 'Mail was read' }).expect(201)).body.id}`;
  });

  const add = async (identifier: string, more: object = {}) =>
    (await lead.post(`${at}/accounts`, { identifier, kind: 'email', ...more }).expect(201)).body;
  const bundle = async (query = '', client = lead) => await takenBundle(client, `${at}/bundle${query}`);
  const sizeOf = (taken: TakenBundle) => ofType(taken, 'bundle')[0]?.size ?? 0;

  it('is a file, and is logged as something that left', async () => {
    await add('a@campaign.example');
    const size = await logged.log.sequenceAll();
    const { headers } = await lead.get(`${at}/bundle`).expect(200);
    expect(headers).toMatchObject({
      'content-type': 'application/jsonl',
      'cache-control': 'private, no-store',
      'content-disposition': expect.stringMatching(
        new RegExp(`^attachment; filename="INC-\\d{4}-\\d{4}-${size}\\.ascribe\\.jsonl"$`),
      ),
    });
    const { body } = await lead.get(`${at}/reads`).expect(200);
    expect(body.items[0]).toMatchObject({ ground: 'export', what: 'GET /incidents/:incidentId/bundle' });
  });

  it('shows a past moment as it was, and proves that it was in the log by then', async () => {
    const account = await add('a@campaign.example', { note: 'As first told.' });
    await logged.log.sequenceAll();
    const { updatedAt } = (await lead.get(at).expect(200)).body as { updatedAt: string };
    await lead.patch(`${at}/accounts/${account.id}`, { note: 'As told later.' }, account.version).expect(200);
    await add('b@campaign.example');
    const size = await logged.log.sequenceAll();
    const then = await bundle(`?knownAt=${updatedAt}`);
    expect(faults(await verified(then))).toEqual(['verified']);
    expect(ofType(then, 'bundle')[0]).toMatchObject({ knownAt: updatedAt, caseVersion: 2, size, whole: true });
    expect(then.plain).not.toContain('As told later.');
    const told = ofType(then, 'state').filter(({ kind }) => kind === 'account');
    expect(told.map(({ state }) => [state['identifier'], state['note']])).toEqual([
      ['a@campaign.example', 'As first told.'],
    ]);
    await lead.get(`${at}/bundle?knownAt=2001-01-01T00:00:00Z`).expect(404);
    const ahead = await bundle('?knownAt=2190-01-01T00:00:00Z');
    expect(ofType(ahead, 'bundle')[0]?.caseVersion).toBe(4);
    expect(faults(await verified(ahead))).toEqual(['verified']);
  });

  it('is against any checkpoint, and leads on from the one that its reader keeps', async () => {
    const first = await logged.log.sequenceAll();
    const kept = (await lead.get(`/ledger/checkpoint?size=${first}`).expect(200)).text;
    await add('a@campaign.example');
    const second = await logged.log.sequenceAll();
    await add('b@campaign.example');
    await logged.log.sequenceAll();
    const earlier = await bundle(`?size=${second}`);
    expect([sizeOf(earlier), ofType(earlier, 'bundle')[0]?.caseVersion]).toEqual([second, 2]);
    expect(earlier.plain).not.toContain('b@campaign.example');
    const ledger = (await lead.get(`${at}/ledger?size=${second}`).expect(200)).body;
    expect(ledger).toMatchObject({ caseVersion: 2, checkpoint: { size: second }, knownAt: expect.any(String) });
    expect(ledger.items.every((item: { pending: boolean }) => !item.pending)).toBe(true);
    const led = await bundle(`?from=${first}`);
    const verification = await verified(led, { checkpoints: [kept] });
    expect(faults(verification)).toEqual(['verified']);
    expect(verification.findings.map(({ code }) => code)).toContain('own_checkpoint_held');
    await lead.get(`${at}/bundle?size=2`).expect(404);
    await lead.get(`${at}/bundle?from=${second}&size=${first}`).expect(422);
    await lead.get(`${at}/bundle?size=0`).expect(422);
  });

  it('is not there before anything of the case is in the log', async () => {
    const answer = await lead.get(`${at}/bundle`);
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([409, 'not_in_the_log_yet']);
  });

  it('has the names behind pseudonyms only where they are asked for, which is logged', async () => {
    await add('a@campaign.example', { holder: { name: 'Ada Example', role: 'aide', disclosed: false } });
    await logged.log.sequenceAll();
    const without = await bundle();
    expect(without.plain).not.toContain('Ada Example');
    expect(without.plain).toContain('Official A');
    expect([ofType(without, 'bundle')[0]?.whole, ...faults(await verified(without))]).toEqual([false, 'verified']);
    const withNames = await bundle('?names=included');
    expect(withNames.plain).toContain('Ada Example');
    expect([ofType(withNames, 'bundle')[0]?.whole, ...faults(await verified(withNames))]).toEqual([true, 'verified']);
    const { body } = await lead.get(`${at}/reads?limit=3`).expect(200);
    expect(body.items.map(({ ground }: { ground: string }) => ground)).toEqual(['export', 'names', 'export']);
    const vendor = await givenOrganization(logged.api, { kind: 'vendor' });
    await lead
      .post(`${at}/participants`, { organizationId: vendor.id, capacity: 'analyst', maxTlp: 'red' })
      .expect(201);
    const analyst = await logged.api.signedIn(vendor.owner);
    await logged.log.sequenceAll();
    await analyst.get(`${at}/bundle?names=included`).expect(404);
    const theirs = await bundle('', analyst);
    expect(theirs.plain).not.toContain('Ada Example');
    expect(theirs.plain).not.toContain('holder_name');
    expect(faults(await verified(theirs))).toEqual(['verified']);
  });

  it('names the files among the evidence', async () => {
    const content = Buffer.from('The bytes of a file.');
    const given = { title: 'A disk', kind: 'file', fileName: 'disk.img' };
    const { body } = await lead.post(`${at}/evidence`, given).expect(201);
    const inHand = lead.with({ 'if-match': `"${body.version}"` });
    await inHand.raw('put', `${at}/evidence/${body.id}/content`, content, 'application/octet-stream').expect(200);
    await lead.post(`${at}/evidence`, { title: 'A page', kind: 'reference' }).expect(201);
    await logged.log.sequenceAll();
    const taken = await bundle();
    expect(ofType(taken, 'evidence')).toEqual([
      { type: 'evidence', id: body.id, sha256: expect.stringMatching(/^[0-9a-f]{64}$/), bytes: 20, name: 'disk.img' },
    ]);
    expect(faults(await verified(taken))).toEqual(['verified']);
  });

  it('names no case that its reader does not see', async () => {
    const elsewhere = await givenOrganization(logged.api);
    const boss = await givenMember(logged.api, elsewhere, 'lead');
    await givenMember(logged.api, campaign, 'lead', boss);
    const both = await logged.api.signedIn(boss);
    const into = (await both.post('/incidents', { title: 'Theirs', organizationId: elsewhere.id }).expect(201)).body.id;
    await both.post(`${at}/mergers`, { into, reason: 'The same.' }).expect(201);
    await logged.log.sequenceAll();
    const ours = await bundle();
    expect(ours.plain).not.toContain(into);
    expect([ofType(ours, 'bundle')[0]?.whole, ...faults(await verified(ours))]).toEqual([false, 'verified']);
    const seen = await bundle('', both);
    expect(seen.plain).toContain(into);
    expect([ofType(seen, 'bundle')[0]?.whole, ...faults(await verified(seen))]).toEqual([true, 'verified']);
  });

  it('is made for whoever takes it, and not for somebody whom they look as', async () => {
    const vendor = await givenOrganization(logged.api, { kind: 'vendor' });
    const invited = { organizationId: vendor.id, capacity: 'observer', maxTlp: 'red' };
    const { body } = await lead.post(`${at}/participants`, invited).expect(201);
    await logged.log.sequenceAll();
    const looking = lead.with({ 'ascribe-view-as': body.id as string });
    await looking.get(`${at}/ledger`).expect(200);
    await looking.get(`${at}/bundle`).expect(403);
  });
});
