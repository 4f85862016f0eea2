import { BEGINNING } from './world.js';

/** What the paths of one viewpoint's world are made from. */
export interface Known {
  /** Names of everything that was made in the fuller world, and of what nothing has. */
  readonly names: readonly string[];
  /** Versions of the case to ask for, and moments. */
  readonly versions: readonly number[];
  readonly moments: readonly string[];
  readonly words: readonly string[];
}

/** Words that only what is hidden from somebody has. */
export const isTelling = (word: string): boolean =>
  /vermilion|crimson|scarlet|quokka|pewter|cobalt|lichen|crocus|heather|marigold/.test(word);

type Paths = (known: Known) => readonly string[];

const NOTHING = 'nothing';
const CASES = ['case', 'second', 'red case', 'rival case', 'elsewhere', NOTHING];

const only =
  (...paths: readonly string[]): Paths =>
  () =>
    paths;

/** Every incident there is, whole and in pages of one. */
const ofCases =
  (rest: string, { paged = true, asOf = true, more = [] as readonly string[] } = {}): Paths =>
  ({ versions, moments }) => [
    ...CASES.map((name) => `/incidents/{${name}}${rest}`),
    ...(paged ? [`/incidents/{case}${rest}?limit=1`] : []),
    ...(asOf ? versions.map((version) => `/incidents/{case}${rest}?caseVersion=${version}`) : []),
    ...(asOf ? moments.map((moment) => `/incidents/{case}${rest}?knownAt=${moment}`) : []),
    ...more.map((query) => `/incidents/{case}${rest}?${query}`),
  ];

/** Every record of a kind, by the beginnings of the names that were given. */
const ofRecords =
  (rest: string, named: RegExp, tail = ''): Paths =>
  ({ names }) =>
    [...names.filter((name) => named.test(name)), NOTHING].flatMap((name) => [
      `/incidents/{case}${rest}/{${name}}${tail}`,
      `/incidents/{second}${rest}/{${name}}${tail}`,
    ]);

const LIST_FILTERS = [
  'status=triage',
  'status=duplicate',
  'severity=moderate',
  'category=intrusions',
  'tlp=red',
  'tlp=amber,clear',
  'actorId={actor}',
  'actorId={rival actor}',
  'leadId={Campaign lead person}',
  'tag=tulip',
  'q=marigold',
  'q=vermilion',
  'q=quokka',
  'organizationId={Campaign}',
  'organizationId={Rival}',
  'reportedFrom=2024-08-10T08:02:30.000Z',
  'reportedTo=2024-08-10T08:02:30.000Z',
];
const SORTS = ['reportedAt', '-reportedAt', 'updatedAt', '-updatedAt'];

const VALID = '2024-08-05T00:00:00.000Z';
const at = (minutes: number): string => new Date(BEGINNING.getTime() + minutes * 60_000).toISOString();

/** Sizes of the log, which differ from world to world. */
const LAST = '{log size}';
const EARLIER = '{earlier size}';

