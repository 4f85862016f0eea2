import { randomUUID } from 'node:crypto';
import { givenMember } from '@app/testing';
import { inOrganization, sent, type Ground, type Make } from './access-ground.js';

const RULE = { kind: 'comment', days: 400, basis: 'x' };

/** No rule stands in the way of another one. */
async function endAll({ api, campaign, owner }: Ground): Promise<void> {
  const standing = await api.sql<{ id: string }>(
    'SELECT id FROM retention_rule WHERE organization_id = $1 AND ended_at IS NULL',
    [campaign.id],
  );
  for (const { id } of standing) {
    await owner.post(`/organizations/${campaign.id}/retention-rules/${id}/endings`, { reason: 'x' }).expect(201);
  }
}

/** A rule that somebody else proposed. */
async function proposed(ground: Ground): Promise<string> {
  await endAll(ground);
  const another = await givenMember(ground.api, ground.campaign, 'auditor');
  const id = randomUUID();
  await ground.api.sql(
    `INSERT INTO retention_rule (id, organization_id, kind, days, basis, proposed_by_id, proposed_at) VALUES ($1, $2, 'comment', 400, 'x', $3, now())`,
    [id, ground.campaign.id, another.id],
  );
  return inOrganization(ground, `/retention-rules/${id}`);
}

export const RETENTION_REQUESTS: Readonly<Record<string, Make>> = {
  'GET /organizations/:organizationId/retention-rules': async (ground) =>
    await sent(inOrganization(ground, '/retention-rules')),
  'POST /organizations/:organizationId/retention-rules': async (ground) => {
    await endAll(ground);
    return await sent(inOrganization(ground, '/retention-rules'), RULE);
  },
  'POST /organizations/:organizationId/retention-rules/:ruleId/confirmations': async (ground) =>
    await sent(`${await proposed(ground)}/confirmations`),
  'POST /organizations/:organizationId/retention-rules/:ruleId/endings': async (ground) =>
    await sent(`${await proposed(ground)}/endings`, { reason: 'x' }),
};
