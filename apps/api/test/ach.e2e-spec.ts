import { givenMember, givenOrganization, type ApplicationUnderTest, type Client, type Person } from '@app/testing';
import { expectProblem, givenCase, traces, type GivenCase } from './bad-input.js';
import { startApi } from './start-api.js';

let api: ApplicationUnderTest;
let given: GivenCase;
let at: string;
let ann: Client;
let annPerson: Person;
let ben: Client;
let benPerson: Person;
/** The hypotheses: who may have done it, and `unknown`. */
let ids: Record<'actor' | 'insider' | 'unknown', string>;

const person = async (role: 'analyst' | 'responder'): Promise<[Person, Client]> => {
  const member = await givenMember(api, { id: given.ids.organization as never }, role);
  return [member, await api.signedIn(member)];
};
const made = async (path: string, body: object): Promise<string> =>
  (await given.owner.post(`${at}${path}`, body).expect(201)).body.id;
const claim = async (more: object = {}): Promise<string> =>
  await made('/claims', {
    hypothesisId: ids.actor,
    claimantId: given.ids.party,
    stance: 'attributes',
    statement: 'It was they.',
    saidAt: '2024-08-10T00:00:00Z',
    ...more,
  });

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  given = await givenCase(api);
  at = `/incidents/${given.incidentId}`;
  [annPerson, ann] = await person('analyst');
  [benPerson, ben] = await person('responder');
  ids = {
    unknown: given.ids.hypothesis,
    actor: await made('/hypotheses', { kind: 'threat_actor', label: 'A group' }),
    insider: await made('/hypotheses', { kind: 'insider', label: 'Someone inside' }),
  };
});
afterAll(async () => {
  await api.close();
});

type Ratings = Partial<Record<'actor' | 'insider' | 'unknown', string>>;
const on = (kind: string, id: string) => ({ kind, id });
const rated = (evidence: object, ratings: Ratings) =>
  Object.entries(ratings).map(([name, rating]) => ({ evidence, hypothesisId: ids[name as keyof typeof ids], rating }));

const matrix = async (client: Client = given.owner, query = '') =>
  (await client.get(`${at}/ach${query}`).expect(200)).body;
async function judge(client: Client, cells: object[], weights: object[] = []) {
  const { version } = await matrix(client);
  return (await client.put(`${at}/ach`, { cells, weights }, version).expect(200)).body;
}
const scores = (body: { scores: { inconsistency: number | null; rank: number | null; hypothesisId: string }[] }) =>
  Object.fromEntries(
    Object.entries(ids).map(([name, id]) => {
      const score = body.scores.find(({ hypothesisId }) => hypothesisId === id);
      return [name, [score?.inconsistency, score?.rank]];
    }),
  );
const row = (body: { evidence: { id: string }[] }, id: string) => body.evidence.find((found) => found.id === id);

