import { randomUUID } from 'node:crypto';
import { type ApplicationUnderTest } from '@app/testing';
import { expectProblem, givenCase, traces, type GivenCase } from './bad-input.js';
import { startApi } from './start-api.js';

let api: ApplicationUnderTest;
let given: GivenCase;

beforeAll(async () => {
  api = await startApi();
  given = await givenCase(api);
});
afterAll(async () => {
  await api.close();
});

const NOBODY = '0190a000-0000-7000-8000-000000000000';
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
const instant = (at: string) => ({ at, precision: 'instant' });

/** What is laid over a good body, what is wrong with it, and where. */
type Bad = readonly [fields: object, path: string, code: string];

/** Faults that every route tells alike. */
const ALWAYS: readonly Bad[] = [
  [{ colour: 'red' }, 'colour', 'unknown_field'],
  [{ id: NOBODY }, 'id', 'unknown_field'],
  [{ incidentId: NOBODY }, 'incidentId', 'unknown_field'],
  [{ version: 7 }, 'version', 'unknown_field'],
  [{ constructor: 1 }, 'constructor', 'unknown_field'],
  [{ constructor: { prototype: {} } }, 'constructor', 'unknown_field'],
  [{ ['__proto__']: { admin: true } }, '__proto__', 'unknown_field'],
  [{ prototype: null }, 'prototype', 'unknown_field'],
  [{ toString: 'x' }, 'toString', 'unknown_field'],
  [{ hasOwnProperty: null }, 'hasOwnProperty', 'unknown_field'],
];

const text = (field: string, max: number): Bad[] => [
  [{ [field]: 7 }, field, 'wrong_type'],
  [{ [field]: true }, field, 'wrong_type'],
  [{ [field]: ['x'] }, field, 'wrong_type'],
  [{ [field]: { constructor: 1 } }, `${field}.constructor`, 'unknown_field'],
  [{ [field]: {} }, field, 'wrong_type'],
  [{ [field]: '' }, field, 'wrong_length'],
  [{ [field]: ' \t\n' }, field, 'matches'],
  [{ [field]: 'x'.repeat(max + 1) }, field, 'wrong_length'],
  // Variation selectors are characters too.
  [{ [field]: `x${'\uFE0F'.repeat(max)}` }, field, 'wrong_length'],
];
const id = (field: string): Bad[] => [
  [{ [field]: 'not-an-id' }, field, 'not_an_id'],
  [{ [field]: 1 }, field, 'not_an_id'],
  [{ [field]: [NOBODY] }, field, 'not_an_id'],
  [{ [field]: `${NOBODY} ` }, field, 'not_an_id'],
];
const time = (field: string): Bad[] => [
  [{ [field]: inHours(25) }, field, 'partial_time'],
  [{ [field]: instant(inHours(25)) }, field, 'partial_time'],
  [{ [field]: instant('2024-02-31T00:00:00Z') }, field, 'partial_time'],
  [{ [field]: instant('2023-02-29T00:00:00Z') }, field, 'partial_time'],
  [{ [field]: instant('2024-06-01') }, field, 'partial_time'],
  [{ [field]: instant('2024-06-01T00:00:00') }, field, 'partial_time'],
  [{ [field]: instant('0001-01-01T00:00:00Z') }, field, 'partial_time'],
  [{ [field]: { at: '2024-06-01T00:00:00Z' } }, field, 'partial_time'],
  [{ [field]: { at: '2024-06-01T00:00:00Z', precision: 'minute' } }, field, 'partial_time'],
  [{ [field]: { at: '2024-06-01T00:00:00Z', precision: 'unknown' } }, field, 'partial_time'],
  [{ [field]: { at: null, precision: 'day' } }, field, 'partial_time'],
  [{ [field]: { ...instant('2024-06-01T00:00:00Z'), zone: 'UTC' } }, field, 'partial_time'],
  [{ [field]: 1_717_200_000 }, field, 'partial_time'],
  [{ [field]: [] }, field, 'partial_time'],
];
const term = (field: string): Bad[] => [
  [{ [field]: 'no-such-term' }, field, 'not_allowed'],
  [{ [field]: 0 }, field, 'not_allowed'],
  [{ [field]: [] }, field, 'not_allowed'],
];
const list = (field: string, max: number): Bad[] => [
  [{ [field]: {} }, field, 'wrong_type'],
  [{ [field]: 'x' }, field, 'wrong_type'],
  [{ [field]: { length: 3, 0: {} } }, field, 'wrong_type'],
  [{ [field]: Array.from({ length: max + 1 }, () => ({})) }, field, 'too_many'],
];
const objects = (field: string, max: number): Bad[] => [
  ...list(field, max),
  [{ [field]: [null] }, field, 'wrong_type'],
  [{ [field]: ['x'] }, field, 'wrong_type'],
  [{ [field]: [[{}]] }, field, 'wrong_type'],
  [{ [field]: [{ colour: 'red' }] }, `${field}[0].colour`, 'unknown_field'],
];
const object = (field: string): Bad[] => [
  [{ [field]: 'x' }, field, 'wrong_type'],
  [{ [field]: [] }, field, 'wrong_type'],
  [{ [field]: [{}] }, field, 'wrong_type'],
  [{ [field]: { colour: 'red' } }, `${field}.colour`, 'unknown_field'],
  [{ [field]: { ['__proto__']: {} } }, `${field}.__proto__`, 'unknown_field'],
];
const nulls = (...fields: string[]): Bad[] => fields.map((field) => [{ [field]: null }, field, '*']);
const within = (field: string, good: object, bad: readonly Bad[]): Bad[] =>
  bad.map(([fields, path, code]) => [{ [field]: [{ ...good, ...fields }] }, `${field}[0].${path}`, code]);

