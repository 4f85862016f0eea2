import { randomUUID } from 'node:crypto';
import { givenMember, givenOrganization, type Client } from '@app/testing';
import type { CallerKind, Town } from './access-callers.js';

/** The smallest valid request of a route, for one caller. */
export interface Sent {
  readonly path: string;
  readonly body?: object | undefined;
  /** Sent as they are, in place of a body. */
  readonly bytes?: Buffer | undefined;
  /** Needs `If-Match`. */
  readonly version?: number | undefined;
  /** Is answered by a stream without an end: its head says all. */
  readonly streams?: boolean | undefined;
  /** Ends or begins a session, and so is sent in one of its own. */
  readonly ownSession?: boolean | undefined;
  /** Whoever sends it, where it is somebody else who comes as the caller does. */
  readonly client?: Client | undefined;
}

/** What requests are made of: a town, and a case of it with one of each record. */
export interface Ground extends Town {
  readonly incidentId: string;
  readonly ids: Readonly<Record<string, string>>;
}

/** How the request of a route is made for a caller. What it needs to change is made anew for each. */
export type Make = (ground: Ground, caller: CallerKind) => Promise<Sent>;

export async function givenGround(town: Town): Promise<Ground> {
  const { owner, api } = town;
  const incidentId = await town.newCase();
  const at = `/incidents/${incidentId}`;
  const made = async (path: string, body: object) => (await owner.post(path, body).expect(201)).body.id as string;
  const account = await made(`${at}/accounts`, { identifier: 'a@campaign.example', kind: 'email' });
  const other = await made(`${at}/accounts`, { identifier: 'b@campaign.example', kind: 'email' });
  const disclosure = await made(`${at}/disclosures`, DISCLOSURE);
  const [party] = await api.sql<{ id: string }>('SELECT id FROM party WHERE organization_id = $1', [town.campaign.id]);
  const [hypothesis] = await api.sql<{ id: string }>('SELECT id FROM hypothesis WHERE incident_id = $1', [incidentId]);
  return {
    ...town,
    incidentId,
    ids: {
      account,
      other,
      disclosure,
      party: party?.id ?? '',
      hypothesis: hypothesis?.id ?? '',
      pivot: await made(`${at}/pivots`, { fromAccountId: account, toAccountId: other }),
      artifact: await made(`${at}/artifacts`, { title: 'A file', authenticity: 'claimed' }),
      task: await made(`${at}/tasks`, { title: 'Ask.' }),
      actor: await made('/actors', { name: 'A threat actor' }),
      otherActor: await made('/actors', { name: 'Another threat actor' }),
      participant: await made(`${at}/participants`, {
        organizationId: (await givenOrganization(town.api)).id,
        capacity: 'observer',
        maxTlp: 'red',
      }),
      stakeholder: await made(`${at}/stakeholders`, STAKEHOLDER),
      orgStakeholder: await made(`/organizations/${town.campaign.id}/stakeholders`, STAKEHOLDER),
      member: (await givenMember(api, town.campaign, 'analyst')).id,
    },
  };
}

export const DISCLOSURE = { sourceDescription: 'A source', anonymous: true, channel: 'press', summary: 'It was told.' };
export const claimOn = ({ ids }: Pick<Ground, 'ids'>) => ({
  hypothesisId: ids['hypothesis'],
  claimantId: ids['party'],
  stance: 'denies',
  statement: 'x',
  saidAt: { at: null, precision: 'unknown' },
});
export const identification = ({ ids }: Pick<Ground, 'ids'>) => ({
  otherActorId: ids['otherActor'],
  relation: 'same_as',
  claimantId: ids['party'],
  statement: 'x',
  saidAt: { at: null, precision: 'unknown' },
});
/** A claim of the case that nobody has withdrawn yet. */
export const claimIn = async (ground: Ground): Promise<string> =>
  await idOfMade(ground.owner, `/incidents/${ground.incidentId}/claims`, claimOn(ground));
export const STAKEHOLDER = { name: 'Counsel', role: 'counsel', maxTlp: 'amber' };
let made = 0;
export const fresh = (what: string): string => `${what} ${(made += 1)}`;

export const inCase = (ground: Ground, rest = ''): string => `/incidents/${ground.incidentId}${rest}`;
export const inOrganization = (ground: Ground, rest = ''): string => `/organizations/${ground.campaign.id}${rest}`;
export const sent = async (path: string, body?: object, version?: number): Promise<Sent> =>
  await Promise.resolve({ path, body, version });

export const get =
  (rest: string): Make =>
  async (ground) =>
    await sent(
      inCase(
        ground,
        rest.replace(/:(\w+)/, (_, name: string) => ground.ids[name] ?? ''),
      ),
    );
export const plain =
  (path: string): Make =>
  async () =>
    await sent(path);
export const post =
  (rest: string, body: (ground: Ground) => object): Make =>
  async (ground) =>
    await sent(inCase(ground, rest), body(ground));
export const patch =
  (rest: string, body: () => object): Make =>
  async (ground, caller) => {
    const { path } = await get(rest)(ground, caller);
    return await sent(path, body(), await caseVersion(ground, ground.incidentId));
  };