describe('The ACH matrix', () => {
  it('offers what can be weighed, and ranks nothing that nobody judged', async () => {
    const body = await matrix(ann);
    expect(body).toMatchObject({ evidence: [], columns: [], leaders: [], abilities: { edit: true } });
    expect(body.candidates).toEqual([
      expect.objectContaining({ kind: 'disclosure', label: 'E1', title: 'Documents were sent.', inForce: true }),
      expect.objectContaining({ kind: 'claim', label: 'E2', title: 'It was they.', fall: null }),
    ]);
    expect(body.hypotheses.map(({ id }: { id: string }) => id).toSorted()).toEqual(Object.values(ids).toSorted());
    expect(scores(body)).toEqual({ actor: [null, null], insider: [null, null], unknown: [null, null] });
    expect(body.weightTable).toContainEqual({ credibility: 'high', relevance: 'medium', weight: 6 });
    expect(body).toMatchObject({ version: body.caseVersion });
  });

  it('weighs what two analysts judge apart, and says where they disagree', async () => {
    const first = on('claim', given.ids.claim);
    const second = on('disclosure', given.ids.disclosure);
    const heavy = { evidence: first, credibility: 'high', relevance: 'high' };
    const written = await judge(
      ann,
      [...rated(first, { actor: 'CC', insider: 'II', unknown: 'N' }), ...rated(second, { actor: 'I' })],
      [heavy],
    );
    expect(scores(written)).toEqual({ actor: [4, 2], insider: [18, 3], unknown: [0, 1] });
    expect(written.columns).toEqual([
      expect.objectContaining({
        author: { id: annPerson.id, name: annPerson.name },
        weights: [heavy],
        version: written.version,
      }),
    ]);
    expect(await matrix(ann)).toEqual({ ...written, validAt: expect.any(String) });
    const both = await judge(ben, rated(first, { actor: 'C', insider: 'C', unknown: 'I' }));
    // The means of those who judged: insider (18 + 0) / 2, actor (4 + 0) / 2, unknown (0 + 4) / 2.
    expect(scores(both)).toEqual({ actor: [2, 1], insider: [9, 3], unknown: [2, 1] });
    expect(both.columns).toHaveLength(2);
    expect(both.disagreement).toContainEqual({
      evidence: first,
      hypothesisId: ids.insider,
      raters: 2,
      spread: 2.12,
    });
    expect(both.disagreement.map(({ evidence }: { evidence: object }) => evidence)).toEqual([first, first, first]);
    expect(row(both, second.id)).toMatchObject({ diagnosticity: null });
    // Of 5 1 3 the square root of 8/3, of 4 4 2 that of 8/9; their mean.
    expect(row(both, first.id)).toMatchObject({ diagnosticity: 1.29 });
    expect(both.sensitivity).toContainEqual(
      expect.objectContaining({ evidence: second, leadersWithout: [ids.actor], leadersChange: true }),
    );
    expect(both.deciding).toContainEqual({ evidence: second, hypothesisId: ids.actor, authorId: annPerson.id });
    expect(JSON.stringify(both)).not.toMatch(/probab|percent|likelihood/i);
  });

  it('lets withdrawn evidence drop out by itself, and shows the matrix as it was before', async () => {
    const kept = on('claim', await claim({ saidAt: '2024-08-12T00:00:00Z' }));
    const falling = on('claim', await claim());
    const before = await judge(ann, [
      ...rated(falling, { actor: 'N', insider: 'II', unknown: 'I' }),
      ...rated(kept, { actor: 'I', insider: 'N', unknown: 'N' }),
    ]);
    expect(before.leaders.toSorted()).toEqual([ids.actor, ids.unknown].toSorted());
    expect(scores(before)).toEqual({ actor: [4, 1], insider: [8, 3], unknown: [4, 1] });
    const withdrawnAt = '2024-09-01T00:00:00.000Z';
    const fallen = await given.owner
      .post(`${at}/claims/${falling.id}/withdrawals`, { reason: 'It was wrong.', withdrawnAt: withdrawnAt })
      .expect(201);
    expect(fallen.body.dependents).toContainEqual(expect.objectContaining({ kind: 'ach_column' }));
    const after = await matrix(ann);
    expect(row(after, falling.id)).toMatchObject({ inForce: false, fall: 'withdrawn', diagnosticity: null });
    expect(scores(after)).toEqual({ actor: [4, 3], insider: [0, 1], unknown: [0, 1] });
    expect(after.columns[0].cells).toEqual(before.columns[0].cells);

    const then = await matrix(ann, `?caseVersion=${before.caseVersion}`);
    expect(then).toEqual({ ...before, validAt: expect.any(String), knownAt: then.knownAt });
    expect(scores(await matrix(ann, `?knownAt=${before.knownAt}`))).toEqual(scores(before));
    const stood = await matrix(ann, '?validAt=2024-08-20T00:00:00Z');
    expect(row(stood, falling.id)).toMatchObject({ inForce: true });
    expect(scores(stood)).toEqual(scores(before));
    expect(row(await matrix(ann, '?validAt=2024-08-01T00:00:00Z'), falling.id)).toMatchObject({ fall: 'not_said_yet' });
  });

  it('moves no judgement from a superseded claim to its successor', async () => {
    const first = on('claim', given.ids.claim);
    await judge(ann, rated(first, { actor: 'I' }));
    const { body } = await given.owner
      .post(`${at}/claims/${first.id}/supersessions`, {
        hypothesisId: ids.actor,
        claimantId: given.ids.party,
        stance: 'attributes',
        statement: 'It was they, we think.',
        saidAt: '2024-09-01T00:00:00Z',
        reason: 'They said it anew.',
      })
      .expect(201);
    const after = await matrix(ann);
    expect(row(after, first.id)).toMatchObject({ fall: 'superseded', inForce: false });
    expect(after.candidates.map(({ id }: { id: string }) => id)).toContain(body.id);
    expect(scores(after)).toMatchObject({ actor: [null, null] });
  });

  it('is empty before the case existed, and has no version that the case has not', async () => {
    const body = await matrix(ann, '?knownAt=2001-01-01T00:00:00Z');
    expect(body).toMatchObject({ caseVersion: 0, version: 0, hypotheses: [], candidates: [], scores: [], leaders: [] });
    expect(body.knownAt).toBe('2001-01-01T00:00:00.000Z');
    await ann.get(`${at}/ach?caseVersion=999`).expect(404);
    expectProblem(await ann.get(`${at}/ach?caseVersion=1&knownAt=2024-01-01T00:00:00Z`), {
      status: 400,
      code: 'ambiguous_moment',
    });
  });

  it('shows columns to those who work inside the case, and to others those of their own organization', async () => {
    await judge(ann, rated(on('claim', given.ids.claim), { actor: 'I' }));
    const takesPart = async (capacity: string): Promise<Client> => {
      const { id, owner } = await givenOrganization(api);
      await given.owner.post(`${at}/participants`, { organizationId: id, capacity, maxTlp: 'red' }).expect(201);
      return await api.signedIn(owner);
    };
    const contributor = await takesPart('contributor');
    const seen = await matrix(contributor);
    expect(seen).toMatchObject({ columns: [], evidence: [], leaders: [], abilities: { edit: false } });
    expect(JSON.stringify(seen)).not.toContain(annPerson.id);
    const before = await traces(api);
    expectProblem(await contributor.put(`${at}/ach`, { cells: [], weights: [] }, 1), {
      status: 403,
      code: 'forbidden',
    });
    expect(await traces(api)).toEqual(before);
    const analyst = await takesPart('analyst');
    expect((await judge(analyst, rated(on('claim', given.ids.claim), { insider: 'I' }))).columns).toHaveLength(2);
    expect((await matrix(contributor)).columns).toEqual([]);
  });
});

