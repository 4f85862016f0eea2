import { Injectable } from '@nestjs/common';
import { Participants, type Caller, type CaseSight } from '@app/access';
import { Incidents } from '@app/incidents';
import { PartyReferences } from '@app/parties';
import { statement, type OrganizationId, type PartyId, type Tx } from '@app/platform';
import type { FindingState } from './findings.js';

/** For whom a finding is submitted. */
export interface Submitter {
  readonly organizationId: OrganizationId;
  readonly partyId: PartyId;
}

const ORGANIZATION = statement('submitting_organization', 'SELECT name, kind FROM organization WHERE id = $1');

/** Who submits findings, and the names of those whom a finding names. */
@Injectable()
export class Submitters {
  constructor(
    private readonly participants: Participants,
    private readonly parties: PartyReferences,
    private readonly incidents: Incidents,
  ) {}

  /**
   * The organization that the caller submits for, and the party of its name that the owner of the case knows: so
   * that a finding of it and a claim of it are of one party.
   *
   * @throws {Invalid} @throws {Forbidden} see `actingInCase`.
   */
  async of(tx: Tx, caller: Caller, sight: CaseSight, named: string | undefined): Promise<Submitter> {
    const organizationId = await this.participants.actingFor(tx, caller, sight, { verb: 'findings.submit', named });
    if (organizationId === tx.case.organizationId) {
      return { organizationId, partyId: await this.parties.ownParty(tx) };
    }
    const [organization] = await tx.sql<{ name: string; kind: string }>(ORGANIZATION, [organizationId]);
    if (!organization) {
      throw new Error('A caller acts for an organization that is not there.');
    }
    return { organizationId, partyId: await this.parties.named(tx, tx.case.organizationId, organization) };
  }

  /** Names of the people and the party that a finding names, by id. */
  async namesOf(tx: Tx, finding: FindingState): Promise<Readonly<Record<string, string>>> {
    const people = [finding.submittedById, finding.decision?.byId, finding.withdrawal?.byId];
    return {
      ...(await this.parties.namesOf(tx, [finding.partyId])),
      ...(await this.incidents.namesOf(tx, [...new Set(people.filter((id) => id !== undefined))])),
    };
  }
}