async function caseVersion({ api }: Town, incidentId: string): Promise<number> {
  const [row] = await api.sql<{ v: number }>('SELECT case_version AS v FROM incident WHERE id = $1', [incidentId]);
  return row?.v ?? 0;
}
export async function versionOf({ api }: Town, table: string, id: string): Promise<number> {
  const [row] = await api.sql<{ version: number }>(`SELECT version FROM ${table} WHERE id = $1`, [id]);
  return row?.version ?? 0;
}
async function idOfMade(client: Client, path: string, body: object): Promise<string> {
  return (await client.post(path, body).expect(201)).body.id as string;
}

export const transition: Make = async (ground) => {
  const incidentId = await ground.newCase();
  return await sent(`/incidents/${incidentId}/transitions`, { to: 'triage', reason: 'x' }, 1);
};
export const merge: Make = async (ground) => {
  const incidentId = await ground.newCase();
  return await sent(`/incidents/${incidentId}/mergers`, { into: ground.incidentId, reason: 'x' });
};
export const reverse: Make = async (ground) => {
  const incidentId = await ground.newCase();
  const merger = { into: ground.incidentId, reason: 'x' };
  const id = await idOfMade(ground.owner, `/incidents/${incidentId}/mergers`, merger);
  return await sent(`/incidents/${incidentId}/mergers/${id}/reversals`, { reason: 'x' });
};
export const endParticipant: Make = async (ground) => {
  const organizationId = (await givenOrganization(ground.api)).id;
  const invited = { organizationId, capacity: 'observer', maxTlp: 'red' };
  const id = await idOfMade(ground.owner, inCase(ground, '/participants'), invited);
  return await sent(inCase(ground, `/participants/${id}/endings`), { reason: 'x' });
};
export const amendComment: Make = async (ground, caller) => {
  const [own] = await ground.api.sql<{ id: string }>(
    'SELECT id FROM comment WHERE incident_id = $1 ORDER BY author_id = $2 DESC LIMIT 1',
    [ground.incidentId, caller.person?.id ?? ground.campaign.owner.id],
  );
  // Whoever may comment has done so when it comes to this: the routes are asked in order.
  return await sent(
    inCase(ground, `/comments/${own?.id}`),
    { body: fresh('x') },
    await caseVersion(ground, ground.incidentId),
  );
};
export const endStakeholder =
  (at: (ground: Ground) => string): Make =>
  async (ground) => {
    const id = await idOfMade(ground.owner, `${at(ground)}/stakeholders`, { ...STAKEHOLDER, name: fresh('x') });
    return await sent(`${at(ground)}/stakeholders/${id}/endings`, { reason: 'x' });
  };
export const invited = async ({ owner, campaign }: Ground): Promise<{ id: string; path: string }> => {
  const body = { email: `${randomUUID()}@test.example`, name: 'Someone', role: 'analyst' };
  return (await owner.post(`/organizations/${campaign.id}/invitations`, body).expect(201)).body as {
    id: string;
    path: string;
  };
};
export const memberVersion = async ({ owner, campaign }: Ground, userId: string): Promise<number> => {
  const { body } = await owner.get(`/organizations/${campaign.id}/members?limit=200`).expect(200);
  const items = body.items as { id: string; version: number }[];
  return items.find((member) => member.id === userId)?.version ?? 0;
};

/** A notification to the caller with a mail that was given up; its ids. */
export async function told({ api, campaign, incidentId }: Ground, { person }: CallerKind) {
  const [notification, delivery, message] = [randomUUID(), randomUUID(), randomUUID()];
  await api.sql(
    `INSERT INTO notification (id, message_id, kind, organization_id, incident_id, user_id, reason, subject, body, path, tlp, created_at)
     VALUES ($1, $2, 'incident.reported.v1', $3, $4, $5, 'owner_or_lead', 'x', 'x', '/x', 'amber', now())`,
    [notification, randomUUID(), campaign.id, incidentId, person?.id ?? campaign.owner.id],
  );
  await api.sql(
    `INSERT INTO delivery (id, notification_id, channel, address, status, attempts, created_at) VALUES ($1, $2, 'email', 'x@y.example', 'dead', 8, now())`,
    [delivery, notification],
  );
  await api.sql(
    `INSERT INTO mailbox_message (id, delivery_id, to_address, from_address, subject, text, html, headers, at)
     VALUES ($1, $2, 'x@y.example', 'z@y.example', 'x', 'x', 'x', '{}', now())`,
    [message, delivery],
  );
  return { notification, delivery, message };
}

export const ownSession: Make = async ({ api }, { person, byKey }) => {
  const other = person && !byKey ? await api.signedIn(person) : null;
  const { body } = other ? await other.get('/auth/sessions') : { body: { items: [] } };
  const current = (body.items as { id: string; current: boolean }[]).find((session) => session.current);
  return { path: `/auth/sessions/${current?.id ?? randomUUID()}` };
};
export const ownKey: Make = async ({ api }, { person }) => {
  const made = person && (await (await api.signedIn(person)).post('/api-keys', { name: fresh('x'), scopes: ['read'] }));
  return { path: `/api-keys/${(made?.body.id as string | undefined) ?? randomUUID()}` };
};
