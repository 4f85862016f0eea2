import { givenMember, givenOrganization, type ApplicationUnderTest, type Client } from '@app/testing';

export const MARKINGS = ['none', 'clear', 'green', 'amber', 'amber+strict', 'red'] as const;
export type Marked = (typeof MARKINGS)[number];

const ROLES = ['owner', 'lead', 'responder', 'analyst', 'auditor'] as const;
const CAPACITIES = ['responder', 'analyst', 'contributor', 'auditor', 'observer'] as const;
const CLEARANCES = ['amber', 'amber+strict', 'red'] as const;

/** A word that every record with a text has: what search finds of a case. */
export const WORD = 'kestrel';

export interface MarkingGround {
  readonly at: string;
  /** By kind and marking: the record's id. */
  readonly ids: Readonly<Record<string, Readonly<Record<Marked, string>>>>;
  readonly callers: readonly { readonly name: string; readonly client: Client }[];
  /** Brought evidence and findings of every marking, and is cleared for AMBER since. */
  readonly bringer: Client;
  readonly brought: MarkingGround['ids'];
}

const INSTANT = { at: '2024-08-10T00:00:00Z', precision: 'day' };

/** A case of TLP:GREEN with a record of each kind and marking, and everyone who may come to see it. */
export async function givenMarkings(api: ApplicationUnderTest): Promise<MarkingGround> {
  const campaign = await givenOrganization(api);
  const owner = await api.signedIn(campaign.owner);
  const at = `/incidents/${(await owner.post('/incidents', { title: 'A case', tlp: 'green' }).expect(201)).body.id}`;
  const takes = async (capacity: string, maxTlp: string) => {
    const organization = await givenOrganization(api, { kind: 'vendor' });
    const taking = { organizationId: organization.id, capacity, maxTlp };
    const { body } = await owner.post(`${at}/participants`, taking).expect(201);
    return { id: body.id as string, version: body.version as number, client: await api.signedIn(organization.owner) };
  };
  const callers = [];
  for (const role of ROLES) {
    const client = role === 'owner' ? owner : await api.signedIn(await givenMember(api, campaign, role));
    callers.push({ name: role, client });
  }
  for (const capacity of CAPACITIES) {
    for (const maxTlp of CLEARANCES) {
      callers.push({ name: `as ${capacity} to ${maxTlp}`, client: (await takes(capacity, maxTlp)).client });
    }
  }
  const bringer = await takes('contributor', 'red');
  const brought = await byMarking(await bringings(bringer.client, at));
  const ids = await byMarking(await kinds(api, owner, at, campaign.id));
  const path = `${at}/participants/${bringer.id}`;
  await owner.patch(path, { maxTlp: 'amber', reason: 'x' }, bringer.version).expect(200);
  return { at, ids, callers, bringer: bringer.client, brought };
}

type Maker = (marking: object, word: string) => Promise<string>;

async function byMarking(makers: Readonly<Record<string, Maker>>): Promise<MarkingGround['ids']> {
  const ids: Record<string, Record<Marked, string>> = {};
  for (const [kind, make] of Object.entries(makers)) {
    const of = {} as Record<Marked, string>;
    for (const marking of MARKINGS) {
      of[marking] = await make(marking === 'none' ? {} : { tlp: marking }, `${WORD} ${kind} ${marking}`);
    }
    ids[kind] = of;
  }
  return ids;
}

const idOf = async (client: Client, path: string, body: object): Promise<string> =>
  (await client.post(path, body).expect(201)).body.id as string;

/** What a contributor can bring. */
async function bringings(client: Client, at: string): Promise<Record<string, Maker>> {
  const evidence: Maker = async (marking, title) =>
    await idOf(client, `${at}/evidence`, { title, kind: 'reference', obtainedAt: INSTANT, ...marking });
  return await Promise.resolve({
    evidence,
    finding: async (marking, summary) => await idOf(client, `${at}/findings`, { summary, ...marking }),
  });
}

async function kinds(
  api: ApplicationUnderTest,
  owner: Client,
  at: string,
  organizationId: string,
): Promise<Record<string, Maker>> {
  const made = async (path: string, body: object) => await idOf(owner, at + path, body);
  const account = await made('/accounts', { identifier: 'a@campaign.example', kind: 'email' });
  const other = await made('/accounts', { identifier: 'b@campaign.example', kind: 'email' });
  const [party] = await api.sql<{ id: string }>('SELECT id FROM party WHERE organization_id = $1', [organizationId]);
  const [unknown] = await api.sql<{ id: string }>('SELECT id FROM hypothesis WHERE incident_id = $1', [
    at.split('/')[2],
  ]);
  const brought = await bringings(owner, at);
  const evidence = await made('/evidence', { title: 'A disk', kind: 'reference' });
  const submitted = await submittedAssessment(owner, at, unknown?.id ?? '');
  const disclosure = { sourceDescription: 'x', anonymous: true, channel: 'press', receivedAt: INSTANT };
  const paper = await made('/disclosures', { ...disclosure, summary: 'x' });
  const claim = { hypothesisId: unknown?.id, claimantId: party?.id, stance: 'denies', saidAt: INSTANT };
  return {
    account: async (marking, identifier) =>
      await made('/accounts', { identifier, kind: 'email', firstSeenAt: INSTANT, ...marking }),
    pivot: async (marking, method) =>
      await made('/pivots', { fromAccountId: account, toAccountId: other, method, at: INSTANT, ...marking }),
    disclosure: async (marking, summary) => await made('/disclosures', { ...disclosure, summary, ...marking }),
    artifact: async (marking, title) =>
      await made('/artifacts', { disclosureId: paper, title, authenticity: 'claimed', ...marking }),
    hypothesis: async (marking, label) => await made('/hypotheses', { kind: 'insider', label, ...marking }),
    claim: async (marking, statement) => await made('/claims', { ...claim, statement, ...marking }),
    comment: async (marking, body) => await made('/comments', { body, ...marking }),
    task: async (marking, title) => await made('/tasks', { title, ...marking }),
    ...brought,
    custody_step: async (marking, byWhom) =>
      await made(`/evidence/${evidence}/custody`, { action: 'received', at: INSTANT, byWhom, ...marking }),
    inquiry: async (marking, question) =>
      await made('/inquiries', { partyId: party?.id, question, askedAt: INSTANT, ...marking }),
    assessment: async (marking, rationale) => await made('/assessments', { rationale, ...marking }),
    finding_account: async (marking, summary) => {
      const finding = await made('/findings', { summary, ...marking });
      return await made(`/findings/${finding}/accounts`, { accountId: account });
    },
    dissent: async (marking, statement) => {
      const { body } = await owner
        .post(`${at}/assessments/${submitted}/dissents`, { statement, ...marking })
        .expect(201);
      return (
        (body.dissents as { id: string; statement: string }[]).find((said) => said.statement === statement)?.id ?? ''
      );
    },
  };
}

async function submittedAssessment(owner: Client, at: string, hypothesisId: string): Promise<string> {
  const judgements = [{ hypothesisId, likelihood: { term: 'likely' } }];
  const id = await idOf(owner, `${at}/assessments`, { judgements, confidence: 'low', rationale: 'x' });
  await owner.post(`${at}/assessments/${id}/submissions`, {}).expect(201);
  return id;
}
