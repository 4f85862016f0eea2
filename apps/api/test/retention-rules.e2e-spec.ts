import { StandingClock } from '@app/platform';
import {
  givenMember,
  givenOrganization,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
} from '@app/testing';
import { asApplication } from './history.js';
import { startApi } from './start-api.js';

const NOON = new Date();
const WEEK_MS = 7 * 24 * 60 * 60_000;
const clock = new StandingClock(NOON);

let api: ApplicationUnderTest;
let ours: GivenOrganization;
let owner: Client;
let second: Client;
let rules: string;

beforeAll(async () => {
  api = await startApi({ clock });
});
beforeEach(async () => {
  ours = await givenOrganization(api);
  owner = await api.signedIn(ours.owner);
  second = await api.signedIn(await givenMember(api, ours, 'owner'));
  rules = `/organizations/${ours.id}/retention-rules`;
});
afterAll(async () => {
  await api.close();
});

const COMMENTS = { kind: 'comment', days: 400, basis: 'Retention schedule, section 4' };
const propose = async (rule: object = COMMENTS) => (await owner.post(rules, rule).expect(201)).body;

describe('A retention rule', () => {
  it('is proposed by one owner and confirmed by another one, and erases a week later for the first time', async () => {
    const proposed = await propose();
    expect(proposed).toMatchObject({
      ...COMMENTS,
      standing: 'proposed',
      proposed: { byId: ours.owner.id, byName: ours.owner.name, at: NOON.toISOString() },
      confirmed: null,
      erasesFrom: null,
      abilities: { confirm: false, end: true },
    });
    const { body: alone } = await owner.post(`${rules}/${proposed.id}/confirmations`).expect(403);
    expect(alone.code).toBe('self_confirmation');
    const { body: shown } = await second.get(rules).expect(200);
    expect(shown.items).toMatchObject([{ id: proposed.id, abilities: { confirm: true, end: true } }]);
    const { body: confirmed } = await second.post(`${rules}/${proposed.id}/confirmations`).expect(201);
    expect(confirmed).toMatchObject({
      standing: 'confirmed',
      erasesFrom: new Date(NOON.getTime() + WEEK_MS).toISOString(),
    });
    expect((await second.post(`${rules}/${proposed.id}/confirmations`).expect(409)).body.code).toBe(
      'already_confirmed',
    );
  });

  it('stands alone for its kind, and is ended by one owner with a reason', async () => {
    const { id } = await propose();
    expect((await second.post(rules, COMMENTS).expect(409)).body.code).toBe('rule_stands');
    await owner.post(`${rules}/${id}/endings`, {}).expect(422);
    const { body: ended } = await second.post(`${rules}/${id}/endings`, { reason: 'Too short.' }).expect(201);
    expect(ended).toMatchObject({ standing: 'ended', abilities: { confirm: false, end: false } });
    expect((await second.post(`${rules}/${id}/confirmations`).expect(409)).body.code).toBe('rule_ended');
    expect((await owner.post(`${rules}/${id}/endings`, { reason: 'x' }).expect(409)).body.code).toBe('rule_ended');
    await propose({ ...COMMENTS, days: 800 });
    const { body: all } = await owner.get(rules).expect(200);
    expect(all.items.map(({ standing }: { standing: string }) => standing)).toEqual(['proposed', 'ended']);
  });

  it('has each decision in the history of the organization', async () => {
    const { id } = await propose();
    await second.post(`${rules}/${id}/confirmations`).expect(201);
    await owner.post(`${rules}/${id}/endings`, { reason: 'Too short.' }).expect(201);
    const { body } = await owner.get(`/organizations/${ours.id}/history?limit=3`).expect(200);
    expect(body.items).toMatchObject([
      { action: 'retention_rule.ended', subject: { kind: 'retention_rule', id }, reason: 'Too short.' },
      {
        action: 'retention_rule.confirmed',
        before: { confirmedById: null },
        after: { confirmedAt: NOON.toISOString() },
      },
      { action: 'retention_rule.proposed', before: null, after: { proposedById: ours.owner.id } },
    ]);
  });

  it('is decided by owners alone, read by leads and auditors too, and unknown outside', async () => {
    const { id } = await propose();
    for (const role of ['lead', 'auditor'] as const) {
      const reader = await api.signedIn(await givenMember(api, ours, role));
      const { body } = await reader.get(rules).expect(200);
      expect(body.items).toMatchObject([{ id, abilities: { confirm: false, end: false } }]);
      await reader.post(`${rules}/${id}/confirmations`).expect(403);
    }
    const analyst = await api.signedIn(await givenMember(api, ours, 'analyst'));
    await analyst.get(rules).expect(403);
    const stranger = await givenOrganization(api);
    const outside = await api.signedIn(stranger.owner);
    await outside.get(rules).expect(404);
    await outside.post(`/organizations/${stranger.id}/retention-rules/${id}/confirmations`).expect(404);
    await outside.post(`/organizations/${stranger.id}/retention-rules/${id}/endings`, { reason: 'x' }).expect(404);
  });

  it('is bounded: neither an unknown kind, nor days that are too few or too many', async () => {
    for (const wrong of [{ kind: 'participant' }, { days: 29 }, { days: 36_501 }, { days: 30.5 }, { basis: ' ' }]) {
      await owner.post(rules, { ...COMMENTS, ...wrong }).expect(422);
    }
  });

  it('needs two persons in the database too, and its terms are never changed', async () => {
    const { id } = await propose();
    await asApplication(api, async (client) => {
      await client.query(`SET app.orgs = '{${ours.id}}'`);
      const update = async (set: string) => await client.query(`UPDATE retention_rule SET ${set} WHERE id = '${id}'`);
      await expect(update(`confirmed_by_id = '${ours.owner.id}', confirmed_at = now()`)).rejects.toThrow(
        /retention_rule_two_persons/,
      );
      await expect(update('days = 30')).rejects.toThrow(/append-only/);
      await expect(client.query('DELETE FROM retention_rule')).rejects.toThrow(/permission denied/);
      await update(`ended_by_id = '${ours.owner.id}', ended_at = now()`);
      await expect(update('ended_by_id = NULL, ended_at = NULL')).rejects.toThrow(/not undone/);
    });
  });
});
