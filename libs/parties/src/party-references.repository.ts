import { Injectable } from '@nestjs/common';
import { clearedSql } from '@app/access';
import { Invalid, statement, type OrganizationId, type PartyId, type ThreatActorId, type Tx } from '@app/platform';
import { Parties } from './parties.repository.js';
import type { PartyKind } from './party.entity.js';

// Of an organization's case: its own parties and the shipped catalogue's.
const VISIBLE = statement(
  'parties_visible',
  'SELECT id FROM party WHERE id = ANY($1::uuid[]) AND (organization_id IS NULL OR organization_id = $2)',
);
/** Where the state of a record names a party. */
const NAMING = `'{claimantId,partyId,sourcePartyId,receivedByPartyId,authenticityBy,obtainedFromPartyId}'::text[]`;
const CLEARED = clearedSql('i', `s.state->>'tlp'`, { organizationIds: '$4::uuid[]', userId: '$5::uuid', now: '$6' });
// For whoever takes part from elsewhere: the catalogue's, and of the organization's those that the case names to them.
const NAMED_THERE = statement(
  'parties_named_in_case',
  `SELECT p.id FROM party p, incident i WHERE p.id = ANY($1::uuid[]) AND i.id = $3 AND (p.organization_id IS NULL
     OR (p.organization_id = $2 AND (p.is_organization OR EXISTS (SELECT 1 FROM record_state s, unnest(${NAMING}) field
       WHERE s.incident_id = i.id AND s.state->>field = p.id::text AND ${CLEARED}))))`,
);
const ACTOR = statement(
  'actor_visible',
  'SELECT id, name FROM threat_actor WHERE id = $1 AND (organization_id IS NULL OR organization_id = $2)',
);
const SELF = statement('party_self', 'SELECT id FROM party WHERE organization_id = $1 AND is_organization');
const NAMES = statement('party_names', 'SELECT id, name FROM party WHERE id = ANY($1::uuid[])');
/** What the records of a case say of parties and threat actors: only those that its organization knows. */
@Injectable()
export class PartyReferences {
  constructor(private readonly parties: Parties) {}

  /**
   * @throws {Invalid} one of the ids is no party that the case's organization knows, or, for a caller from elsewhere, none
   *   that the case names to them; keys are the fields.
   */
  async require(tx: Tx, fields: Readonly<Record<string, string | null | undefined>>): Promise<void> {
    const named = Object.entries(fields).filter((field): field is [string, string] => Boolean(field[1]));
    if (named.length === 0) {
      return;
    }
    const known = new Set(
      await this.known(
        tx,
        named.map(([, id]) => id),
      ),
    );
    const missing = named.find(([, id]) => !known.has(id.toLowerCase()));
    if (missing) {
      throw Invalid.at(missing[0], 'unknown_reference', 'There is no such party, or you may not see it.');
    }
  }

  private async known(tx: Tx, ids: readonly string[]): Promise<string[]> {
    const { incidentId, organizationId } = tx.case;
    const { organizationIds, userId } = tx.principal;
    const rows = organizationIds.includes(organizationId)
      ? await tx.sql<{ id: string }>(VISIBLE, [ids, organizationId])
      : await tx.sql<{ id: string }>(NAMED_THERE, [ids, organizationId, incidentId, organizationIds, userId, tx.at]);
    return rows.map(({ id }) => id);
  }

  /** @throws {Invalid} no such threat actor, as far as the case's organization knows. */
  async requireActor(tx: Tx, actorId: string, path: string): Promise<{ id: ThreatActorId; name: string }> {
    const [actor] = await tx.sql<{ id: ThreatActorId; name: string }>(ACTOR, [actorId, tx.case.organizationId]);
    if (!actor) {
      throw Invalid.at(path, 'unknown_reference', 'There is no such threat actor, or you may not see it.');
    }
    return actor;
  }

  /** The party that stands for the case's own organization. */
  async ownParty(tx: Tx): Promise<PartyId> {
    return await this.partyOf(tx, tx.case.organizationId);
  }

  /** The party that stands for an organization. */
  async partyOf(tx: Tx, organizationId: OrganizationId): Promise<PartyId> {
    const [row] = await tx.sql<{ id: PartyId }>(SELF, [organizationId]);
    if (!row) {
      throw new Error('The organization has no party of its own.');
    }
    return row.id;
  }

  /** Names of parties, by id. */
  async namesOf(tx: Tx, ids: readonly (string | null)[]): Promise<Readonly<Record<string, string>>> {
    const asked = ids.filter((id) => id !== null);
    if (asked.length === 0) {
      return {};
    }
    const rows = await tx.sql<{ id: string; name: string }>(NAMES, [asked]);
    return Object.fromEntries(rows.map((row) => [row.id, row.name]));
  }

  /** The party of this name, made where the organization does not know it yet. */
  async named(
    tx: Tx,
    organizationId: OrganizationId,
    { name, kind }: { name: string; kind: string },
  ): Promise<PartyId> {
    return (await this.parties.findOrCreate(tx, { organizationId, name, kind: kind as PartyKind })).id;
  }
}