/** The addresses of every GET route, with the queries that it takes. A route that is not here fails the test. */
export const READS: Readonly<Record<string, Paths>> = {
  ...ofLog(),
  'GET /auth/me': only('/auth/me'),
  // Each caller's own, made before the steps.
  'GET /auth/sessions': only('/auth/sessions', '/auth/sessions?limit=1'),
  'GET /auth/sign-in-events': only('/auth/sign-in-events', '/auth/sign-in-events?limit=1'),
  'GET /auth/totp': only('/auth/totp'),
  'GET /auth/identities': only('/auth/identities'),
  'GET /auth/oidc': only('/auth/oidc'),
  // No provider is set up: what they answer is the sign-in's own test.
  'GET /auth/oidc/:provider/start': only('/auth/oidc/none/start'),
  'GET /auth/oidc/:provider/callback': only('/auth/oidc/none/callback'),
  'GET /break-glass': only('/break-glass', '/break-glass?limit=1'),
  'GET /auth/invitations/:token': only('/auth/invitations/none'),
  'GET /api-keys': only('/api-keys', '/api-keys?limit=1'),
  'GET /directory': ({ words }) => [
    ...['Campaign', 'Rival', 'Elsewhere', 'Nobody'].map((name) => `/directory?name=${name}%20Office`),
    ...words.slice(0, 5).map((word) => `/directory?name=${word}`),
  ],
  'GET /vocabularies': only('/vocabularies'),
  'GET /techniques': only('/techniques?limit=200', '/techniques?q=phishing'),
  'GET /search': ({ words, names }) => [
    ...words.map((word) => `/search?q=${word}`),
    ...words
      .filter((word) => /vermilion|quokka|crocus|pewter|cobalt/.test(word))
      .map((word) => `/search?q=${word}&limit=1`),
    ...names.map((name) => `/search?q={${name}}`),
    '/search?q=INC-2024',
    '/search?q=a&limit=1',
  ],
  'GET /parties': ({ words }) => [
    '/parties?limit=200',
    ...words.filter(isTelling).map((word) => `/parties?q=${word}&limit=2`),
  ],
  'GET /actors': ({ words }) => [
    '/actors?limit=200',
    ...words.filter(isTelling).map((word) => `/actors?q=${word}&limit=2`),
  ],
  'GET /actors/:actorId': only(
    '/actors/{actor}',
    '/actors/{other actor}',
    '/actors/{rival actor}',
    `/actors/{${NOTHING}}`,
  ),
  'GET /actors/:actorId/identifications': only(
    ...['actor', 'other actor', 'rival actor', NOTHING].map((name) => `/actors/{${name}}/identifications`),
  ),
  'GET /organizations': only('/organizations', '/organizations?limit=1'),
  'GET /organizations/:organizationId': ofOrganizations(''),
  'GET /organizations/:organizationId/members': ofOrganizations('/members'),
  'GET /organizations/:organizationId/invitations': ofOrganizations('/invitations'),
  'GET /organizations/:organizationId/api-keys': ofOrganizations('/api-keys'),
  'GET /organizations/:organizationId/history': ofOrganizations('/history'),
  'GET /organizations/:organizationId/legal-holds': ofOrganizations('/legal-holds'),
  'GET /organizations/:organizationId/retention-rules': ofOrganizations('/retention-rules'),
  'GET /organizations/:organizationId/stakeholders': ofOrganizations('/stakeholders'),
  // Does not end, and so is followed in `events.ts`.
  'GET /events': only(),
  'GET /incidents': ({ moments }) => [
    ...SORTS.flatMap((sort) => [`/incidents?sort=${sort}`, `/incidents?sort=${sort}&limit=1`]),
    ...LIST_FILTERS.flatMap((filter) => [`/incidents?${filter}`, `/incidents?${filter}&limit=1&sort=-updatedAt`]),
    ...[...moments, at(62)].flatMap((moment) => [
      `/incidents?updatedSince=${moment}`,
      `/incidents?updatedSince=${moment}&sort=updatedAt&limit=1`,
    ]),
  ],
  'GET /incidents/:incidentId': ofCases('', {
    paged: false,
    more: [`validAt=${VALID}`, `validAt=${VALID}&caseVersion=3`],
  }),
  'GET /incidents/:incidentId/mergers': ofCases('/mergers', { more: ['limit=1'] }),
  'GET /incidents/:incidentId/timeline': ofCases('/timeline', { more: ['order=recorded', 'order=recorded&limit=1'] }),
  'GET /incidents/:incidentId/history': ofCases('/history', {
    asOf: false,
    more: ['order=desc', 'order=desc&limit=1'],
  }),
  'GET /incidents/:incidentId/notifications': ofCases('/notifications', { asOf: false }),
  'GET /incidents/:incidentId/accounts': ofCases('/accounts'),
  'GET /incidents/:incidentId/accounts/:accountId': ofRecords('/accounts', /account/),
  'GET /incidents/:incidentId/pivots': ofCases('/pivots'),
  'GET /incidents/:incidentId/disclosures': ofCases('/disclosures'),
  'GET /incidents/:incidentId/artifacts': ofCases('/artifacts'),
  'GET /incidents/:incidentId/evidence': ofCases('/evidence'),
  'GET /incidents/:incidentId/evidence/:evidenceId': ofRecords('/evidence', /evidence/),
  'GET /incidents/:incidentId/evidence/:evidenceId/content': ofRecords('/evidence', /evidence/, '/content'),
  'GET /incidents/:incidentId/evidence/:evidenceId/custody': ofRecords('/evidence', /evidence/, '/custody'),
  'GET /incidents/:incidentId/hypotheses': ofCases('/hypotheses'),
  'GET /incidents/:incidentId/claims': ofCases('/claims', { more: [`validAt=${VALID}`] }),
  'GET /incidents/:incidentId/findings': ofCases('/findings'),
  'GET /incidents/:incidentId/findings/:findingId': ofRecords('/findings', /finding/),
  'GET /incidents/:incidentId/findings/:findingId/accounts': ofRecords('/findings', /finding/, '/accounts'),
  'GET /incidents/:incidentId/assessments': ofCases('/assessments', { more: ['status=approved', 'status=draft'] }),
  'GET /incidents/:incidentId/assessments/:assessmentId': ofRecords('/assessments', /assessment/),
  'GET /assessment-reviews': only('/assessment-reviews', '/assessment-reviews?limit=1'),
  'GET /incidents/:incidentId/inquiries': ofCases('/inquiries'),
  'GET /incidents/:incidentId/ach': ofCases('/ach', { paged: false }),
  'GET /incidents/:incidentId/dependents': ({ names }) =>
    ['claim', 'finding', 'disclosure', 'evidence'].flatMap((kind) =>
      [...names.filter((name) => /claim|echo|successor|finding|disclosure|evidence/.test(name)), NOTHING].map(
        (name) => `/incidents/{case}/dependents?kind=${kind}&id={${name}}`,
      ),
    ),
  'GET /incidents/:incidentId/attribution': ofCases('/attribution', { paged: false, more: [`validAt=${VALID}`] }),
  'GET /incidents/:incidentId/attribution/history': ofCases('/attribution/history', { asOf: false }),
  'GET /incidents/:incidentId/attribution/compare': ({ moments }) => [
    ...moments.slice(1).map((to, index) => `/incidents/{case}/attribution/compare?from=${moments[index]}&to=${to}`),
    `/incidents/{case}/attribution/compare?from=${VALID}&to=${at(600)}&fromKnownAt=${at(1)}&toKnownAt=${at(90)}`,
    ...CASES.map((name) => `/incidents/{${name}}/attribution/compare?from=${VALID}&to=${at(600)}`),
  ],
  'GET /incidents/:incidentId/attribution/citations': ofCases('/attribution/citations', {
    paged: false,
    more: [`validAt=${VALID}`],
  }),
  'GET /incidents/:incidentId/attribution/measures': ofCases('/attribution/measures', {
    paged: false,
    more: [`validAt=${VALID}`],
  }),
  'GET /incidents/:incidentId/comments': ofCases('/comments'),
  'GET /incidents/:incidentId/erasures': ofCases('/erasures', { asOf: false, paged: false, more: ['limit=100'] }),
  'GET /incidents/:incidentId/tasks': ofCases('/tasks'),
  'GET /incidents/:incidentId/participants': ofCases('/participants', { asOf: false }),
  'GET /incidents/:incidentId/participants/:participantId/sight': ofRecords('/participants', /participant/, '/sight'),
  'GET /incidents/:incidentId/pseudonyms': ofCases('/pseudonyms', { paged: false, asOf: false }),
  // Grows while it is read by those whose reads are logged: pages of one would not end.
  'GET /incidents/:incidentId/reads': ofCases('/reads', { asOf: false, paged: false, more: ['limit=100'] }),
  'GET /incidents/:incidentId/stakeholders': ofCases('/stakeholders', { asOf: false }),
  'GET /notifications': only('/notifications', '/notifications?limit=1', '/notifications?unread=true'),
  'GET /deliveries': only(
    '/deliveries',
    '/deliveries?limit=1',
    '/deliveries?status=sent',
    '/deliveries?status=withheld',
  ),
  'GET /mailbox': only('/mailbox', '/mailbox?limit=1'),
  'GET /mailbox/:mailboxMessageId': ({ names }) =>
    [...names.filter((name) => name.startsWith('mail ')), NOTHING].map((name) => `/mailbox/{${name}}`),
};

