import { golden, type ApplicationUnderTest, type Client } from '@app/testing';
import { givenMarkings, MARKINGS, WORD, type Marked, type MarkingGround } from './marking-ground.js';
import { startApi } from './start-api.js';

let api: ApplicationUnderTest;
let ground: MarkingGround;

beforeAll(async () => {
  api = await startApi();
  ground = await givenMarkings(api);
}, 120_000);
afterAll(async () => {
  await api.close();
});

/** Where a record may be come by: all that is answered there, as text; null where the caller may not ask. */
type Reads = Readonly<Record<string, string | null>>;

const LISTS: Readonly<Record<string, string>> = {
  account: '/accounts',
  pivot: '/pivots',
  disclosure: '/disclosures',
  artifact: '/artifacts',
  hypothesis: '/hypotheses',
  claim: '/claims',
  comment: '/comments',
  task: '/tasks',
  evidence: '/evidence',
  finding: '/findings',
  inquiry: '/inquiries',
  assessment: '/assessments',
  // Shown with the assessment.
  dissent: '/assessments',
};
const BY_ID: Readonly<Record<string, string>> = {
  account: '/accounts/',
  evidence: '/evidence/',
  finding: '/findings/',
  assessment: '/assessments/',
};
/** What each kind is asked for, beside the list and the id: a read that never shows the kind says nothing. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  account: ['whole', 'timeline', 'search', 'history'],
  pivot: ['whole', 'timeline', 'history'],
  disclosure: ['whole', 'timeline', 'search', 'history'],
  artifact: ['whole', 'search', 'history'],
  hypothesis: ['whole', 'standing', 'search', 'history'],
  claim: ['whole', 'timeline', 'search', 'history'],
  comment: ['search', 'history'],
  task: ['search', 'history'],
  evidence: ['timeline', 'search', 'history'],
  custody_step: ['timeline', 'search', 'history'],
  finding: ['timeline', 'search', 'history'],
  finding_account: ['history'],
  inquiry: ['timeline', 'history'],
  assessment: ['history'],
  dissent: ['history'],
};

async function text(client: Client, path: string): Promise<string | null> {
  const { status, text: answer } = await client.get(path);
  requireAnswer(path, status);
  return status === 200 ? answer : null;
}

/** What is refused says so; what fails says nothing about who is shown what. */
function requireAnswer(path: string, status: number): void {
  if (![200, 403, 404].includes(status)) {
    throw new Error(`${path} answered ${status}.`);
  }
}

/** Everything of a list, page by page. */
async function all(client: Client, path: string): Promise<string | null> {
  let found = '';
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = `${path.includes('?') ? '&' : '?'}limit=200${cursor ? `&cursor=${cursor}` : ''}`;
    const { status, body, text: answer } = await client.get(path + query);
    requireAnswer(path, status);
    if (status !== 200) {
      return null;
    }
    found += answer;
    cursor = body.nextCursor as string | null;
  }
  return found;
}

async function readsOf(client: Client): Promise<Reads> {
  const { at } = ground;
  const reads: Record<string, string | null> = {
    whole: await text(client, at),
    standing: await text(client, `${at}/attribution`),
    timeline: await all(client, `${at}/timeline`),
    search: await all(client, `/search?q=${WORD}`),
    history: await all(client, `${at}/history`),
  };
  for (const path of new Set(Object.values(LISTS))) {
    reads[path] = await all(client, at + path);
  }
  return reads;
}

/** `yes` and `-`: in every read that the caller may make, and in none; else those that show it. */
async function cell(client: Client, reads: Reads, kind: string, id: string): Promise<string> {
  const asked: [string, string | null | undefined][] = (ELSEWHERE[kind] ?? []).map((name) => [name, reads[name]]);
  if (LISTS[kind]) {
    asked.push(['list', reads[LISTS[kind]]]);
  }
  if (BY_ID[kind]) {
    const answer = await client.get(`${ground.at}${BY_ID[kind]}${id}`);
    asked.push(['id', answer.status === 200 ? answer.text : answer.status === 404 ? '' : null]);
  }
  const may = asked.filter((read): read is [string, string] => typeof read[1] === 'string');
  const shown = may.filter(([, answer]) => answer.includes(id)).map(([name]) => name);
  return shown.length === 0 ? '-' : shown.length === may.length ? 'yes' : shown.join('+');
}

async function rowsOf(
  kind: string,
  ids: Readonly<Record<Marked, string>>,
  callers: readonly { readonly name: string; readonly client: Client; readonly reads: Reads }[],
): Promise<string[]> {
  const rows = new Map<string, string[]>();
  for (const { name, client, reads } of callers) {
    const cells = [];
    for (const marking of MARKINGS) {
      cells.push(await cell(client, reads, kind, ids[marking]));
    }
    const row = cells.map((found) => found.padEnd(4)).join(' | ');
    rows.set(row, [...(rows.get(row) ?? []), name]);
  }
  return [...rows].map(([row, names]) => `| ${row} | ${folded(names)} |`);
}

/** `as analyst to amber, as analyst to red` as `as analyst to amber, red`. */
function folded(names: readonly string[]): string {
  const by = new Map<string, string[]>();
  for (const name of names) {
    const [who = '', to] = name.split(' to ');
    by.set(who, [...(by.get(who) ?? []), ...(to ? [to] : [])]);
  }
  return [...by].map(([who, to]) => (to.length > 0 ? `${who} to ${to.join(' or ')}` : who)).join('; ');
}

const INTRODUCTION = `# Who is shown a record, by its marking

Made by \`apps/api/test/marking-matrix.e2e-spec.ts\`, which calls the running API. The case is TLP:GREEN. For each kind of
record there is one of each marking; whoever sees the case asks for it everywhere that the kind is shown (named beside it),
as far as they may ask at all. \`yes\`: every read shows it; \`-\`: none does. Anything else is a leak or a loss.
Callers with the same rights stand in one row.
`;

test('a record is shown by its marking, and everywhere alike', async () => {
  const callers = [];
  for (const caller of ground.callers) {
    callers.push({ ...caller, reads: await readsOf(caller.client) });
  }
  const own = [
    { name: 'who brought it, as contributor to amber', client: ground.bringer, reads: await readsOf(ground.bringer) },
  ];
  const parts = [INTRODUCTION];
  for (const [kind, ids] of Object.entries(ground.ids)) {
    const reads = [...(LISTS[kind] ? ['list'] : []), ...(BY_ID[kind] ? ['id'] : []), ...(ELSEWHERE[kind] ?? [])];
    const rows = await rowsOf(kind, ids, callers);
    const brought = ground.brought[kind];
    if (brought) {
      rows.push(...(await rowsOf(kind, brought, own)));
    }
    parts.push(
      [
        `## ${kind} (${reads.join(', ')})`,
        '',
        `| ${MARKINGS.map((marking) => marking.padEnd(4)).join(' | ')} | shown to |`,
        `|${MARKINGS.map(() => '---').join('|')}|---|`,
        ...rows,
        '',
      ].join('\n'),
    );
  }
  const matrix = parts.join('\n');
  const leaks = matrix.match(/(?:list|id|whole|standing|timeline|search|history)(?:\+\w+)* *\|/g) ?? [];
  expect(matrix).toBe(golden('marking-matrix.md', matrix));
  expect(leaks).toEqual([]);
}, 120_000);