const ACCOUNT = { identifier: 'x@y.example', kind: 'email' };
const DISCLOSURE = { sourceDescription: 'A source', anonymous: true, channel: 'press', summary: 'Told.' };
const CLAIM = { stance: 'denies', statement: 'No.', saidAt: '2024-08-10T00:00:00Z' };

const ofAccount: readonly Bad[] = [
  ...text('identifier', 500),
  ...text('provider', 200),
  ...text('note', 4000),
  ...term('kind'),
  ...term('status'),
  ...time('firstSeenAt'),
  ...time('lastSeenAt'),
  ...object('holder'),
  [{ holder: { disclosed: 'yes' } }, 'holder.disclosed', 'wrong_type'],
  [{ holder: { name: 'Someone' } }, 'holder.disclosed', 'wrong_type'],
  ...nulls('identifier', 'kind', 'status'),
];
const ofReport: readonly Bad[] = [
  ...text('title', 300),
  ...text('summary', 20_000),
  ...term('category'),
  ...term('severity'),
  ...term('tlp'),
  ...time('occurredAt'),
  ...time('detectedAt'),
  ...id('leadId'),
  [{ leadId: NOBODY }, 'leadId', 'not_a_member'],
  ...list('tags', 50),
  [{ tags: [1] }, 'tags', 'wrong_type'],
  [{ tags: ['x'.repeat(51)] }, 'tags', 'wrong_length'],
  ...nulls('title', 'tlp', 'tags'),
];
const ofFiling: readonly Bad[] = [
  ...ofReport,
  ...nulls('summary', 'category', 'severity', 'occurredAt', 'detectedAt', 'leadId', 'organizationId'),
  ...nulls('affectedAccounts', 'pivots', 'disclosures', 'claims', 'allegedActor'),
  ...id('organizationId'),
  [{ organizationId: NOBODY }, 'organizationId', 'unknown_reference'],
  [{ title: undefined }, 'title', 'wrong_type'],
  ...objects('affectedAccounts', 200),
  ...within('affectedAccounts', ACCOUNT, ofAccount),
  ...objects('pivots', 400),
  ...objects('disclosures', 50),
  ...within('disclosures', DISCLOSURE, [
    ...text('summary', 20_000),
    ...text('sourceDescription', 500),
    ...id('sourcePartyId'),
    [{ sourcePartyId: NOBODY }, 'sourcePartyId', 'unknown_reference'],
    [{ receivedByPartyId: NOBODY }, 'receivedByPartyId', 'unknown_reference'],
    [{ sourceDescription: undefined }, 'sourceDescription', 'missing'],
    [{ anonymous: 'no' }, 'anonymous', 'wrong_type'],
    ...term('channel'),
    ...term('reliability'),
    [{ credibility: 7 }, 'credibility', 'not_allowed'],
    [{ credibility: '1' }, 'credibility', 'not_allowed'],
    [{ credibility: 1e308 }, 'credibility', 'not_allowed'],
    ...time('receivedAt'),
    ...time('publicAt'),
    [{ url: 'javascript:alert(1)' }, 'url', 'is_url'],
    ...within('artifacts', { title: 'x', authenticity: 'claimed' }, [
      ...text('title', 300),
      ...term('authenticity'),
      [{ sha256: 'abc' }, 'sha256', 'matches'],
      [{ authenticityBy: NOBODY }, 'authenticityBy', 'unknown_reference'],
    ]),
  ]),
  ...objects('claims', 100),
  ...within('claims', CLAIM, [
    ...text('statement', 20_000),
    ...term('stance'),
    ...term('basis'),
    ...term('evidencePresented'),
    ...term('tlp'),
    ...time('saidAt'),
    [{ saidAt: undefined }, 'saidAt', 'partial_time'],
    [{ claimantId: NOBODY }, 'claimantId', 'unknown_reference'],
    ...object('source'),
    ...object('hypothesis'),
    ...object('claimant'),
    [{ hypothesis: { kind: 'insider' } }, 'hypothesis.label', 'missing'],
    [{ hypothesis: { kind: 'threat_actor', actorId: NOBODY } }, 'hypothesis.actorId', 'unknown_reference'],
  ]),
  ...object('allegedActor'),
  [{ allegedActor: {} }, 'allegedActor.name', 'missing'],
  [{ allegedActor: { actorId: NOBODY } }, 'allegedActor.actorId', 'unknown_reference'],
  [{ allegedActor: { name: 'x', claimantId: NOBODY } }, 'allegedActor.claimantId', 'unknown_reference'],
];

