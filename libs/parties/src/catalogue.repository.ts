import { Injectable } from '@nestjs/common';
import { newId, statement, type Tx } from '@app/platform';
import type { ActorName } from './threat-actor.entity.js';
import type { PartyKind } from './party.entity.js';

export interface CatalogueParty {
  readonly name: string;
  readonly kind: PartyKind;
}

export interface CatalogueActor {
  readonly name: string;
  readonly suspectedSponsor: string | null;
  readonly attackId: string | null;
  readonly names: readonly ActorName[];
}

const EVERYONES = `coalesce(organization_id, '00000000-0000-0000-0000-000000000000'), lower(name)`;
const PUT_PARTIES = statement(
  'catalogue_parties',
  `INSERT INTO party AS p (id, name, kind, created_at) SELECT id, name, kind, $4::timestamptz FROM unnest($1::uuid[], $2::text[], $3::text[]) AS c (id, name, kind)
   ON CONFLICT (${EVERYONES}) DO UPDATE SET name = excluded.name, kind = excluded.kind, version = p.version + 1
   WHERE (p.name, p.kind) IS DISTINCT FROM (excluded.name, excluded.kind) RETURNING id`,
);
const PUT_ACTORS = statement(
  'catalogue_actors',
  `INSERT INTO threat_actor AS a (id, name, suspected_sponsor, attack_id, names, created_at)
   SELECT id, name, sponsor, attack_id, names, $6::timestamptz
   FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::jsonb[]) AS c (id, name, sponsor, attack_id, names)
   ON CONFLICT (${EVERYONES}) DO UPDATE SET name = excluded.name, suspected_sponsor = excluded.suspected_sponsor,
     attack_id = excluded.attack_id, names = excluded.names, version = a.version + 1
   WHERE (a.name, a.suspected_sponsor, a.attack_id, a.names) IS DISTINCT FROM (excluded.name, excluded.suspected_sponsor, excluded.attack_id, excluded.names)
   RETURNING id`,
);

/** What ships with the product and is everyone's. An entry keeps its id as long as its name. */
@Injectable()
export class Catalogue {
  /** How many entries were new or differ from what was there. */
  async putParties(tx: Tx, parties: readonly CatalogueParty[]): Promise<number> {
    const rows = await tx.sql(PUT_PARTIES, [
      parties.map(() => newId(tx.at)),
      parties.map(({ name }) => name),
      parties.map(({ kind }) => kind),
      tx.at,
    ]);
    return rows.length;
  }

  async putActors(tx: Tx, actors: readonly CatalogueActor[]): Promise<number> {
    const rows = await tx.sql(PUT_ACTORS, [
      actors.map(() => newId(tx.at)),
      actors.map(({ name }) => name),
      actors.map(({ suspectedSponsor }) => suspectedSponsor),
      actors.map(({ attackId }) => attackId),
      actors.map(({ names }) => JSON.stringify(names)),
      tx.at,
    ]);
    return rows.length;
  }
}
