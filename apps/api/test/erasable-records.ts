import { randomUUID } from 'node:crypto';
import type { ApplicationUnderTest, Client, GivenOrganization } from '@app/testing';

/** What a record is made with: a text that stands in every member of it that can be erased. */
export interface Making {
  readonly api: ApplicationUnderTest;
  readonly owner: Client;
  readonly organization: GivenOrganization;
  readonly text: string;
}

export interface Made {
  /** Path of the case. */
  readonly at: string;
  readonly id: string;
}

type Make = (making: Making) => Promise<Made>;

const newCase = async ({ owner }: Making, more: object = {}): Promise<string> => {
  const { body } = await owner.post('/incidents', { title: 'A mailbox was read', ...more }).expect(201);
  return `/incidents/${body.id as string}`;
};
const made = async ({ owner }: Making, path: string, body: object): Promise<string> =>
  (await owner.with({ 'idempotency-key': randomUUID() }).post(path, body).expect(201)).body.id as string;
const inCase =
  (path: string, body: (making: Making, at: string) => object | Promise<object>): Make =>
  async (making) => {
    const at = await newCase(making);
    return { at, id: await made(making, `${at}${path}`, await body(making, at)) };
  };

const party = async ({ api, organization }: Making): Promise<string> => {
  const rows = await api.sql<{ id: string }>('SELECT id FROM party WHERE organization_id = $1', [organization.id]);
  return rows[0]?.id ?? '';
};
const SAID = { at: null, precision: 'unknown' };
const url = (text: string): string => `https://there.example/${text}`;

/** One record of each kind of which something can be erased, as people make it. */
export const MAKING: Readonly<Record<string, Make>> = {
  incident: async (making) => {
    const { text } = making;
    const at = await newCase(making, { title: text, summary: `It is ${text}.`, tags: [text] });
    return { at, id: at.slice('/incidents/'.length) };
  },
  account: inCase('/accounts', ({ text }) => ({
    identifier: `${text}@campaign.example`,
    kind: 'email',
    provider: text,
    note: text,
    holder: { name: text, role: text, disclosed: true },
  })),
  holder_name: async (making) => {
    const { at } = await inCase('/accounts', ({ text }) => ({
      identifier: 'a@campaign.example',
      kind: 'email',
      holder: { name: text, role: 'staff', disclosed: false },
    }))(making);
    const rows = await making.api.sql<{ id: string }>('SELECT id FROM holder_name WHERE incident_id = $1', [
      at.slice('/incidents/'.length),
    ]);
    return { at, id: rows[0]?.id ?? '' };
  },
  pivot: inCase('/pivots', async (making, at) => ({
    fromAccountId: await made(making, `${at}/accounts`, { identifier: 'a@campaign.example', kind: 'email' }),
    toAccountId: await made(making, `${at}/accounts`, { identifier: 'b@campaign.example', kind: 'email' }),
    method: making.text,
  })),
  comment: inCase('/comments', ({ text, organization }) => ({ body: `@${organization.owner.email} It is ${text}.` })),
  task: inCase('/tasks', ({ text }) => ({ title: text })),
  disclosure: inCase('/disclosures', ({ text }) => ({
    sourceDescription: text,
    anonymous: true,
    channel: 'press',
    summary: text,
    url: url(text),
  })),
  artifact: inCase('/artifacts', ({ text }) => ({ title: text, description: text, authenticity: 'claimed' })),
  hypothesis: inCase('/hypotheses', ({ text }) => ({ kind: 'insider', label: text })),
  claim: inCase('/claims', async (making, at) => ({
    hypothesisId: await made(making, `${at}/hypotheses`, { kind: 'insider', label: 'Somebody inside' }),
    claimantId: await party(making),
    stance: 'denies',
    statement: making.text,
    namedAs: making.text,
    confidenceStated: making.text,
    source: { title: making.text, publisher: making.text, url: url(making.text) },
    saidAt: SAID,
  })),
  evidence: inCase('/evidence', ({ text }) => ({
    title: text,
    kind: 'reference',
    url: url(text),
    note: text,
    obtainedFrom: text,
    fileName: text,
  })),
  custody_step: async (making) => {
    const { at, id } = await inCase('/evidence', () => ({ title: 'A disk', kind: 'reference' }))(making);
    const step = { action: 'sealed', byWhom: making.text, note: making.text };
    return { at, id: await made(making, `${at}/evidence/${id}/custody`, step) };
  },
  finding: inCase('/findings', ({ text }) => ({
    summary: text,
    detail: text,
    observables: [{ type: 'domain', value: `${text}.example` }],
    concerns: text,
    asks: text,
    confidenceStated: text,
  })),
  inquiry: inCase('/inquiries', async (making) => ({
    partyId: await party(making),
    question: making.text,
    askedAt: { at: '2026-08-01T00:00:00.000Z', precision: 'day' },
  })),
  stakeholder: inCase('/stakeholders', ({ text }) => ({
    name: text,
    role: 'counsel',
    email: `${text}@counsel.example`,
    maxTlp: 'amber',
  })),
};

/** Somebody was told of the record, by a mail that says what it said. */
export async function tellOf({ api, organization, text }: Making, { at, id }: Made): Promise<void> {
  const [notification, delivery] = [randomUUID(), randomUUID()];
  await api.sql(
    `INSERT INTO notification (id, message_id, kind, organization_id, incident_id, user_id, reason, subject, body, path, tlp, subject_kind, subject_id, created_at)
     VALUES ($1, $1, 'k', $2, $3, $4, 'owner_or_lead', $5, $5, '/', 'amber', 'x', $6, now())`,
    [notification, organization.id, at.slice('/incidents/'.length), organization.owner.id, `Of ${text}.`, id],
  );
  await api.sql(
    `INSERT INTO delivery (id, notification_id, channel, address, status, created_at) VALUES ($1, $2, 'email', 'a@b', 'sent', now())`,
    [delivery, notification],
  );
  await api.sql(
    `INSERT INTO mailbox_message (id, delivery_id, to_address, from_address, subject, text, html, headers, at)
     VALUES ($1, $1, 'a@b', 'c@d', $2, $2, $2, jsonb_build_object('subject', $2::text), now())`,
    [delivery, text],
  );
}
