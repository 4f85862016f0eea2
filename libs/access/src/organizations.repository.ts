import { Injectable } from '@nestjs/common';
import { Database, NotFound, statement, type OrganizationId, type Tx } from '@app/platform';
import type { Caller } from './caller.js';
import { afterId, type PageAsked } from './id-cursor.js';
import { Organization, type OrganizationKind } from './organization.entity.js';

const COLUMNS = `id, name, kind, default_tlp AS "defaultTlp", untriaged_after_hours AS "untriagedAfterHours",
  stale_after_days AS "staleAfterDays", due_soon_hours AS "dueSoonHours", requires_second_factor AS "requiresSecondFactor", version, created_at AS "createdAt"`;

const MINE = statement(
  'organizations_mine',
  `SELECT ${COLUMNS} FROM organization WHERE id = ANY($1::uuid[]) AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
);
const ONE = statement('organization_one', `SELECT ${COLUMNS} FROM organization WHERE id = $1 AND id = ANY($2::uuid[])`);
const LOCK = statement('organization_lock', `SELECT ${COLUMNS} FROM organization WHERE id = $1 FOR UPDATE`);
const NAMED = statement(
  'organizations_named',
  `SELECT id, name, kind FROM organization WHERE lower(name) = lower($1) AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
);
const IS_NAMED = statement('organization_is_named', 'SELECT 1 FROM organization WHERE lower(name) = lower($1)');
const NUMBER_FROM = statement(
  'number_from',
  'INSERT INTO reference_counter (organization_id, year, last) VALUES ($1, $2, $3)',
);

/** What anyone who may invite learns of an organization whose name they know. */
export interface DirectoryEntry {
  readonly id: OrganizationId;
  readonly name: string;
  readonly kind: OrganizationKind;
}

@Injectable()
export class Organizations {
  constructor(private readonly database: Database) {}

  /** The caller's own, and one more than `limit`. */
  async mine(caller: Caller, { limit, cursor }: PageAsked): Promise<Organization[]> {
    return await this.database.read<Organization>(caller, MINE, [caller.organizationIds, afterId(cursor), limit + 1]);
  }

  /** @throws {NotFound} where the caller is no member. */
  async one(caller: Caller, id: string): Promise<Organization> {
    const [row] = await this.database.read<Organization>(caller, ONE, [id, caller.organizationIds]);
    return found(row);
  }

  /** By the whole name, in any case. Nobody can browse by it. */
  async named(caller: Caller, name: string, { limit, cursor }: PageAsked): Promise<DirectoryEntry[]> {
    return await this.database.read<DirectoryEntry>(caller, NAMED, [name.trim(), afterId(cursor), limit + 1]);
  }

  /** Locks the organization: whoever changes it or its members waits. @throws {NotFound} */
  async lock(tx: Tx, id: OrganizationId): Promise<Organization> {
    tx.concerns(id);
    const [row] = await tx.sql<Organization>(LOCK, [id]);
    return found(row);
  }

  /** Whether some organization bears the name. */
  async isNamed(tx: Tx, name: string): Promise<boolean> {
    return (await tx.sql(IS_NAMED, [name.trim()])).length > 0;
  }

  async add(tx: Tx, organization: Organization): Promise<void> {
    await tx.manager.insert(Organization, organization);
  }

  async save(
    tx: Tx,
    {
      id,
      name,
      defaultTlp,
      untriagedAfterHours,
      staleAfterDays,
      dueSoonHours,
      requiresSecondFactor,
      version,
    }: Organization,
  ): Promise<void> {
    await tx.manager.update(
      Organization,
      { id },
      { name, defaultTlp, untriagedAfterHours, staleAfterDays, dueSoonHours, requiresSecondFactor, version },
    );
  }

  /** The first case filed in `year` gets the number after `last`. */
  numberFrom(tx: Tx, id: OrganizationId, year: number, last: number): void {
    tx.write(NUMBER_FROM, [id, year, last]);
  }
}

function found(row: Organization | undefined): Organization {
  if (!row) {
    throw new NotFound('organization');
  }
  return row;
}