function ofLog(): Readonly<Record<string, Paths>> {
  return {
    'GET /ledger/checkpoint': only('/ledger/checkpoint', `/ledger/checkpoint?size=${EARLIER}`),
    'GET /ledger/checkpoints': only('/ledger/checkpoints', '/ledger/checkpoints?limit=1'),
    'GET /ledger/key': only('/ledger/key', '/ledger/key?role=receipt'),
    'GET /ledger/keys': only('/ledger/keys'),
    'GET /ledger/policy': only('/ledger/policy'),
    // What a tile holds is random, in both worlds: that it is there, and what is not.
    'GET /ledger/tile/*': only('/ledger/tile/0/999', '/ledger/tile/entries/x001/000', '/ledger/tile/9/000'),
    'GET /ledger/proof/inclusion': only(`/ledger/proof/inclusion?index=0&size=${LAST}`),
    'GET /ledger/proof/consistency': only(`/ledger/proof/consistency?from=${EARLIER}&to=${LAST}`),
    'GET /ledger/receipts': only('/ledger/receipts', '/ledger/receipts?limit=1'),
    'GET /ledger/status': only('/ledger/status'),
    'GET /ledger/verifier': only('/ledger/verifier'),
    'GET /ledger/entries': only('/ledger/entries', '/ledger/entries?limit=10', `/ledger/entries?from=${EARLIER}`),
    'GET /ledger/bundle': ({ moments }) => [
      '/ledger/bundle',
      `/ledger/bundle?size=${EARLIER}`,
      ...some(moments).map((moment) => `/ledger/bundle?knownAt=${moment}`),
    ],
    'GET /incidents/:incidentId/ledger': ofCases('/ledger', { asOf: false, more: [`size=${EARLIER}`, `size=${LAST}`] }),
    'GET /incidents/:incidentId/bundle': ({ moments }) => [
      ...CASES.map((name) => `/incidents/{${name}}/bundle`),
      ...[`size=${EARLIER}`, `from=${EARLIER}`, 'names=included'].map((query) => `/incidents/{case}/bundle?${query}`),
      ...some(moments).map((moment) => `/incidents/{case}/bundle?knownAt=${moment}`),
    ],
  };
}

/** Of many moments an early and a late one: each takes a file of everything. */
const some = (moments: readonly string[]): string[] =>
  [0.3, 0.7].flatMap((share) => moments[Math.floor(moments.length * share)] ?? []);

function ofOrganizations(rest: string): Paths {
  return only(
    ...['Campaign', 'Elsewhere', 'Rival', 'Analysts', NOTHING].flatMap((name) => [
      `/organizations/{${name}}${rest}`,
      `/organizations/{${name}}${rest}?limit=1`,
    ]),
  );
}