describe('A column', () => {
  const cells = () => rated(on('claim', given.ids.claim), { actor: 'I', unknown: 'C' });

  it('takes the place of the one before, is on the record, and is cleared by an empty one', async () => {
    const first = await judge(ann, cells());
    const cleared = await judge(ann, []);
    expect(cleared).toMatchObject({ columns: [], evidence: [], leaders: [] });
    expect(cleared.version).toBeGreaterThan(first.version);
    const { body } = await given.owner.get(`${at}/history?limit=200`).expect(200);
    const changes = body.items.filter((entry: { subject: { kind: string } }) => entry.subject.kind === 'ach_column');
    expect(changes.map((entry: { action: string }) => entry.action)).toEqual([
      'ach_column.written',
      'ach_column.written',
    ]);
    const [row] = await api.sql<{ cells: unknown[] }>('SELECT cells FROM ach_column WHERE author_id = $1', [
      annPerson.id,
    ]);
    expect(row?.cells).toEqual([]);
  });

  it('leaves no trace where it says what is there already, in whatever order', async () => {
    const first = await judge(ann, cells());
    const before = await traces(api);
    const again = await ann.put(`${at}/ach`, { cells: cells().toReversed(), weights: [] }, first.version).expect(200);
    expect(again.body).toEqual({ ...first, validAt: expect.any(String) });
    expect(again.headers['etag']).toBe(`"${first.version}"`);
    await judge(ben, []);
    expect(await traces(api)).toEqual(before);
  });

  it("is nobody else's to change", async () => {
    const first = await judge(ann, cells());
    const second = await judge(ben, rated(on('claim', given.ids.claim), { actor: 'CC' }));
    const of = (id: string) => second.columns.find((column: { author: { id: string } }) => column.author.id === id);
    expect(of(annPerson.id)).toEqual(first.columns[0]);
    expect(of(benPerson.id).cells).toHaveLength(1);
    expectProblem(await ben.put(`${at}/ach`, { cells: [], weights: [], authorId: annPerson.id }, second.version), {
      status: 422,
      code: 'invalid',
      path: 'authorId',
    });
    expect((await matrix(ann)).columns).toEqual(second.columns);
  });

  it('is not written over by one who did not read it', async () => {
    const { version } = await matrix(ann);
    const first = await judge(ann, cells());
    const before = await traces(api);
    const stale = { status: 412, code: 'stale_version' };
    expectProblem(await ann.put(`${at}/ach`, { cells: [], weights: [] }, version), stale);
    expectProblem(await ann.put(`${at}/ach`, { cells: [], weights: [] }, first.caseVersion + 7), stale);
    expectProblem(await ann.put(`${at}/ach`, { cells: [], weights: [] }), { status: 428, code: 'if_match_required' });
    expect(await traces(api)).toEqual(before);
    // What others write meanwhile is no conflict.
    await judge(ben, cells());
    await ann.put(`${at}/ach`, { cells: [], weights: [] }, first.version).expect(200);
  });

  it('names each cell once, and only what the case has', async () => {
    const { version } = await matrix(ann);
    const [cell] = cells();
    const other = await givenCase(api);
    const before = await traces(api);
    const refused = async (body: object, path: string) =>
      expectProblem(await ann.put(`${at}/ach`, { cells: [], weights: [], ...body }, version), {
        status: 422,
        code: 'invalid',
        path,
      });
    await refused({ cells: [cell, cell] }, 'cells[1]');
    await refused({ weights: [{ evidence: cell?.evidence }, { evidence: cell?.evidence }] }, 'weights[1]');
    await refused({ cells: [{ ...cell, hypothesisId: other.ids.hypothesis }] }, 'cells[0].hypothesisId');
    await refused({ cells: [cell, { ...cell, evidence: on('claim', other.ids.claim) }] }, 'cells[1]');
    await refused({ weights: [{ evidence: on('disclosure', given.ids.claim) }] }, 'weights[0]');
    await refused({ cells: [{ ...cell, rating: 'X' }] }, 'cells[0].rating');
    await refused({ cells: [{ ...cell, evidence: on('account', given.ids.account) }] }, 'cells[0].evidence.kind');
    await refused({ weights: [{ evidence: cell?.evidence, credibility: 2 }] }, 'weights[0].credibility');
    expect(await traces(api)).toEqual(before);
  });
});
