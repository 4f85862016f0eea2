import fc from 'fast-check';
import { factsOf, standingOf, type Slim } from '@app/attribution';
import { givenMember, givenOrganization, type ApplicationUnderTest, type Client } from '@app/testing';
import { AttributionCase } from './attribution-case.js';
import { startApi } from './start-api.js';

/** Cases that are written to at random. More of them: RUNS=100 node tools/test.mjs e2e attribution-replay. */
const RUNS = Number(process.env['RUNS'] ?? 8);

let api: ApplicationUnderTest;
let analyst: Client;
let lead: Client;
let organizationId: string;

beforeAll(async () => {
  api = await startApi();
  const campaign = await givenOrganization(api);
  organizationId = campaign.id;
  analyst = await api.signedIn(await givenMember(api, campaign, 'analyst'));
  lead = await api.signedIn(await givenMember(api, campaign, 'lead'));
});
afterAll(async () => {
  await api.close();
});

interface Real {
  readonly given: AttributionCase;
  readonly claims: { kind: string; id: string; party: string; fallen: boolean }[];
}

class Write implements fc.AsyncCommand<object, Real> {
  constructor(
    private readonly name: string,
    private readonly write: (real: Real) => Promise<void>,
  ) {}
  check = (): boolean => true;
  toString = (): string => this.name;
  async run(_: object, real: Real): Promise<void> {
    await this.write(real);
  }
}

const PARTIES = ['vendor', 'other vendor', 'campaign', 'state', 'paper'];
const said = fc.record({
  by: fc.constantFrom(...PARTIES),
  stance: fc.constantFrom('attributes', 'corroborates', 'denies', 'retracts', 'cannot_verify'),
  day: fc.integer({ min: 1, max: 28 }),
  on: fc.array(fc.nat({ max: 20 }), { maxLength: 2 }),
});
const pick = <Of>(items: readonly Of[], index: number): Of | undefined => items[index % Math.max(items.length, 1)];
const onDay = (day: number): string => `2024-08-${String(day).padStart(2, '0')}`;
const linksOf = (real: Real, on: readonly number[]) => {
  const ids = new Map(on.flatMap((at) => pick(real.claims, at) ?? []).map(({ kind, id }) => [id, { kind, id }]));
  return [...ids.values()];
};

const WRITES = [
  said.map(
    ({ by, stance, day, on }) =>
      new Write(`${by} ${stance} on ${day}, of ${on.join()}`, async (real) => {
        const claim = await real.given.says({ by, stance, on: onDay(day), restsOn: linksOf(real, on) });
        real.claims.push({ kind: 'claim', id: claim.id, party: by, fallen: false });
      }),
  ),
  fc.tuple(fc.nat({ max: 20 }), fc.integer({ min: 1, max: 28 })).map(
    ([at, day]) =>
      new Write(`withdraw ${at} from ${day}`, async (real) => {
        const claim = pick(
          real.claims.filter(({ fallen }) => !fallen),
          at,
        );
        if (claim) {
          const withdrawnAt = { at: `2024-09-${String(day).padStart(2, '0')}T00:00:00Z`, precision: 'day' };
          await real.given.client
            .post(`${real.given.path}/claims/${claim.id}/withdrawals`, { reason: 'x', withdrawnAt })
            .expect(201);
          claim.fallen = true;
        }
      }),
  ),
  fc.tuple(fc.nat({ max: 20 }), said).map(
    ([at, { day, on, stance }]) =>
      new Write(`supersede ${at} on ${day}`, async (real) => {
        const claim = pick(
          real.claims.filter(({ fallen }) => !fallen),
          at,
        );
        if (claim) {
          const restsOn = linksOf(real, on);
          const next = await real.given.claim({ by: claim.party, stance, on: onDay(day), restsOn });
          const url = `${real.given.path}/claims/${claim.id}/supersessions`;
          const { body } = await real.given.client.post(url, { ...next, reason: 'x' }).expect(201);
          claim.fallen = true;
          real.claims.push({ kind: 'claim', id: body.id as string, party: claim.party, fallen: false });
        }
      }),
  ),
  fc.tuple(fc.integer({ min: 1, max: 99 }), fc.constantFrom('low', 'moderate', 'high'), fc.nat({ max: 20 })).map(
    ([percent, confidence, at]) =>
      new Write(`assess ${percent} ${confidence}`, async (real) => {
        const cited = pick(real.claims, at);
        const draft = {
          organizationId,
          confidence,
          rationale: 'So it is.',
          judgements: [{ hypothesisId: real.given.hypothesisId, likelihood: { percent } }],
          evidence: cited ? [{ kind: cited.kind, id: cited.id, bearing: 'supports' }] : [],
        };
        const url = `${real.given.path}/assessments`;
        const { body } = await analyst.post(url, draft).expect(201);
        await analyst.post(`${url}/${body.id}/submissions`, {}).expect(201);
        await lead.post(`${url}/${body.id}/approvals`, {}).expect(201);
      }),
  ),
];

interface Entry {
  readonly at: string;
  readonly caseVersion: number;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
}

async function historyOf({ client, path }: AttributionCase): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body } = await client.get(`${path}/history?limit=200${cursor ? `&cursor=${cursor}` : ''}`).expect(200);
    entries.push(...(body.items as Entry[]));
    cursor = body.nextCursor as string | null;
  }
  return entries;
}

/** The records as the history says that they were after a version: each change laid over the one before. */
function replay(entries: readonly Entry[], caseVersion: number): Slim[] {
  const states = new Map<string, Record<string, unknown>>();
  for (const { subject, after } of entries.filter((entry) => entry.caseVersion <= caseVersion)) {
    const key = `${subject.kind} ${subject.id}`;
    const state: Record<string, unknown> = { ...states.get(key), ...after, record: subject.kind };
    states.set(key, { ...state, title: state['statement'] ?? '' });
  }
  return [...states.values()] as unknown as Slim[];
}

/** What does not say in whose words it is told: names and titles are not in the history of the hypothesis itself. */
const ofRules = (hypotheses: readonly object[]): unknown =>
  JSON.parse(JSON.stringify(hypotheses), (key, value: unknown) =>
    ['party', 'organization', 'text'].includes(key) ? undefined : value,
  );

describe('The standing at any past instant', () => {
  it('is what a replay of the history to that instant gives, and what was answered then', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.commands(WRITES, { maxCommands: 12, size: '+1' }),
        fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 2, maxLength: 4 }),
        async (commands, days) => {
          const real: Real = { given: await AttributionCase.given(api, analyst), claims: [] };
          await fc.asyncModelRun(() => ({ model: {}, real }), commands);
          const entries = await historyOf(real.given);
          const validAts = days.map((day) => new Date(Date.UTC(2024, 7, 1 + day)).toISOString());
          for (const entry of new Map(entries.map((one) => [one.caseVersion, one])).values()) {
            for (const validAt of validAts) {
              const { hypotheses } = await real.given.standing(`?knownAt=${entry.at}&validAt=${validAt}`);
              const replayed = standingOf(factsOf(replay(entries, entry.caseVersion)), validAt);
              expect(ofRules(hypotheses)).toEqual(ofRules(replayed));
            }
          }
        },
      ),
      { numRuns: RUNS },
    );
  }, 240_000);
});
