import type { Response } from 'supertest';
import { givenOrganization, type ApplicationUnderTest, type Client } from '@app/testing';

/** A case of an organization, with one of everything that a route may name. */
export interface GivenCase {
  readonly api: ApplicationUnderTest;
  readonly owner: Client;
  readonly stranger: Client;
  readonly incidentId: string;
  readonly ids: Readonly<
    Record<'account' | 'other' | 'pivot' | 'disclosure' | 'artifact' | 'hypothesis' | 'claim', string>
  > &
    Readonly<Record<'comment' | 'task' | 'organization' | 'party', string>>;
}

export async function givenCase(api: ApplicationUnderTest): Promise<GivenCase> {
  const ours = await givenOrganization(api);
  const owner = await api.signedIn(ours.owner);
  const stranger = await api.signedIn((await givenOrganization(api)).owner);
  const { body } = await owner.post('/incidents', WHOLE).expect(201);
  const at = `/incidents/${body.id}`;
  const comment = await owner.post(`${at}/comments`, { body: 'First.' }).expect(201);
  const task = await owner.post(`${at}/tasks`, { title: 'Ask.' }).expect(201);
  const ids = {
    organization: ours.id,
    party: body.claims[0].claimantId,
    account: body.affectedAccounts[0].id,
    other: body.affectedAccounts[1].id,
    pivot: body.pivots[0].id,
    disclosure: body.disclosures[0].id,
    artifact: body.disclosures[0].artifacts[0].id,
    hypothesis: body.hypotheses[0].id,
    claim: body.claims[0].id,
    comment: comment.body.id,
    task: task.body.id,
  };
  return { api, owner, stranger, incidentId: body.id, ids };
}

const WHOLE = {
  title: 'A mailbox was read',
  affectedAccounts: [
    { key: 'a', identifier: 'one@campaign.example', kind: 'email' },
    { key: 'b', identifier: 'two@campaign.example', kind: 'email' },
  ],
  pivots: [{ fromKey: 'a', toKey: 'b' }],
  disclosures: [
    {
      sourceDescription: 'A reporter',
      anonymous: true,
      channel: 'press',
      summary: 'Documents were sent.',
      artifacts: [{ title: 'A file', authenticity: 'claimed' }],
    },
  ],
  claims: [{ stance: 'attributes', statement: 'It was they.', saidAt: { at: null, precision: 'unknown' } }],
};

/** All that a write may leave, and a refusal does not. */
const TRACES = [
  'incident',
  'history_entry',
  'history_payload',
  'record_state',
  'outbox_message',
  'idempotency_key',
  'affected_account',
  'comment',
  'party',
] as const;

export async function traces(api: ApplicationUnderTest): Promise<object> {
  const [versions] = await api.sql('SELECT coalesce(sum(case_version), 0)::int AS "caseVersions" FROM incident');
  return { ...versions, ...(await api.count(...TRACES)) };
}

export interface Expected {
  readonly status: number;
  readonly code: string;
  /** Where the first fault stands. */
  readonly path?: string | undefined;
}

/** A refusal as of RFC 9457, with a stable code, and with each fault at its place. */
export function expectProblem(answer: Response, { status, code, path }: Expected): void {
  expect({ status: answer.status, code: answer.body.code, path: answer.body.errors?.[0]?.path }).toEqual({
    status,
    code,
    path,
  });
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(answer.body).toMatchObject({
    type: `urn:ascribe:problem:${code}`,
    title: expect.any(String),
    detail: expect.any(String),
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  for (const fault of answer.body.errors ?? []) {
    expect(fault).toEqual({
      path: expect.any(String),
      code: expect.stringMatching(/^[a-z_]+$/),
      message: expect.any(String),
    });
  }
}
