import { Injectable } from '@nestjs/common';
import {
  capacitySql,
  participationInForceSql,
  recordShownSql,
  RESERVED_KINDS,
  sightSql,
  sightUser,
  type Caller,
} from '@app/access';
import { shownChangesSql } from '@app/incidents';
import { Clock, Database, statement, tlpOfRankSql, tlpRankSql } from '@app/platform';
import { firstIdAt, type Position } from './position.js';

/** What one look finds; of each at most {@link FOUND_MAX} and one more. */
export interface Found {
  readonly position: Position;
  /** The position was not of this database as it is: it was put back, or is another one. */
  readonly unknown: boolean;
  readonly incidentIds: readonly string[];
  /** Of what was told to the caller; whether they may still read it is asked elsewhere. */
  readonly notificationIds: readonly string[];
}

interface Row {
  readonly snapshot: string;
  readonly unknown: boolean;
  readonly access: string;
  readonly incidentIds: string[];
  readonly notificationIds: string[];
}

/** Where more was changed than this, it is simpler to read all again. */
export const FOUND_MAX = 200;

/** A transaction that has been open for longer may be missed: none of ours takes seconds. */
const OPEN_MAX = '15 minutes';
/** How far a clock may be behind the database's: a report's first time is that of the process that takes it. */
const SKEW_MAX = '1 minute';
/** Where the clock stands, in tests and for the demo, times are not of the database. */
const STANDING_MS = 24 * 60 * 60 * 1000;

// Asked before the snapshot is taken: what is in flight in it was open now, or began later.
const FLOOR = statement(
  'events_floor',
  `SELECT greatest(least(statement_timestamp(), min(xact_start)), statement_timestamp() - interval '${OPEN_MAX}')
     - interval '${SKEW_MAX}' AS floor
   FROM pg_stat_activity WHERE datname = current_database() AND xact_start IS NOT NULL`,
);

/**
 * SQL: whether the row was committed after the snapshot $5 was taken. Rows tell which transaction wrote them
 * (`xmin`, 32 bits; those of any row here are of the last four milliards). Order of commit is no matter of time or
 * of ids: what began first may be there last. Holds for tables that are added to and never changed, and where no
 * savepoint was set, since a snapshot does not name what is below one.
 */
const committedSince = (row: string): string => `NOT pg_visible_in_snapshot(
  (CASE WHEN here.next & x'ffffffff'::bigint > ${row}.xmin::text::bigint
     THEN (here.next >> 32 << 32) + ${row}.xmin::text::bigint
     ELSE ((here.next >> 32) - 1 << 32) + ${row}.xmin::text::bigint END)::text::xid8, $5::pg_snapshot)`;

const ROLES = `ARRAY(SELECT m.role FROM membership m
  WHERE m.user_id = $2 AND m.organization_id = i.organization_id AND m.organization_id = ANY($1::uuid[]) AND m.ended_at IS NULL)`;
const TAKING_PART = `participant p LEFT JOIN membership m ON m.user_id = $2 AND m.organization_id = p.organization_id AND m.ended_at IS NULL
  WHERE p.incident_id = i.id AND (p.organization_id = ANY($1::uuid[]) OR p.user_id = $3) AND ${participationInForceSql('p', 'i', '$4')}`;
const INSIDE = `(cardinality(g.roles) > 0 OR g.capacities && ARRAY['responder', 'analyst', 'auditor'])`;

/** What is shown of a case without a right of its own; the others are for those who work inside it. */
const OUTSIDE_KINDS = [
  'incident',
  'account',
  'pivot',
  'disclosure',
  'artifact',
  'hypothesis',
  'claim',
  ...RESERVED_KINDS,
];
const SIGHT = {
  clearance: `CASE WHEN cardinality(g.roles) > 0 THEN 'red' ELSE ${tlpOfRankSql('g.rank')} END`,
  inside: INSIDE,
  organizationIds: '$1::uuid[]',
};
const SHOWN = `(s.kind = 'incident' OR (${recordShownSql({ kind: 's.kind', state: 's.state' }, SIGHT)}
  AND (${INSIDE} OR s.kind IN (${OUTSIDE_KINDS.map((kind) => `'${kind}'`).join(', ')}))))`;
