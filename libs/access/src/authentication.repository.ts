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
  type Statement,
  type Tx,
  type UserId,
} from '@app/platform';
import type { CaseSight, Membership, Scope } from './caller.js';
import { participationInForceSql } from './sight.js';

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
  readonly keyId: ApiKeyId | null;
  readonly scopes: Scope[] | null;
  readonly cases: CaseSight[] | null;
}

/** Members see every marking; participants theirs. */
const clearance = `CASE WHEN cardinality(g.roles) > 0 THEN 'red' ELSE ${tlpOfRankSql('g.rank')} END`;

const FROM_SESSION = `
  SELECT u.id, u.name, u.email, u.administrator, s.id AS session_id, s.csrf_token, NULL::uuid AS key_id, NULL::text[] AS scopes, NULL::uuid AS only_in
  FROM session s JOIN app_user u ON u.id = s.user_id
  WHERE s.token_hash = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND u.disabled_at IS NULL`;

const FROM_KEY = `
  SELECT u.id, u.name, u.email, u.administrator AND false AS administrator, NULL::uuid AS session_id, NULL::text AS csrf_token, k.id AS key_id, k.scopes, k.organization_id AS only_in
  FROM api_key k JOIN app_user u ON u.id = k.user_id
  WHERE k.secret_hash = $1 AND k.revoked_at IS NULL AND k.expires_at > $2 AND u.disabled_at IS NULL`;

/**
 * Sign-in and sight in one round trip: every request needs both, and most name a case.
 * The condition is the access rule of `sight.ts`, taken apart into its grounds.
 */
const recognize = (kind: string, from: string): Statement =>
  statement(
    `recognize_${kind}`,
    `WITH caller AS (${from}),
     seat AS (
       SELECT m.organization_id, m.role FROM membership m JOIN caller c ON c.id = m.user_id
       WHERE m.ended_at IS NULL AND (c.only_in IS NULL OR c.only_in = m.organization_id))
     SELECT c.id AS "userId", c.name, c.email, c.administrator, c.session_id AS "sessionId", c.csrf_token AS "csrfToken",
       c.key_id AS "keyId", c.scopes,
       (SELECT coalesce(json_agg(json_build_object('organizationId', organization_id, 'role', role)), '[]') FROM seat) AS memberships,
       (SELECT json_agg(seen) FROM (
          SELECT i.id AS "incidentId", i.organization_id AS "organizationId", i.reference, i.tlp, i.status, g.roles, g.capacities, ${clearance} AS clearance
          FROM incident i, LATERAL (SELECT
            ARRAY(SELECT role FROM seat WHERE seat.organization_id = i.organization_id) AS roles,
            ARRAY(SELECT p.capacity FROM participant p WHERE p.incident_id = i.id AND ${participationInForceSql('p', 'i', '$2')}
              AND (p.user_id = c.id OR p.organization_id IN (SELECT organization_id FROM seat))) AS capacities,
            (SELECT max(${tlpRankSql('p.max_tlp')}) FROM participant p WHERE p.incident_id = i.id AND ${participationInForceSql('p', 'i', '$2')}
              AND (p.user_id = c.id OR p.organization_id IN (SELECT organization_id FROM seat))) AS rank) g
          WHERE (i.id = $3::uuid OR i.reference = $4) AND cardinality(g.roles) + cardinality(g.capacities) > 0
          LIMIT 2) seen) AS cases
     FROM caller c`,
  );

const RECOGNIZE = { session: recognize('session', FROM_SESSION), key: recognize('key', FROM_KEY) };

const AUDIENCE = statement(
  'case_audience',
  `SELECT u.id AS "userId", u.name, u.email, i.id AS "incidentId", i.organization_id AS "organizationId", i.reference, i.tlp, i.status, g.roles, g.capacities, ${clearance} AS clearance
   FROM incident i, app_user u, LATERAL (SELECT
     ARRAY(SELECT m.role FROM membership m WHERE m.organization_id = i.organization_id AND m.user_id = u.id AND m.ended_at IS NULL) AS roles,
     ARRAY(SELECT p.capacity FROM participant p WHERE p.incident_id = i.id AND ${participationInForceSql('p', 'i', '$2')}
       AND (p.user_id = u.id OR EXISTS (SELECT 1 FROM membership m WHERE m.user_id = u.id AND m.organization_id = p.organization_id AND m.ended_at IS NULL))) AS capacities,
     (SELECT max(${tlpRankSql('p.max_tlp')}) FROM participant p WHERE p.incident_id = i.id AND ${participationInForceSql('p', 'i', '$2')}
       AND (p.user_id = u.id OR EXISTS (SELECT 1 FROM membership m WHERE m.user_id = u.id AND m.organization_id = p.organization_id AND m.ended_at IS NULL))) AS rank) g
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
  ): Promise<Recognized | undefined> {
    const [row] = await this.database.forPurpose<Recognized>('recognition', RECOGNIZE[kind], [
      hashSecret(secret),
      this.clock.now(),
      named.incidentId,
      named.reference,
    ]);
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
