import fc from 'fast-check';
import type { Response } from 'supertest';
import type { ApplicationUnderTest, Client } from '@app/testing';

/** What was answered of a case once, to be answered again for ever. */
export interface Noted {
  readonly caseVersion: number;
  readonly knownAt: string;
  readonly incident: unknown;
  readonly lists: Readonly<Record<string, unknown>>;
}

/** A case under random writes, with what was answered after each. */
export interface Real {
  readonly api: ApplicationUnderTest;
  readonly owner: Client;
  /** A second member: approves and judges what the owner wrote. */
  readonly second: Client;
  readonly at: string;
  readonly noted: Noted[];
}

/** The lists of a case, each with where the whole incident has the same. */
export const LISTS = {
  accounts: 'affectedAccounts',
  pivots: 'pivots',
  disclosures: 'disclosures',
  hypotheses: 'hypotheses',
  claims: 'claims',
} as const;

const MORE_LISTS = ['artifacts', 'comments', 'tasks', 'evidence', 'findings', 'assessments', 'inquiries'];
/** Where the clock of the world stands when what is computed is asked for. */
const VALID_AT = '2030-01-01T00:00:00Z';

/** Without what is by design of today: what can be done now, how people are called now, and the moment asked for. */
export function lasting(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(lasting);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const today = ['abilities', 'mayApprove', 'warnings', 'knownAt', 'organizationName'];
  const skipped = new Set([...today, ...('id' in value ? ['name'] : [])]);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !skipped.has(key))
      .map(([key, item]) => [key, lasting(item)]),
  );
}

export async function note({ owner, at }: Real, moment = ''): Promise<Noted> {
  const whole = await owner.get(`${at}${moment}`).expect(200);
  const lists: Record<string, unknown> = {};
  for (const list of [...Object.keys(LISTS), ...MORE_LISTS]) {
    const { body } = await owner.get(`${at}/${list}${moment === '' ? '?' : `${moment}&`}limit=200`).expect(200);
    lists[list] = lasting(body.items);
  }
  for (const computed of ['attribution', 'attribution/citations', 'ach']) {
    const { body } = await owner
      .get(`${at}/${computed}${moment === '' ? '?' : `${moment}&`}validAt=${VALID_AT}`)
      .expect(200);
    lists[computed] = { ...(lasting(body) as object), version: null };
  }
  const { caseVersion, knownAt } = whole.body;
  return { caseVersion, knownAt, incident: lasting(whole.body), lists };
}

type Write = (real: Real, now: Now) => Promise<Response | null>;
/** The case as it is before a write. */
interface Now {
  readonly version: number;
  readonly abilities: { readonly transitionTo: readonly string[] };
  readonly affectedAccounts: readonly Item[];
  readonly disclosures: readonly (Item & { readonly artifacts: readonly Item[] })[];
  readonly hypotheses: readonly Item[];
  readonly claims: readonly (Item & { readonly claimantId: string; readonly status: string })[];
}
interface Item {
  readonly id: string;
}

class WriteCommand implements fc.AsyncCommand<object, Real> {
  constructor(
    private readonly name: string,
    private readonly write: Write,
  ) {}

  check = (): boolean => true;
  toString = (): string => this.name;

  async run(_: object, real: Real): Promise<void> {
    const { body } = await real.owner.get(real.at).expect(200);
    const answer = await this.write(real, body as Now);
    if (answer && answer.status >= 400) {
      throw new Error(`${this.name}: ${answer.status} ${answer.text}`);
    }
    real.noted.push(await note(real));
  }
}

const command = <Value>(name: string, value: fc.Arbitrary<Value>, write: (value: Value) => Write) =>
  value.map((drawn) => new WriteCommand(`${name} ${JSON.stringify(drawn)}`, write(drawn)));

const words = fc.constantFrom('one', 'two', 'three', 'four');
const number = fc.nat({ max: 9 });
const time = fc.constantFrom(
  null,
  { at: '2024-06-01T00:00:00Z', precision: 'month' },
  { at: null, precision: 'unknown' },
);
const pick = <Of>(items: readonly Of[], index: number): Of | undefined => items[index % Math.max(items.length, 1)];
let made = 0;
const fresh = (): string => `account-${(made += 1)}@campaign.example`;