/** Not where all that was changed is a link to what is hidden; asked of kinds that have links, where anything can be. */
const MOVED = `(cardinality(g.roles) > 0 OR s.kind NOT IN ('claim', 'pivot', 'inquiry', 'assessment', 'ach_column') OR EXISTS (
  SELECT 1 FROM (${shownChangesSql('i.id')}) moves WHERE moves.entry_id = e.id AND moves.moved))`;

// What the caller is let in by, seats and participations, whatever the cases hold.
const ACCESS = `SELECT md5(coalesce(string_agg(ground, ' ' ORDER BY ground), '')) FROM (
  SELECT m.organization_id || m.role AS ground FROM membership m
    WHERE m.user_id = $2 AND m.organization_id = ANY($1::uuid[]) AND m.ended_at IS NULL
  UNION ALL
  SELECT p.id || p.capacity || p.max_tlp FROM participant p JOIN incident i ON i.id = p.incident_id
    WHERE (p.organization_id = ANY($1::uuid[]) OR p.user_id = $3) AND ${participationInForceSql('p', 'i', '$4')}) grounds`;

// $1 organizations, $2 caller, $3 whose own participations count, $4 now, $5 snapshot, $6 first id, $7 how many.
const LOOK = statement(
  'events_look',
  `WITH here AS MATERIALIZED (
     SELECT pg_current_snapshot() AS snapshot, pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next,
       pg_snapshot_xmax($5::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot()) AS unknown),
   changed AS (
     SELECT DISTINCT e.incident_id AS id FROM here, history_entry e JOIN incident i ON i.id = e.incident_id
       JOIN record_state s ON s.incident_id = e.incident_id AND s.case_version = e.case_version AND s.entry_id = e.id,
       LATERAL (SELECT ${ROLES} AS roles, coalesce(array_agg(${capacitySql('p', 'm.role')}), '{}') AS capacities,
         max(${tlpRankSql('p.max_tlp')}) AS rank FROM ${TAKING_PART}) g
     WHERE NOT here.unknown AND e.id >= $6::uuid AND ${committedSince('e')}
       AND ${sightSql('i', { organizationIds: '$1::uuid[]', userId: '$3', now: '$4' })} AND ${SHOWN} AND ${MOVED}
     LIMIT $7),
   told AS (
     SELECT n.id FROM here, notification n
     WHERE NOT here.unknown AND n.user_id = $2 AND n.id >= $6::uuid AND n.read_at IS NULL AND n.acknowledged_at IS NULL
       AND ${committedSince('n')}
     LIMIT $7)
   SELECT here.snapshot::text, coalesce(here.unknown, false) AS unknown, (${ACCESS}) AS access,
     ARRAY(SELECT id FROM changed ORDER BY id) AS "incidentIds", ARRAY(SELECT id FROM told ORDER BY id) AS "notificationIds"
   FROM here`,
);

/** What was changed since a position, of all that the caller is shown, and nothing else. */
@Injectable()
export class Changes {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** From a position, or (without one) from now on: then nothing is found but where to go on from. */
  async since(caller: Caller, position: Position | undefined): Promise<Found> {
    const now = this.clock.now();
    const [floors, rows] = await this.database.inOneTrip<Row & { floor: Date }>(caller, [
      [FLOOR, []],
      [
        LOOK,
        [
          caller.organizationIds,
          caller.userId,
          sightUser(caller),
          now,
          position?.snapshot ?? null,
          position ? firstIdAt(position.floor) : null,
          FOUND_MAX + 1,
        ],
      ],
    ]);
    const [row] = rows ?? [];
    const [{ floor } = {}] = floors ?? [];
    if (!row || !floor) {
      throw new Error('The database says nothing of itself.');
    }
    const standsAt = this.clock.standsAt();
    return {
      position: {
        at: now,
        floor: standsAt ? new Date(standsAt.getTime() - STANDING_MS) : floor,
        snapshot: row.snapshot,
        access: row.access,
      },
      unknown: row.unknown,
      incidentIds: row.incidentIds,
      notificationIds: row.notificationIds,
    };
  }
}
