import { Injectable } from '@nestjs/common';
import {
  Database,
  newId,
  NotFound,
  statement,
  type OrganizationId,
  type Principal,
  type ThreatActorId,
  type Tx,
} from '@app/platform';
import { byName, namesValues, shared, type NamesAsked } from './catalogue.query.js';
import { ThreatActor, threatActorState, type ActorName } from './threat-actor.entity.js';

const COLUMNS = `t.id, t.organization_id AS "organizationId", t.name, t.suspected_sponsor AS "suspectedSponsor", t.attack_id AS "attackId",
  t.names, t.version, t.created_at AS "createdAt"`;
const MATCHES = `(t.name ILIKE $2 OR t.attack_id ILIKE $2 OR EXISTS (SELECT 1 FROM jsonb_array_elements(t.names) n WHERE n->>'name' ILIKE $2))`;
// How many identifications of the caller's organizations ($1) stand.
const COUNTED = `${COLUMNS}, (SELECT count(*)::int FROM actor_identification s WHERE s.organization_id = ANY($1::uuid[])
  AND s.withdrawn_at IS NULL AND t.id IN (s.actor_id, s.other_actor_id)) AS identifications`;
const LIST = statement('threat_actors', byName('threat_actor', COUNTED, MATCHES));
const ONE = statement('threat_actor_one', `SELECT ${COUNTED} FROM threat_actor t WHERE t.id = $2 AND ${shared('t')}`);
const NAMED = statement(
  'threat_actor_named',
  `SELECT ${COLUMNS} FROM threat_actor t WHERE lower(t.name) = lower($1) AND (t.organization_id = $2 OR t.organization_id IS NULL)
   ORDER BY t.organization_id NULLS LAST LIMIT 1`,
);
const ADD = statement(
  'threat_actor_add',
  `INSERT INTO threat_actor (id, organization_id, name, suspected_sponsor, attack_id, names, version, created_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id`,
);

export interface ThreatActorInput {
  readonly organizationId: OrganizationId;
  readonly name: string;
  readonly suspectedSponsor?: string | undefined;
  readonly attackId?: string | undefined;
  readonly names?: readonly ActorName[] | undefined;
}

/** An actor, with how many identifications of the caller's organizations name it and stand. */
export type CountedActor = ThreatActor & { readonly identifications: number };

@Injectable()
export class ThreatActors {
  constructor(private readonly database: Database) {}

  /** The caller's and the catalogue's, by name; one more than `limit`. */
  async list(caller: Principal, asked: NamesAsked): Promise<CountedActor[]> {
    return await this.database.read<CountedActor>(caller, LIST, namesValues(caller, asked));
  }

  /** @throws {NotFound} */
  async one(caller: Principal, id: string): Promise<CountedActor> {
    const [row] = await this.database.read<CountedActor>(caller, ONE, [caller.organizationIds, id]);
    if (!row) {
      throw new NotFound('actor');
    }
    return row;
  }

  /** The one of this name that the organization knows: its own before the catalogue's. Names that others use for it do not count. */
  async named(tx: Tx, organizationId: OrganizationId, name: string): Promise<ThreatActor | undefined> {
    const [row] = await tx.sql<ThreatActor>(NAMED, [name.trim(), organizationId]);
    return row;
  }

  /** Undefined where the organization has one of this name already. */
  async add(
    tx: Tx,
    { organizationId, name, suspectedSponsor, attackId, names }: ThreatActorInput,
  ): Promise<ThreatActor | undefined> {
    const actor: ThreatActor = Object.assign(new ThreatActor(), {
      id: newId<'threat_actor'>(tx.recordedAt) as ThreatActorId,
      organizationId,
      name: name.trim(),
      suspectedSponsor: suspectedSponsor ?? null,
      attackId: attackId ?? null,
      names: names ?? [],
      version: 1,
      createdAt: tx.recordedAt,
    });
    const values = [
      actor.id,
      organizationId,
      actor.name,
      actor.suspectedSponsor,
      actor.attackId,
      JSON.stringify(actor.names),
      1,
      actor.createdAt,
    ];
    if ((await tx.sql(ADD, values)).length === 0) {
      return undefined;
    }
    tx.record({
      action: 'actor.added',
      subject: { kind: 'actor', id: actor.id },
      before: null,
      after: threatActorState(actor),
    });
    return actor;
  }
}
