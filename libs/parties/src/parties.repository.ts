import { Injectable } from '@nestjs/common';
import { Database, newId, statement, type OrganizationId, type PartyId, type Principal, type Tx } from '@app/platform';
import { byName, namesValues, type NamesAsked } from './catalogue.query.js';
import { Party, partyState, type PartyKind } from './party.entity.js';

const COLUMNS = `t.id, t.organization_id AS "organizationId", t.name, t.kind, t.is_organization AS "isOrganization", t.version, t.created_at AS "createdAt"`;
const LIST = statement('parties', byName('party', COLUMNS, 't.name ILIKE $2'));
const NAMED = statement(
  'party_named',
  `SELECT ${COLUMNS} FROM party t WHERE lower(t.name) = lower($1) AND (t.organization_id = $2 OR t.organization_id IS NULL)
   ORDER BY t.organization_id NULLS LAST LIMIT 1`,
);
const ADD = statement(
  'party_add',
  `INSERT INTO party (id, organization_id, name, kind, is_organization, version, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
   ON CONFLICT DO NOTHING RETURNING id`,
);
const OWN = statement(
  'party_own',
  `SELECT ${COLUMNS} FROM party t WHERE t.organization_id = $1 AND t.is_organization FOR UPDATE`,
);

export interface PartyInput {
  readonly organizationId: OrganizationId;
  readonly name: string;
  readonly kind: PartyKind;
}

@Injectable()
export class Parties {
  constructor(private readonly database: Database) {}

  /** The caller's and the catalogue's, by name; one more than `limit`. */
  async list(caller: Principal, asked: NamesAsked): Promise<Party[]> {
    return await this.database.read<Party>(caller, LIST, namesValues(caller, asked));
  }

  /** The one of this name that the organization knows: its own before the catalogue's. */
  async named(tx: Tx, organizationId: OrganizationId, name: string): Promise<Party | undefined> {
    const [row] = await tx.sql<Party>(NAMED, [name.trim(), organizationId]);
    return row;
  }

  /** That one, or a new one of the organization's. Of two who add the same at once, both get the one. */
  async findOrCreate(tx: Tx, input: PartyInput): Promise<Party> {
    return (
      (await this.named(tx, input.organizationId, input.name)) ??
      (await this.add(tx, input)) ??
      (await this.findOrCreate(tx, input))
    );
  }

  /** Undefined where the organization has one of this name already. */
  async add(tx: Tx, { organizationId, name, kind }: PartyInput, isOrganization = false): Promise<Party | undefined> {
    const party: Party = Object.assign(new Party(), {
      id: newId<'party'>(tx.recordedAt) as PartyId,
      organizationId,
      name: name.trim(),
      kind,
      isOrganization,
      version: 1,
      createdAt: tx.recordedAt,
    });
    const added = await tx.sql(ADD, [party.id, organizationId, party.name, kind, isOrganization, 1, party.createdAt]);
    if (added.length === 0) {
      return undefined;
    }
    tx.record({
      action: 'party.added',
      subject: { kind: 'party', id: party.id },
      before: null,
      after: partyState(party),
    });
    return party;
  }

  /** The party that stands for an organization follows its name. */
  async renameOwn(tx: Tx, organizationId: OrganizationId, name: string): Promise<void> {
    const [party] = await tx.sql<Party>(OWN, [organizationId]);
    if (party) {
      const after = { ...partyState(party), name, version: party.version + 1 };
      await tx.manager.update(Party, { id: party.id }, { name, version: after.version });
      tx.record({
        action: 'party.renamed',
        subject: { kind: 'party', id: party.id },
        before: partyState(party),
        after,
      });
    }
  }
}
