import pg from 'pg';
import { StandingClock } from '@app/platform';
import { givenIncident, holding, type ApplicationUnderTest } from '@app/testing';
import { givenElevationGround, readsOf, type ElevationGround } from './elevations-ground.js';
import { startApi } from './start-api.js';

const HOUR_MS = 60 * 60 * 1000;
const clock = new StandingClock(new Date());

let api: ApplicationUnderTest;
let ground: ElevationGround;

beforeAll(async () => {
  api = await startApi({ clock });
});
beforeEach(async () => {
  clock.set(new Date(clock.now().getTime() + HOUR_MS));
  ground = await givenElevationGround(api);
  const { lead, path, firm } = ground;
  const invited = { organizationId: firm.id, capacity: 'auditor', maxTlp: 'amber' };
  await lead.post(`${path}/participants`, invited).expect(201);
});
afterAll(async () => {
  await api.close();
});

const ENTRIES = `
  SELECT e.organization_id AS "organizationId", e.incident_id AS "incidentId", e.case_version AS "caseVersion", e.kind, r.id AS read,
    e.recorded_at = r.at AS "sameTime", convert_from(p.body, 'UTF8')::json AS payload, n.entry_id IS NOT NULL AS waits
  FROM case_read r JOIN history_entry e ON e.id = r.entry_id JOIN history_payload p ON p.entry_id = e.id
    LEFT JOIN log_pending n ON n.entry_id = e.id WHERE r.incident_id = $1 ORDER BY r.id`;

describe('A read that is logged', () => {
  it('is an entry of the owner’s history too, with what the log says of it', async () => {
    const { path, counselClient, counsel, campaign, incident } = ground;
    const at = clock.now().toISOString();
    await counselClient.get(`${path}/claims?knownAt=${at}`).expect(200);
    const [entry, ...others] = await api.sql<{ read: string; payload: object }>(ENTRIES, [incident.id]);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      organizationId: campaign.id,
      incidentId: null,
      caseVersion: null,
      kind: 'case_read',
      sameTime: true,
      waits: true,
    });
    expect(entry?.payload).toMatchObject({
      action: 'case.read',
      at,
      by: { userId: counsel.id, purpose: null },
      subject: { kind: 'case_read', id: entry?.read },
      previous: null,
      before: null,
      after: {
        id: entry?.read,
        incidentId: incident.id,
        ground: 'auditor',
        what: 'GET /incidents/:incidentId/claims',
        recordId: null,
        viewedAsId: null,
        moment: { knownAt: at },
        keyId: null,
      },
    });
  });

  it('is an entry for each case that a list shows, in the history of each owner', async () => {
    const { counselClient, incident, campaign } = ground;
    const other = await givenElevationGround(api);
    const second = await givenIncident(api, campaign);
    for (const [{ lead }, id] of [[other, other.incident.id] as const, [ground, second.id] as const]) {
      const invited = { organizationId: ground.firm.id, capacity: 'auditor', maxTlp: 'amber' };
      await lead.post(`/incidents/${id}/participants`, invited).expect(201);
    }
    await counselClient.get('/incidents').expect(200);
    for (const [id, owner] of [
      [incident.id, campaign.id],
      [second.id, campaign.id],
      [other.incident.id, other.campaign.id],
    ] as const) {
      expect(await api.sql(ENTRIES, [id])).toMatchObject([
        {
          organizationId: owner,
          payload: { organizationId: owner, after: { incidentId: id, what: 'GET /incidents' } },
        },
      ]);
    }
  });

  it('moves no version and gives no receipt', async () => {
    const { path, counselClient, lead } = ground;
    const { headers: before } = await lead.get(path).expect(200);
    const { headers } = await counselClient.get(`${path}/claims`).expect(200);
    expect(headers['ascribe-receipt']).toBeUndefined();
    const { headers: after } = await lead.get(path).expect(200);
    expect(after['etag']).toBe(before['etag']);
    expect(await api.sql('SELECT 1 FROM log_receipt r JOIN case_read c ON c.user_id = r.user_id')).toEqual([]);
  });

  it('waits for nobody who writes to the case', async () => {
    const { path, counselClient, incident } = ground;
    const lock = 'SELECT 1 FROM incident WHERE id = $1 FOR NO KEY UPDATE';
    await holding(api, { lock, values: [incident.id] }, async () => {
      await counselClient.get(`${path}/claims`).expect(200);
      return [];
    });
    expect(await readsOf(ground)).toHaveLength(1);
  });

  it('is not among what the organization did', async () => {
    const { path, counselClient, campaign } = ground;
    const owner = await api.signedIn(campaign.owner);
    const { body: before } = await owner.get(`/organizations/${campaign.id}/history`).expect(200);
    await counselClient.get(`${path}/claims`).expect(200);
    const { body: after } = await owner.get(`/organizations/${campaign.id}/history`).expect(200);
    expect(after).toEqual(before);
  });

  it('is shown as an entry to those only who are shown the read', async () => {
    const { path, counselClient, campaign, firm, vendor, counsel, vendorStaff, leader, incident } = ground;
    await counselClient.get(`${path}/claims`).expect(200);
    const seen = `SELECT count(*)::int AS seen FROM history_entry e JOIN history_payload p ON p.entry_id = e.id
      WHERE e.kind = 'case_read' AND convert_from(p.body, 'UTF8')::json->'after'->>'incidentId' = '${incident.id}'`;
    expect(await asCaller(leader.id, campaign.id, seen)).toEqual([{ seen: 1 }]);
    expect(await asCaller(counsel.id, firm.id, seen)).toEqual([{ seen: 1 }]);
    expect(await asCaller(vendorStaff.id, vendor.id, seen)).toEqual([{ seen: 0 }]);
    const invited = { organizationId: vendor.id, capacity: 'observer', maxTlp: 'amber' };
    await ground.lead.post(`${path}/participants`, invited).expect(201);
    expect(await asCaller(vendorStaff.id, vendor.id, seen)).toEqual([{ seen: 0 }]);
  });
});

/** A statement of the application's role in somebody's name: what the row policies show them. */
async function asCaller(userId: string, organizationId: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: api.database.appUrl });
  await client.connect();
  try {
    await client.query(
      `SELECT set_config('app.user', $1, false), set_config('app.guest', $1, false), set_config('app.orgs', $2, false), set_config('app.now', $3, false)`,
      [userId, `{${organizationId}}`, clock.now().toISOString()],
    );
    return (await client.query<object>(text)).rows;
  } finally {
    await client.end();
  }
}
