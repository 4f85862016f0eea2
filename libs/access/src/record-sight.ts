import { tlpAllows, tlpRankSql, type Tlp } from '@app/platform';
import type { Caller, CaseSight } from './caller.js';
import { isInside } from './case.policy.js';
import { participationInForceSql, type SightParameters } from './sight.js';

/**
 * Kinds of record that are shown to those who work inside the case, and to the organization that made
 * them; nobody else who sees the case sees these. Each carries `organizationId`.
 */
export const RESERVED_KINDS = [
  'evidence',
  'custody_step',
  'finding',
  'finding_account',
  'inquiry',
  'assessment',
  'dissent',
  'ach_column',
] as const;

/**
 * The kind of the records that say who stands behind a pseudonym. No read of records shows them to anybody: they are
 * asked for in a request of its own, which is logged (`names.read`).
 */
export const NAMES_KIND = 'holder_name';

const RESERVED: ReadonlySet<string> = new Set(RESERVED_KINDS);
const RESERVED_SQL = RESERVED_KINDS.map((kind) => `'${kind}'`).join(', ');

/** The values that {@link recordShownSql} compares with: parameter places or expressions. */
export interface RecordSightParameters {
  /** text: the highest marking that the caller is shown. */
  readonly clearance: string;
  /** boolean: whether the caller works inside the case. */
  readonly inside: string;
  /** uuid[]: the organizations that the caller is a member of. */
  readonly organizationIds: string;
}

/**
 * SQL: whether a record of a case that the caller sees is shown to them. `kind` and `state` are
 * expressions. A record above the clearance, or reserved to others, does not exist for the caller;
 * what their own organization made always does. Names behind pseudonyms are never among them.
 */
export function recordShownSql(
  { kind, state }: { kind: string; state: string },
  { clearance, inside, organizationIds }: RecordSightParameters,
): string {
  const cleared = `(${state}->>'tlp' IS NULL OR ${tlpRankSql(`${state}->>'tlp'`)} <= ${tlpRankSql(clearance)})`;
  return `(${kind} <> '${NAMES_KIND}' AND ((${cleared} AND (${inside} OR ${kind} NOT IN (${RESERVED_SQL})))
    OR (${kind} IN (${RESERVED_SQL}) AND (${state}->>'organizationId')::uuid = ANY(${organizationIds}))))`;
}

/**
 * SQL: whether the state that a caller is shown of a record is its state, at a version of the case (null: now). Where the
 * record has since been marked above them, the database shows them older states only, and the record does not exist for them.
 */
export const notHiddenSinceSql = (recordId: string, incidentId: string, version: string): string =>
  `${recordId} <> ALL (ARRAY(SELECT hidden_records(${incidentId}, ${version})))`;

/**
 * SQL: whether the caller's clearance in the case of table `i`, which they see, reaches a marking (an expression; null
 * is the case's). For reads over many cases, where each has a clearance of its own.
 */
export const clearedSql = (i: string, tlp: string, { organizationIds, userId, now }: SightParameters): string =>
  `(${tlp} IS NULL OR ${i}.organization_id = ANY(${organizationIds}) OR EXISTS (SELECT 1 FROM participant cp
    WHERE cp.incident_id = ${i}.id AND (cp.organization_id = ANY(${organizationIds}) OR cp.user_id = ${userId})
      AND ${participationInForceSql('cp', i, now)} AND ${tlpRankSql('cp.max_tlp')} >= ${tlpRankSql(tlp)}))`;

/** The same rule, over a record in hand. */
export function isRecordShown(
  caller: Pick<Caller, 'organizationIds'>,
  sight: Pick<CaseSight, 'roles' | 'capacities' | 'clearance'>,
  kind: string,
  state: { readonly tlp?: unknown; readonly organizationId?: unknown },
): boolean {
  const reserved = RESERVED.has(kind);
  const own = reserved && caller.organizationIds.includes(state.organizationId as Caller['organizationIds'][number]);
  const cleared = typeof state.tlp !== 'string' || tlpAllows(sight.clearance, state.tlp as Tlp);
  return kind !== NAMES_KIND && (own || (cleared && (!reserved || isInside(sight))));
}
