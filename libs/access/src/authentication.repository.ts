import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  Clock,
  Database,
  statement,
  tlpOfRankSql,
  tlpRankSql,
  type ApiKeyId,
  type IncidentId,
  type ParticipantId,
  type Tx,
  type UserId,
} from '@app/platform';
import type { CaseSight, Membership, Scope } from './caller.js';
import { SEEN_EVERY_MS, SESSION_IDLE_MS, SESSION_MS } from './sessions.rules.js';
import { capacitySql, NOBODY, participationInForceSql } from './sight.js';

/** How a request says who it is from. */
export interface Credential {
  readonly kind: 'session' | 'key';
  readonly secret: string;
}

/** The row of whoever is signed in, and the cases that the address names and the caller sees (two at the most). */
export interface Recognized {
  readonly userId: UserId;
  readonly name: string;
  readonly email: string;
  readonly administrator: boolean;
  readonly memberships: Membership[];
  readonly sessionId: string | null;
  readonly csrfToken: string | null;
  /** Within five minutes; null for keys. */
  readonly lastSeenAt: Date | null;
  /** Without one, a session has no seat in organizations that demand it. True for keys: whoever made one had passed. */
  readonly secondFactorPassed: boolean;
  readonly keyId: ApiKeyId | null;
  readonly scopes: Scope[] | null;
  readonly cases: CaseSight[] | null;
}

/** Members see every marking; participants theirs. */
const clearance = `CASE WHEN cardinality(g.roles) > 0 THEN 'red' ELSE ${tlpOfRankSql('g.rank')} END`;

/** What the participations in force give, each to somebody whose seat in the organization that takes part is `taking`. */
const GIVEN = `coalesce(array_agg(${capacitySql('p', 'taking.role')}) FILTER (WHERE p.id IS NOT NULL), '{}') AS capacities,
              max(${tlpRankSql('p.max_tlp')}) AS rank, coalesce(bool_or(p.elevated), false) AS elevated`;

/** The cases that the address names ($3 id, $4 reference) and `caller`, with the seats `seat`, sees at $2: two at the most. */
const CASES = `(SELECT json_agg(seen) FROM (
          SELECT i.id AS "incidentId", i.organization_id AS "organizationId", i.reference, i.tlp, i.status, g.roles, g.capacities, ${clearance} AS clearance, g.elevated
          FROM incident i, LATERAL (SELECT
              ARRAY(SELECT role FROM seat WHERE seat.organization_id = i.organization_id) AS roles, ${GIVEN}
            FROM participant p LEFT JOIN seat taking ON taking.organization_id = p.organization_id
            WHERE p.incident_id = i.id AND ${participationInForceSql('p', 'i', '$2')}
              AND (taking.organization_id IS NOT NULL OR (p.user_id = c.id AND c.only_in IS NULL))) g
          WHERE (i.id = $3::uuid OR i.reference = $4) AND cardinality(g.roles) + cardinality(g.capacities) > 0
          LIMIT 2) seen) AS cases`;

/** $1 participation, of the case $3; in force, or there is nobody. An organization is no person, and has no role. */
const VIEW_AS = statement(
  'recognize_view_as',
  `WITH taking AS (
     SELECT p.user_id, p.organization_id, coalesce(u.name, o.name) AS name, coalesce(u.email, '') AS email
     FROM participant p JOIN incident i ON i.id = p.incident_id LEFT JOIN app_user u ON u.id = p.user_id LEFT JOIN organization o ON o.id = p.organization_id
     WHERE p.id = $1 AND p.incident_id = $3::uuid AND ${participationInForceSql('p', 'i', '$2')} AND u.disabled_at IS NULL),
   caller AS (SELECT coalesce(user_id, '${NOBODY}') AS id, name, email, NULL::uuid AS only_in FROM taking),
   seat AS (
     SELECT m.organization_id, m.role FROM taking JOIN membership m ON m.user_id = taking.user_id AND m.ended_at IS NULL
     UNION ALL SELECT organization_id, NULL FROM taking WHERE organization_id IS NOT NULL)
   SELECT c.id AS "userId", c.name, c.email, false AS administrator, NULL AS "sessionId", NULL AS "csrfToken", NULL AS "lastSeenAt",
     true AS "secondFactorPassed", NULL AS "keyId", NULL AS scopes,
     (SELECT coalesce(json_agg(json_build_object('organizationId', organization_id, 'role', role)), '[]') FROM seat) AS memberships,
     ${CASES}
   FROM caller c`,
);

