import type { TestingModule } from '@nestjs/testing';
import { Database, StandingClock, type IncidentId, type UserId } from '@app/platform';
import { freshTestDatabase } from '@app/testing';
import { NOON, Town } from '../test/town.js';
import { handleAll, workshop } from '../test/workshop.js';

describe('Telling both sides of a finding', () => {
  let worker: TestingModule;
  let town: Town;
  let incidentId: IncidentId;
  let colleague: UserId;
  let finding: string;

  beforeEach(async () => {
    const { appUrl } = await freshTestDatabase();
    worker = await workshop({ url: appUrl, clock: new StandingClock(NOON) });
    town = await new Town().settle();
    colleague = await town.member(town.vendor, 'colleague', 'analyst');
    incidentId = await town.incident('Phishing', { leadId: town.lead });
    await town.participant(incidentId, town.vendor, { capacity: 'contributor', maxTlp: 'amber' });
    finding = await town.record(incidentId, 'finding', { organizationId: town.vendor });
    // Another contributor, who learns of none of it.
    await town.participant(incidentId, town.rival, { capacity: 'contributor', maxTlp: 'amber' });
  });

  afterEach(async () => {
    await town.close();
    await worker.close();
  });

  const told = async (type: string, more: object, about = incidentId) => {
    const subject = { kind: 'finding', id: finding };
    await handleAll(worker, [await town.announce(type, about, { subject, userIds: [], ...more })]);
    return await town.told();
  };
  const names = async (type: string, more: object) =>
    (await told(type, more)).map(({ name, reason }) => [name, reason]);

  it('tells whoever leads the case that one was submitted, and nobody of the submitter', async () => {
    expect(await told('finding.submitted.v1', { byUserId: town.vendorUser })).toMatchObject([
      { name: 'lead', reason: 'case_lead', subject: expect.stringContaining('New finding') },
    ]);
  });

  it('tells whoever submitted it what became of it, and not the colleagues who did not', async () => {
    const more = { byUserId: town.lead, userIds: [town.vendorUser], outcome: 'rejected' };
    expect(await told('finding.judged.v1', more)).toMatchObject([
      { name: 'vendor', reason: 'concerned', subject: expect.stringContaining('was rejected') },
    ]);
  });

  it('tells the lead, whoever judged it and whoever submitted it that another stands in its place', async () => {
    const more = { byUserId: colleague, userIds: [town.vendorUser, town.it] };
    expect(await names('finding.superseded.v1', more)).toEqual([
      ['it', 'concerned'],
      ['lead', 'case_lead'],
      ['vendor', 'concerned'],
    ]);
  });

  it('tells the same that it was withdrawn, but not whoever withdrew it', async () => {
    const more = { byUserId: town.vendorUser, userIds: [town.vendorUser, town.it] };
    expect(await names('finding.withdrawn.v1', more)).toEqual([
      ['it', 'concerned'],
      ['lead', 'case_lead'],
    ]);
  });

  it('tells those who built on it and the lead that it fell, as far as they see the case', async () => {
    const more = { byUserId: town.vendorUser, userIds: [town.it, town.outsider], count: 2 };
    await town.sql('UPDATE participant SET ended_at = now() WHERE organization_id = $1', [town.rival]);
    // How many rest on it is not said: some of them may be kept from whoever reads this.
    const words = 'A finding no longer holds, and something rests on it.';
    expect((await told('record.fell.v1', more)).map(({ name, body }) => [name, body.includes(words)])).toEqual([
      ['it', true],
      ['lead', true],
    ]);
  });

  it('does not reach a submitter who no longer sees the case', async () => {
    await town.sql('UPDATE participant SET ended_at = now() WHERE organization_id = $1', [town.vendor]);
    expect(await told('finding.judged.v1', { userIds: [town.vendorUser], outcome: 'accepted' })).toEqual([]);
  });

  it('says nothing of a case whose marking keeps it out of messages', async () => {
    const marked = await town.incident('Mole in the press office', { tlp: 'red', leadId: town.lead });
    await town.participant(marked, town.vendor, { capacity: 'contributor', maxTlp: 'red' });
    finding = await town.record(marked, 'finding', { organizationId: town.vendor });
    for (const type of ['submitted', 'judged', 'superseded', 'withdrawn']) {
      const more = { userIds: [town.vendorUser], outcome: 'accepted' };
      await told(`finding.${type}.v1`, more, marked);
    }
    const all = await town.told();
    expect(all.length).toBeGreaterThan(3);
    expect(JSON.stringify(all)).not.toMatch(/mole|INC-|accepted/i);
  });
});
