import { KeepStakeholders } from '@app/notifications';
import { PartyReferences, type PartyKind } from '@app/parties';
import { statement, UnitOfWork, type OrganizationId, type PartyId, type Tx } from '@app/platform';
import { FileReport } from '@app/reporting';
import type { DemoCase, DemoProgram } from '../demo-program.js';
import { AUGUST } from './august.js';
import { FIRST_DAYS } from './first-days.js';
import { LATER } from './later.js';
import { PARTIES } from './parties.js';
import { report } from './report.js';
import { Telling, type DemoOrganizationIds } from './telling.js';

const FILED = statement(
  'demo_filed_ids',
  `SELECT (SELECT id FROM hypothesis WHERE incident_id = $1 AND kind = 'threat_actor') AS "hypothesisId",
     (SELECT id FROM hypothesis WHERE incident_id = $1 AND kind = 'unknown') AS "unknownId",
     (SELECT id FROM claim WHERE incident_id = $1) AS "claimId"`,
);

interface Filed {
  readonly case: DemoCase;
  readonly hypothesisId: string;
  readonly unknownId: string;
  readonly claimId: string;
}

/**
 * Files the case of 2024 step by step as it became known: what the public chronology says, in our
 * own sentences, with organizations and roles in the place of persons.
 */
export async function fileCase2024(demo: DemoProgram, organizations: DemoOrganizationIds): Promise<void> {
  const parties = await nameParties(demo, organizations.campaign);
  await registerStakeholders(demo, organizations.campaign);
  const filed = await fileReport(demo, organizations.campaign, parties);
  const telling = new Telling(demo, organizations, { ...filed, parties });
  telling.claims.set('D02', filed.claimId);
  telling.keepHypothesis('unknown', filed.unknownId);
  for (const step of [...FIRST_DAYS, ...AUGUST, ...LATER]) {
    await step(telling);
  }
}

async function nameParties(demo: DemoProgram, campaign: OrganizationId): Promise<Readonly<Record<string, PartyId>>> {
  const references = demo.get(PartyReferences);
  return await demo.at('2024-08-09T13:00:00Z').step('parties', 'analyst', async (caller) => {
    return await demo.get(UnitOfWork).run(caller, async (tx) => {
      tx.concerns(campaign);
      const ids: Record<string, PartyId> = { 'The campaign': await references.partyOf(tx, campaign) };
      for (const [name, kind] of Object.entries<PartyKind>(PARTIES)) {
        ids[name] = await references.named(tx, campaign, { name, kind });
      }
      return ids;
    });
  });
}

const STAKEHOLDERS = [
  { name: 'Campaign counsel', role: 'Counsel', email: 'counsel@demo.example', maxTlp: 'amber+strict' },
  { name: 'Communications director', role: 'Communications', email: 'communications@demo.example', maxTlp: 'amber' },
  { name: 'Donor office', role: 'Donor relations', email: 'donors@demo.example', maxTlp: 'green' },
] as const;

async function registerStakeholders(demo: DemoProgram, organizationId: OrganizationId): Promise<void> {
  const register = { organizationId, incidentId: null };
  for (const person of STAKEHOLDERS) {
    await demo.at('2024-08-09T13:30:00Z').step(`stakeholder ${person.name}`, 'admin', async (caller) => {
      return await demo.get(KeepStakeholders).register(caller, register, person, ({ id }) => ({ id }));
    });
  }
}

async function fileReport(
  demo: DemoProgram,
  campaign: OrganizationId,
  parties: Readonly<Record<string, PartyId>>,
): Promise<Filed> {
  const filing = report((name) => parties[name] as PartyId);
  return await demo.at('2024-08-09T14:05:00Z').step('file', 'it', async (caller) => {
    return await demo
      .get(FileReport)
      .execute(caller, campaign, filing, async (tx, { id, organizationId, reference }) => ({
        case: { incidentId: id, organizationId, reference },
        ...(await idsOf(tx)),
      }));
  });
}

/** The hypothesis and the claim of the report that was just filed: later claims name them. */
async function idsOf(tx: Tx): Promise<Omit<Filed, 'case'>> {
  const [row] = await tx.sql<Omit<Filed, 'case'>>(FILED, [tx.case.incidentId]);
  if (!row) {
    throw new Error('The report was filed without a claim.');
  }
  return row;
}