/**
 * Sign-in and sight in one round trip: every request needs both, and most name a case. Functions of the database
 * (migration `recognition`): whoever asks is nobody yet, and would be shown no row. The condition is the access rule of
 * `sight.ts`, taken apart into its grounds, as in {@link CASES}.
 */
const RECOGNIZE = {
  session: statement('recognize_session', 'SELECT * FROM recognize_session($1, $2, $3, $4)'),
  key: statement('recognize_key', 'SELECT * FROM recognize_key($1, $2, $3, $4)'),
};

const SEE = statement(
  'session_see',
  `UPDATE session SET last_seen_at = $2::timestamptz,
     expires_at = least($2::timestamptz + $3 * interval '1 millisecond', created_at + $4 * interval '1 millisecond')
   WHERE id = $1 AND ended_at IS NULL AND last_seen_at < $2`,
);

const AUDIENCE = statement(
  'case_audience',
  `SELECT u.id AS "userId", u.name, u.email, i.id AS "incidentId", i.organization_id AS "organizationId", i.reference, i.tlp, i.status, g.roles, g.capacities, ${clearance} AS clearance, g.elevated
   FROM incident i, app_user u, LATERAL (SELECT
       ARRAY(SELECT m.role FROM membership m WHERE m.organization_id = i.organization_id AND m.user_id = u.id AND m.ended_at IS NULL) AS roles, ${GIVEN}
     FROM participant p LEFT JOIN membership taking ON taking.user_id = u.id AND taking.organization_id = p.organization_id AND taking.ended_at IS NULL
     WHERE p.incident_id = i.id AND ${participationInForceSql('p', 'i', '$2')} AND (taking.organization_id IS NOT NULL OR p.user_id = u.id)) g
   WHERE i.id = $1 AND u.disabled_at IS NULL AND cardinality(g.roles) + cardinality(g.capacities) > 0
     AND u.id IN (
       SELECT m.user_id FROM membership m WHERE m.organization_id = i.organization_id AND m.ended_at IS NULL
       UNION SELECT p.user_id FROM participant p WHERE p.incident_id = i.id AND p.user_id IS NOT NULL
       UNION SELECT m.user_id FROM participant p JOIN membership m ON m.organization_id = p.organization_id AND m.ended_at IS NULL WHERE p.incident_id = i.id)`,
);

/** A person who sees a case, with the grounds. */
export interface Seer extends CaseSight {
  readonly userId: UserId;
  readonly name: string;
  readonly email: string;
}

/** Secrets are stored and compared by SHA-256 only: they are random, and too long to guess. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret, 'utf8').digest();

@Injectable()
export class Authentication {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Whoever the credential belongs to, with the case that the address names, where the caller sees it. */
  async recognize(
    { kind, secret }: Credential,
    named: { incidentId: string | null; reference: string | null },
    inUse = true,
  ): Promise<Recognized | undefined> {
    const [row] = await this.database.bare<Recognized>(RECOGNIZE[kind], [
      hashSecret(secret),
      this.clock.now(),
      named.incidentId,
      named.reference,
    ]);
    if (inUse && row?.sessionId && row.lastSeenAt) {
      await this.see(row.sessionId, row.lastSeenAt);
    }
    return row;
  }

  /** Notes that the session is in use, now and then: it ends by itself a day after it was last seen. */
  private async see(sessionId: string, lastSeenAt: Date): Promise<void> {
    const now = this.clock.now();
    if (now.getTime() - lastSeenAt.getTime() >= SEEN_EVERY_MS) {
      await this.database.bare(SEE, [sessionId, now, SESSION_IDLE_MS, SESSION_MS]);
    }
  }

  /**
   * Whoever takes part by this participation, as if they had sent the request, for one who manages the case. Of an
   * organization, which is no person, the memberships bear no role.
   */
  async recognizeAs(participantId: ParticipantId, incidentId: IncidentId): Promise<Recognized | undefined> {
    const values = [participantId, this.clock.now(), incidentId, null];
    const [row] = await this.database.forPurpose<Recognized>('recognition', VIEW_AS, values);
    return row;
  }

  /**
   * Everyone who sees the case now, by the same rule. For jobs, which tell people of it: inside their
   * transaction, where they hold a connection already and must not wait for another one.
   */
  async audience(incidentId: IncidentId, tx?: Tx): Promise<Seer[]> {
    const values = [incidentId, this.clock.now()];
    return tx
      ? await tx.sql<Seer>(AUDIENCE, values)
      : await this.database.forPurpose<Seer>('deliver', AUDIENCE, values);
  }
}
