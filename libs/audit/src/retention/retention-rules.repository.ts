import { Injectable } from '@nestjs/common';
import { afterId, type Caller, type PageAsked } from '@app/access';
import { Database, NotFound, statement, type OrganizationId, type Tx, type UserId } from '@app/platform';
import type { RetentionRule, RetentionRuleId } from './retention-rule.js';

const done = (what: string): string =>
  `CASE WHEN r.${what}_at IS NOT NULL THEN json_build_object('byId', r.${what}_by_id, 'byName', ${what}.name, 'at', r.${what}_at) END AS ${what}`;
const RULES = `
  SELECT r.id, r.organization_id AS "organizationId", r.kind, r.days, r.basis, ${done('proposed')}, ${done('confirmed')}, ${done('ended')}
  FROM retention_rule r JOIN app_user proposed ON proposed.id = r.proposed_by_id
    LEFT JOIN app_user confirmed ON confirmed.id = r.confirmed_by_id LEFT JOIN app_user ended ON ended.id = r.ended_by_id`;

const LIST = statement(
  'retention_rules',
  `${RULES} WHERE r.organization_id = $1 AND r.organization_id = ANY($2::uuid[]) AND ($3::uuid IS NULL OR r.id < $3)
   ORDER BY r.id DESC LIMIT $4`,
);
const ONE = statement('retention_rule', `${RULES} WHERE r.id = $1 AND r.organization_id = $2 FOR UPDATE OF r`);
const STANDS = statement(
  'retention_rule_stands',
  'SELECT 1 FROM retention_rule WHERE organization_id = $1 AND kind = $2 AND ended_at IS NULL',
);
const ADD = statement(
  'retention_rule_add',
  `INSERT INTO retention_rule (id, organization_id, kind, days, basis, proposed_by_id, proposed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
);
const CONFIRM = statement(
  'retention_rule_confirm',
  'UPDATE retention_rule SET confirmed_by_id = $2, confirmed_at = $3 WHERE id = $1',
);
const END = statement('retention_rule_end', 'UPDATE retention_rule SET ended_by_id = $2, ended_at = $3 WHERE id = $1');
const IN_FORCE = statement(
  'retention_rules_in_force',
  `${RULES} WHERE r.confirmed_at <= $1 AND r.ended_at IS NULL ORDER BY r.id`,
);

type Told = { readonly byId: UserId; readonly byName: string; readonly at: string } | null;
type Row = Omit<RetentionRule, 'proposed' | 'confirmed' | 'ended'> & {
  readonly proposed: NonNullable<Told>;
  readonly confirmed: Told;
  readonly ended: Told;
};

const dated = (told: NonNullable<Told>): RetentionRule['proposed'] => ({ ...told, at: new Date(told.at) });
const ruleOf = ({ proposed, confirmed, ended, ...row }: Row): RetentionRule => ({
  ...row,
  proposed: dated(proposed),
  confirmed: confirmed && dated(confirmed),
  ended: ended && dated(ended),
});

/** What organizations decided about how long records outlive their cases. */
@Injectable()
export class RetentionRules {
  constructor(private readonly database: Database) {}

  /** Newest first, and one more than `limit`; none to one who is no member. */
  async list(caller: Caller, organizationId: string, { limit, cursor }: PageAsked): Promise<RetentionRule[]> {
    const values = [organizationId, caller.organizationIds, afterId(cursor), limit + 1];
    return (await this.database.read<Row>(caller, LIST, values)).map(ruleOf);
  }

  /** Every organization's that were confirmed by this instant and not ended. For the job that goes by them. */
  async inForce(confirmedBy: Date): Promise<RetentionRule[]> {
    return (await this.database.forPurpose<Row>('retention', IN_FORCE, [confirmedBy])).map(ruleOf);
  }

  /** The rule of the organization, locked. @throws {NotFound} */
  async lock(tx: Tx, organizationId: OrganizationId, id: string): Promise<RetentionRule> {
    const [row] = await tx.sql<Row>(ONE, [id, organizationId]);
    if (!row) {
      throw new NotFound('retention rule');
    }
    return ruleOf(row);
  }

  /** Whether a rule of this kind stands, confirmed or not. The organization is to be locked first. */
  async stands(tx: Tx, organizationId: OrganizationId, kind: string): Promise<boolean> {
    return (await tx.sql(STANDS, [organizationId, kind])).length > 0;
  }

  add(tx: Tx, { id, organizationId, kind, days, basis, proposed }: RetentionRule): void {
    tx.write(ADD, [id, organizationId, kind, days, basis, proposed.byId, proposed.at]);
  }

  confirm(tx: Tx, id: RetentionRuleId, byId: UserId): void {
    tx.write(CONFIRM, [id, byId, tx.at]);
  }

  end(tx: Tx, id: RetentionRuleId, byId: UserId): void {
    tx.write(END, [id, byId, tx.at]);
  }
}
