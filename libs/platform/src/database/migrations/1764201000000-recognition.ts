import type { MigrationInterface, QueryRunner } from 'typeorm';

const RANK = (column: string): string =>
  `array_position(ARRAY['clear', 'green', 'amber', 'amber+strict', 'red'], ${column})`;

/** $1 the hash of a session's secret. */
const SESSION = `
  SELECT u.id, u.name, u.email, u.administrator, s.id AS session_id, s.csrf_token, s.last_seen_at, s.second_factor_at IS NOT NULL AS passed,
    NULL::uuid AS key_id, NULL::text[] AS scopes, NULL::uuid AS only_in
  FROM session s JOIN app_user u ON u.id = s.user_id
  WHERE s.token_hash = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND u.disabled_at IS NULL`;

/** $1 the hash of a key's secret. Whoever made it had passed a second factor. */
const KEY = `
  SELECT u.id, u.name, u.email, false AS administrator, NULL::uuid AS session_id, NULL::text AS csrf_token, NULL::timestamptz AS last_seen_at, true AS passed,
    k.id AS key_id, k.scopes, k.organization_id AS only_in
  FROM api_key k JOIN app_user u ON u.id = k.user_id
  WHERE k.secret_hash = $1 AND k.revoked_at IS NULL AND k.expires_at > $2 AND u.disabled_at IS NULL`;

/**
 * Who a secret belongs to, their seats, and the cases that they see of those which the address names ($3 id, $4
 * reference), at $2: two at the most. A function of the tables' owner, since whoever asks is nobody yet, and so is
 * shown no row; it answers to nobody but the holder of the secret.
 */
const recognize = (kind: string, caller: string): string => `
CREATE FUNCTION recognize_${kind}(secret_hash bytea, at timestamptz, named_id uuid, named_reference text)
RETURNS TABLE ("userId" uuid, name text, email text, administrator boolean, "sessionId" uuid, "csrfToken" text, "lastSeenAt" timestamptz,
  "secondFactorPassed" boolean, "keyId" uuid, scopes text[], memberships json, cases json)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH caller AS (${caller}),
  seat AS (
    SELECT m.organization_id, m.role FROM membership m JOIN caller c ON c.id = m.user_id JOIN organization o ON o.id = m.organization_id
    WHERE m.ended_at IS NULL AND (c.only_in IS NULL OR c.only_in = m.organization_id) AND (c.passed OR NOT o.requires_second_factor))
  SELECT c.id, c.name, c.email, c.administrator, c.session_id, c.csrf_token, c.last_seen_at, c.passed, c.key_id, c.scopes,
    (SELECT coalesce(json_agg(json_build_object('organizationId', s.organization_id, 'role', s.role)), '[]') FROM seat s),
    (SELECT json_agg(seen) FROM (
      SELECT i.id AS "incidentId", i.organization_id AS "organizationId", i.reference, i.tlp, i.status, g.roles, g.capacities,
        CASE WHEN cardinality(g.roles) > 0 THEN 'red' ELSE (ARRAY['clear', 'green', 'amber', 'amber+strict', 'red'])[g.rank] END AS clearance, g.elevated
      FROM incident i, LATERAL (
        SELECT ARRAY(SELECT s.role FROM seat s WHERE s.organization_id = i.organization_id) AS roles,
          coalesce(array_agg(CASE WHEN taking.role IS DISTINCT FROM 'auditor' THEN p.capacity
            WHEN p.capacity IN ('contributor', 'observer') THEN 'observer' ELSE 'auditor' END) FILTER (WHERE p.id IS NOT NULL), '{}') AS capacities,
          max(${RANK('p.max_tlp')}) AS rank, coalesce(bool_or(p.elevated), false) AS elevated
        FROM participant p LEFT JOIN seat taking ON taking.organization_id = p.organization_id
        WHERE p.incident_id = i.id AND p.ended_at IS NULL AND (p.until IS NULL OR p.until > $2) AND ${RANK('p.max_tlp')} >= ${RANK('i.tlp')}
          AND (taking.organization_id IS NOT NULL OR (p.user_id = c.id AND c.only_in IS NULL))) g
      WHERE (i.id = $3 OR i.reference = $4) AND cardinality(g.roles) + cardinality(g.capacities) > 0
      LIMIT 2) seen)
  FROM caller c;
END $$;
REVOKE ALL ON FUNCTION recognize_${kind} FROM PUBLIC;
`;

/** Sign-in and sight in one statement, that asks past the row policies and answers to whoever holds the secret. */
export class Recognition1764201000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(recognize('session', SESSION) + recognize('key', KEY));
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back.');
  }
}
