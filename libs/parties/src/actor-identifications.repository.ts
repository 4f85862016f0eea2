import { Injectable } from '@nestjs/common';
import { afterId, type PageAsked } from '@app/access';
import { Database, NotFound, statement, type OrganizationId, type Principal, type Tx } from '@app/platform';
import type { ActorIdentification, NamedActorIdentification } from './actor-identification.js';

const ISO = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const COLUMNS = `t.id, t.organization_id AS "organizationId", t.actor_id AS "actorId", t.other_actor_id AS "otherActorId", t.relation,
  t.claimant_id AS "claimantId", t.statement,
  CASE WHEN coalesce(t.source_title, t.source_publisher, t.source_url) IS NOT NULL
    THEN json_build_object('title', t.source_title, 'publisher', t.source_publisher, 'url', t.source_url) END AS source,
  json_build_object('at', ${ISO('t.said_at')}, 'precision', t.said_precision) AS "saidAt", t.recorded_by_id AS "recordedById",
  CASE WHEN t.withdrawn_at IS NOT NULL
    THEN json_build_object('reason', t.withdrawal_reason, 'at', ${ISO('t.withdrawn_at')}, 'byId', t.withdrawn_by_id) END AS withdrawal,
  ${ISO('t.created_at')} AS "createdAt", t.version`;
const NAMES = `(SELECT json_object_agg(n.id, n.name) FROM (
  SELECT a.id, a.name FROM threat_actor a WHERE a.id IN (t.actor_id, t.other_actor_id)
  UNION ALL SELECT p.id, p.name FROM party p WHERE p.id = t.claimant_id
  UNION ALL SELECT u.id, u.name FROM app_user u WHERE u.id IN (t.recorded_by_id, t.withdrawn_by_id)) n) AS names`;

const LIST = statement(
  'actor_identifications',
  `SELECT ${COLUMNS}, ${NAMES} FROM actor_identification t
   WHERE t.organization_id = ANY($1::uuid[]) AND $2 IN (t.actor_id, t.other_actor_id) AND ($3::uuid IS NULL OR t.id > $3)
   ORDER BY t.id LIMIT $4`,
);
const NAMED = statement(
  'actor_identification_named',
  `SELECT ${COLUMNS}, ${NAMES} FROM actor_identification t WHERE t.id = $1`,
);
const LOCKED = statement(
  'actor_identification_locked',
  `SELECT ${COLUMNS} FROM actor_identification t
   WHERE t.id = $1 AND t.organization_id = ANY($2::uuid[]) AND $3 IN (t.actor_id, t.other_actor_id) FOR UPDATE`,
);
const ADD = statement(
  'actor_identification_add',
  `INSERT INTO actor_identification (id, organization_id, actor_id, other_actor_id, relation, claimant_id, statement,
     source_title, source_publisher, source_url, said_at, said_precision, recorded_by_id, version, created_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
);
const WITHDRAW = statement(
  'actor_identification_withdraw',
  'UPDATE actor_identification SET withdrawn_at = $2, withdrawn_by_id = $3, withdrawal_reason = $4, version = $5 WHERE id = $1',
);
const KNOWN = statement(
  'actors_and_party_known',
  `SELECT 'actor' AS kind, id FROM threat_actor WHERE id = ANY($1::uuid[]) AND (organization_id IS NULL OR organization_id = $2)
   UNION ALL SELECT 'party', id FROM party WHERE id = ANY($1::uuid[]) AND (organization_id IS NULL OR organization_id = $2)`,
);

/** Identifications of actors: of the caller's organizations, and of nobody else's. */
@Injectable()
export class ActorIdentifications {
  constructor(private readonly database: Database) {}

  /** Those that name the actor, as the one or the other; one more than `limit`. */
  async list(caller: Principal, actorId: string, { limit, cursor }: PageAsked): Promise<NamedActorIdentification[]> {
    const values = [caller.organizationIds, actorId, afterId(cursor), limit + 1];
    return await this.database.read<NamedActorIdentification>(caller, LIST, values);
  }

  /** The one, until this transaction ends. @throws {NotFound} */
  async locked(
    tx: Tx,
    { id, actorId }: { id: string; actorId: string },
    organizationIds: readonly OrganizationId[],
  ): Promise<ActorIdentification> {
    const [row] = await tx.sql<ActorIdentification>(LOCKED, [id, organizationIds, actorId]);
    if (!row) {
      throw new NotFound('identification');
    }
    return row;
  }

  /** Which of the actors and parties the organization knows, its own and the catalogue's: as `actor <id>`, `party <id>`. */
  async known(tx: Tx, organizationId: OrganizationId, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await tx.sql<{ kind: string; id: string }>(KNOWN, [ids, organizationId]);
    return new Set(rows.map(({ kind, id }) => `${kind} ${id}`));
  }

  add(tx: Tx, added: ActorIdentification): void {
    tx.write(ADD, [
      added.id,
      added.organizationId,
      added.actorId,
      added.otherActorId,
      added.relation,
      added.claimantId,
      added.statement,
      added.source?.title ?? null,
      added.source?.publisher ?? null,
      added.source?.url ?? null,
      added.saidAt.at,
      added.saidAt.precision,
      added.recordedById,
      added.version,
      added.createdAt,
    ]);
  }

  withdraw(tx: Tx, { id, withdrawal, version }: ActorIdentification): void {
    tx.write(WITHDRAW, [id, withdrawal?.at, withdrawal?.byId, withdrawal?.reason, version]);
  }

  /** As it stands in this transaction. */
  async named(tx: Tx, id: string): Promise<NamedActorIdentification> {
    const [row] = await tx.sql<NamedActorIdentification>(NAMED, [id]);
    if (!row) {
      throw new NotFound('identification');
    }
    return row;
  }
}