/** Every kind of write to a case. */
export const WRITES = [
  command(
    'amend',
    fc.record({ title: words, summary: fc.option(words), occurredAt: time }),
    (patch) =>
      ({ owner, at }, { version }) =>
        owner.patch(at, patch, version),
  ),
  command(
    'tag',
    fc.array(words, { maxLength: 3 }),
    (tags) =>
      ({ owner, at }, { version }) =>
        owner.patch(at, { tags }, version),
  ),
  command(
    'add account',
    fc.boolean(),
    (disclosed) =>
      ({ owner, at }) =>
        owner.post(`${at}/accounts`, { identifier: fresh(), kind: 'email', holder: { name: 'A person', disclosed } }),
  ),
  command(
    'amend account',
    fc.tuple(number, words),
    ([index, noteText]) =>
      async ({ owner, at }, { affectedAccounts, version }) => {
        const account = pick(affectedAccounts, index);
        return account ? await owner.patch(`${at}/accounts/${account.id}`, { note: noteText }, version) : null;
      },
  ),
  command('add pivot', fc.tuple(number, time), ([index, when]) => async ({ owner, at }, { affectedAccounts }) => {
    const [from, to] = [pick(affectedAccounts, index), pick(affectedAccounts, index + 1)];
    return from && to && from !== to
      ? await owner.post(`${at}/pivots`, { fromAccountId: from.id, toAccountId: to.id, ...(when ? { at: when } : {}) })
      : null;
  }),
  command(
    'add disclosure',
    fc.tuple(words, fc.nat({ max: 2 })),
    ([summary, artifacts]) =>
      ({ owner, at }) =>
        owner.post(`${at}/disclosures`, {
          sourceDescription: 'Someone',
          anonymous: true,
          channel: 'press',
          summary,
          artifacts: Array.from({ length: artifacts }, () => ({ title: summary, authenticity: 'claimed' })),
        }),
  ),
  command(
    'amend disclosure',
    fc.tuple(number, words),
    ([index, summary]) =>
      async ({ owner, at }, { disclosures, version }) => {
        const disclosure = pick(disclosures, index);
        return disclosure ? await owner.patch(`${at}/disclosures/${disclosure.id}`, { summary }, version) : null;
      },
  ),
  command('add artifact', number, (index) => async ({ owner, at }, { disclosures }) => {
    const disclosureId = pick(disclosures, index)?.id;
    return await owner.post(`${at}/artifacts`, {
      title: 'A file',
      authenticity: 'unverified',
      ...(disclosureId ? { disclosureId } : {}),
    });
  }),
  command('judge artifact', number, (index) => async ({ owner, at }, { disclosures, version }) => {
    const artifact = pick(
      disclosures.flatMap(({ artifacts }) => artifacts),
      index,
    );
    return artifact ? await owner.patch(`${at}/artifacts/${artifact.id}`, { authenticity: 'verified' }, version) : null;
  }),
  command(
    'add hypothesis',
    words,
    (label) =>
      ({ owner, at }) =>
        owner.post(`${at}/hypotheses`, { kind: 'insider', label }),
  ),
  command('claim', fc.tuple(number, words), ([index, statement]) => ({ owner, at }, { hypotheses, claims }) => {
    const restsOn = pick(claims, index);
    return owner.post(`${at}/claims`, {
      hypothesisId: pick(hypotheses, index)?.id,
      claimantId: claims[0]?.claimantId,
      stance: 'attributes',
      statement,
      saidAt: { at: '2024-08-10T00:00:00Z', precision: 'day' },
      restsOn: restsOn ? [{ kind: 'claim', id: restsOn.id }] : [],
    });
  }),
  command('transition', number, (index) => async ({ owner, at }, { version, abilities }) => {
    const to = pick(abilities.transitionTo, index);
    const body = { to, reason: 'So it is.', ...(to === 'closed' ? { closingSummary: 'Done.' } : {}) };
    return to ? await owner.with({ 'if-match': `"${version}"` }).post(`${at}/transitions`, body) : null;
  }),
  command(
    'comment',
    words,
    (body) =>
      ({ owner, at }) =>
        owner.post(`${at}/comments`, { body }),
  ),
  command(
    'add task',
    words,
    (title) =>
      ({ owner, at }) =>
        owner.post(`${at}/tasks`, { title }),
  ),
  command('withdraw claim', number, (index) => async ({ owner, at }, { claims }) => {
    const claim = pick(
      claims.filter(({ status }) => status === 'stated'),
      index,
    );
    return claim ? await owner.post(`${at}/claims/${claim.id}/withdrawals`, { reason: 'It was not so.' }) : null;
  }),
  command('supersede claim', fc.tuple(number, words), ([index, statement]) => async ({ owner, at }, now) => {
    const claim = pick(
      now.claims.filter(({ status }) => status === 'stated'),
      index,
    );
    const next = {
      hypothesisId: pick(now.hypotheses, index)?.id,
      claimantId: claim?.claimantId,
      stance: 'corroborates',
      statement,
      saidAt: { at: '2024-08-20T00:00:00Z', precision: 'day' },
      reason: 'They say more.',
    };
    return claim ? await owner.post(`${at}/claims/${claim.id}/supersessions`, next) : null;
  }),
  command('evidence', fc.tuple(words, fc.boolean()), ([title, withdrawn]) => async ({ owner, at }) => {
    const added = await owner.post(`${at}/evidence`, { title, kind: 'reference' });
    return withdrawn ? await owner.post(`${at}/evidence/${added.body.id}/withdrawals`, { reason: 'A copy.' }) : added;
  }),
  command(
    'finding',
    fc.tuple(words, fc.constantFrom('acceptances', 'rejections', null)),
    ([summary, judged]) =>
      async ({ owner, second, at }) => {
        const added = await owner.post(`${at}/findings`, { summary });
        return judged
          ? await second.post(`${at}/findings/${added.body.id}/${judged}`, { reason: 'So we hold.' })
          : added;
      },
  ),
  command('inquiry', fc.boolean(), (due) => async ({ owner, at }, { claims }) => {
    const partyId = claims[0]?.claimantId;
    const asked = { partyId, question: 'Who?', askedAt: { at: '2024-08-10T00:00:00Z', precision: 'day' } };
    return await owner.post(`${at}/inquiries`, { ...asked, ...(due ? { answerDueAt: '2024-08-12T00:00:00Z' } : {}) });
  }),
  command(
    'assess',
    fc.tuple(fc.integer({ min: 1, max: 99 }), number, fc.nat({ max: 2 })),
    ([percent, index, how]) =>
      async ({ owner, second, at }, { hypotheses, claims }) => {
        const cited = pick(claims, index);
        const { body, ...drafted } = await owner.post(`${at}/assessments`, {
          confidence: 'low',
          rationale: 'So it seems.',
          judgements: [{ hypothesisId: pick(hypotheses, index)?.id, likelihood: { percent } }],
          evidence: cited ? [{ kind: 'claim', id: cited.id, bearing: 'supports' }] : [],
        });
        if (how === 0) {
          return drafted as Response;
        }
        const submitted = await owner.post(`${at}/assessments/${body.id}/submissions`, {});
        return how === 1 ? submitted : await second.post(`${at}/assessments/${body.id}/approvals`, {});
      },
  ),
  command(
    'weigh',
    fc.tuple(number, fc.constantFrom('CC', 'I', 'II')),
    ([index, rating]) =>
      async ({ owner, at }, { hypotheses, claims, version }) => {
        const claim = pick(claims, index);
        const cell = { evidence: { kind: 'claim', id: claim?.id }, hypothesisId: pick(hypotheses, index)?.id, rating };
        return await owner.put(`${at}/ach`, { cells: claim ? [cell] : [], weights: [] }, version);
      },
  ),
];