const ROUTES: readonly (readonly [string, 'post' | 'patch', () => string, object, readonly Bad[]])[] = [
  ['filing', 'post', () => '/incidents', { title: 'x' }, ofFiling],
  ['amending the incident', 'patch', () => at(''), { title: 'y' }, ofReport],
  [
    'a transition',
    'post',
    () => at('/transitions'),
    { to: 'triage', reason: 'It is real.' },
    [
      ...term('to'),
      ...text('reason', 4000),
      ...text('closingSummary', 20_000),
      ...nulls('to', 'reason', 'closingSummary'),
    ],
  ],
  [
    'a comment',
    'post',
    () => at('/comments'),
    { body: 'x' },
    [
      ...text('body', 20_000),
      ...nulls('body', 'on'),
      ...object('on'),
      [{ on: { kind: 'account', id: NOBODY } }, 'on', 'unknown_reference'],
    ],
  ],
  ['an account', 'post', () => at('/accounts'), ACCOUNT, [...ofAccount, ...nulls('provider', 'holder', 'firstSeenAt')]],
  ['amending an account', 'patch', () => at(`/accounts/${given.ids.account}`), { note: 'y' }, ofAccount],
];
const at = (path: string): string => `/incidents/${given.incidentId}${path}`;

/** As text: a spread would set the prototype, and `undefined` takes the field away. */
function laidOver(good: object, fields: object): string {
  const members = [...new Map([...Object.entries(good), ...Object.entries(fields)])]
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  return `{${members.join(',')}}`;
}

const named = (fields: object): string => JSON.stringify(fields)?.slice(0, 70);

describe.each(ROUTES)('A fault of %s', (_route, method, path, good, bad) => {
  test.each([...ALWAYS, ...bad].map((row) => [named(row[0]), ...row] as const))(
    'is told at its place, and nothing is written: %s',
    async (_name, fields, faultPath, code) => {
      const before = await traces(api);
      const caller = given.owner.with({ 'if-match': '"3"', 'idempotency-key': randomUUID() });
      const body = laidOver(good, fields);
      const answer = await caller.raw(method, path(), body);
      expectProblem(answer, { status: 422, code: 'invalid', path: faultPath });
      if (code !== '*') {
        expect(answer.body.errors.map((fault: { code: string }) => fault.code)).toContain(code);
      }
      expect(await traces(api)).toEqual(before);
    },
  );
});
