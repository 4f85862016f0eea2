import { randomUUID } from 'node:crypto';
import { givenMember } from '@app/testing';
import { inCase, inOrganization, sent, type Ground, type Make } from './access-ground.js';

const comment = async (ground: Ground): Promise<string> =>
  (await ground.owner.post(inCase(ground, '/comments'), { body: 'x' }).expect(201)).body.id as string;

const asked = async (ground: Ground) => ({
  subject: { kind: 'comment', id: await comment(ground) },
  fields: ['body'],
  basis: 'x',
});

/** What somebody asked for who is none of the callers. */
async function requested(ground: Ground): Promise<string> {
  const lead = await ground.api.signedIn(await givenMember(ground.api, ground.campaign, 'lead'));
  const { body } = await lead.post(inCase(ground, '/erasures'), await asked(ground)).expect(201);
  return inCase(ground, `/erasures/${body.id as string}`);
}

/** What the caller asked for. */
const own: Make = async (ground, { person }) => {
  const path = await requested(ground);
  const id = path.slice(path.lastIndexOf('/') + 1);
  const copy = randomUUID();
  await ground.api.sql(
    `INSERT INTO erasure (id, incident_id, organization_id, subject_kind, subject_id, fields, basis, requested_by_id, status, version, created_at)
     SELECT $1, incident_id, organization_id, subject_kind, subject_id, fields, basis, $2, status, version, created_at FROM erasure WHERE id = $3`,
    [copy, person?.id ?? ground.campaign.owner.id, id],
  );
  await ground.api.sql(
    `INSERT INTO record_state (incident_id, kind, record_id, case_version, entry_id, state)
     SELECT incident_id, kind, $1::uuid, case_version, entry_id, state || jsonb_build_object('id', $1::uuid, 'requestedById', $2::uuid)
     FROM record_state WHERE record_id = $3`,
    [copy, person?.id ?? ground.campaign.owner.id, id],
  );
  return await sent(inCase(ground, `/erasures/${copy}/withdrawals`));
};

const hold = { reason: 'x' };
/** Another case of the organization, so that it stands in no other request's way. */
async function another({ api, campaign, incidentId }: Ground): Promise<string> {
  const [row] = await api.sql<{ id: string }>(
    'SELECT id FROM incident WHERE organization_id = $1 AND id <> $2 ORDER BY id LIMIT 1',
    [campaign.id, incidentId],
  );
  return row?.id ?? '';
}

async function placed(ground: Ground): Promise<string> {
  const incidentId = await another(ground);
  const { body } = await ground.owner.post(inOrganization(ground, '/legal-holds'), { ...hold, incidentId }).expect(201);
  return inOrganization(ground, `/legal-holds/${body.id as string}`);
}

export const ERASURE_REQUESTS: Readonly<Record<string, Make>> = {
  'GET /incidents/:incidentId/erasures': async (ground) => await sent(inCase(ground, '/erasures')),
  'POST /incidents/:incidentId/erasures': async (ground) =>
    await sent(inCase(ground, '/erasures'), await asked(ground)),
  'POST /incidents/:incidentId/erasures/:erasureId/approvals': async (ground) =>
    await sent(`${await requested(ground)}/approvals`),
  'POST /incidents/:incidentId/erasures/:erasureId/rejections': async (ground) =>
    await sent(`${await requested(ground)}/rejections`, { reason: 'x' }),
  'POST /incidents/:incidentId/erasures/:erasureId/withdrawals': own,
  'GET /organizations/:organizationId/legal-holds': async (ground) =>
    await sent(inOrganization(ground, '/legal-holds')),
  'POST /organizations/:organizationId/legal-holds': async (ground) =>
    await sent(inOrganization(ground, '/legal-holds'), { ...hold, incidentId: await another(ground) }),
  'POST /organizations/:organizationId/legal-holds/:holdId/endings': async (ground) =>
    await sent(`${await placed(ground)}/endings`, hold),
};
