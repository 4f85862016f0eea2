import { Injectable } from '@nestjs/common';
import { mayInCase, sightSql, sightUser, type Caller, type CaseSight } from '@app/access';
import { Clock, Database, Problem, statement, tlpRankSql, type HolderNameId, type State, type Tx } from '@app/platform';
import type { Holder } from './accounts.js';
import { addRecord } from './case-record.js';
import { HOLDER_NAME } from './holder-names.js';
import { nameKey, pseudonymAt } from './pseudonyms.rules.js';

/** A holder as someone enters it. */
export interface HolderInput {
  readonly name?: string | null | undefined;
  readonly role?: string | null | undefined;
  readonly disclosed: boolean;
}

/** An account with its holder, before it is changed. */
interface Before {
  readonly accountId: string;
  readonly holder: Holder | null;
}

/** A pseudonym of a case, with who it is and what they hold. */
export interface Pseudonym {
  readonly id: HolderNameId;
  readonly pseudonym: string;
  /** Null: the holder is known by their role only. */
  readonly name: string | null;
  readonly accountIds: string[];
}

interface Kept {
  readonly id: HolderNameId;
  readonly pseudonym: string;
  readonly name: string | null;
  readonly createdAt: string;
  readonly version: number;
}

const KEPT = `id, pseudonym, name, to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "createdAt", version`;
const BY_NAME = statement('holder_by_name', `SELECT ${KEPT} FROM holder_name WHERE incident_id = $1 AND name_key = $2`);
const BY_PSEUDONYM = statement(
  'holder_by_pseudonym',
  `SELECT ${KEPT} FROM holder_name WHERE incident_id = $1 AND pseudonym = $2`,
);
const COUNT = statement('count_holder_names', 'SELECT count(*)::int AS count FROM holder_name WHERE incident_id = $1');
const NAME = statement(
  'name_holder',
  'UPDATE holder_name SET name = $3, name_key = $4, version = $5 WHERE incident_id = $1 AND id = $2',
);
const OF_ACCOUNT = statement(
  'pseudonym_of_account',
  'SELECT holder_pseudonym AS pseudonym FROM affected_account WHERE incident_id = $1 AND id = $2',
);

const SEEN = sightSql('i', { organizationIds: '$2::uuid[]', userId: '$3', now: '$4' });
// Whose accounts are all marked above the reader does not exist for them; who holds none any more is shown to those
// only from whom nothing is kept.
const LIST = statement(
  'pseudonyms',
  `SELECT h.id, h.pseudonym, h.name, coalesce(held."accountIds", '{}') AS "accountIds"
   FROM incident i JOIN holder_name h ON h.incident_id = i.id, LATERAL (
     SELECT array_agg(a.id ORDER BY a.id) AS "accountIds" FROM affected_account a
     WHERE a.incident_id = i.id AND a.holder_pseudonym = h.pseudonym
       AND (a.tlp IS NULL OR ${tlpRankSql('a.tlp')} <= ${tlpRankSql('$5::text')})) held
   WHERE i.id = $1 AND ${SEEN} AND (held."accountIds" IS NOT NULL OR $5::text = 'red')
   ORDER BY char_length(h.pseudonym), h.pseudonym`,
);

/** Who the undisclosed holders of a case are. Names go in here and come out only where someone asks for them. */
@Injectable()
export class HolderNames {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Every pseudonym of the case whose holder the caller is shown. Whoever answers with it logs the read first. */
  async list(caller: Caller, { incidentId, clearance }: CaseSight): Promise<Pseudonym[]> {
    const values = [incidentId, caller.organizationIds, sightUser(caller), this.clock.now(), clearance];
    return await this.database.read<Pseudonym>({ ...caller, purpose: 'names' }, LIST, values);
  }

  /**
   * The holder of an account as the account says it: a disclosed one by name, any other by pseudonym. The name of
   * these goes into the map; the same name is the same pseudonym. Where none is given, the holder stays who it was.
   * `named` tells that the map learned something.
   *
   * @throws {Problem} 403 `names_not_readable`: a name would go into the map, or come out of it, by one who may not
   *   read it. (Whoever could enter names and see which pseudonym they get could find out every one of them.)
   */
  async hold(
    tx: Tx,
    sight: Pick<CaseSight, 'roles' | 'capacities'>,
    given: HolderInput,
    before?: Before,
  ): Promise<{ holder: Holder; named: boolean }> {
    const pseudonym = before ? await this.pseudonymOf(tx, before) : null;
    const { name = null, role = null } = given;
    if (given.disclosed) {
      const from = name === null && pseudonym !== null ? await this.nameOf(tx, sight, pseudonym) : name;
      return { holder: { name: from, pseudonym: null, role, disclosed: true }, named: false };
    }
    // Of one who was disclosed before, the name goes into the map.
    const hidden = name ?? (pseudonym === null ? (before?.holder?.name ?? null) : null);
    const called = await this.called(tx, sight, hidden, pseudonym);
    return { holder: { name: null, pseudonym: called.pseudonym, role, disclosed: false }, named: called.named };
  }

  private async called(
    tx: Tx,
    sight: Pick<CaseSight, 'roles' | 'capacities'>,
    name: string | null,
    pseudonym: string | null,
  ): Promise<{ pseudonym: string; named: boolean }> {
    return name === null
      ? { pseudonym: pseudonym ?? (await this.add(tx, null)), named: false }
      : await this.keep(tx, sight, name, pseudonym);
  }

  /** What the holder is called who is there; null where there is none, or a disclosed one. */
  private async pseudonymOf(tx: Tx, { accountId, holder }: Before): Promise<string | null> {
    if (!holder || holder.disclosed || holder.pseudonym) {
      return holder?.pseudonym ?? null;
    }
    const [row] = await tx.sql<{ pseudonym: string | null }>(OF_ACCOUNT, [tx.case.incidentId, accountId]);
    return row?.pseudonym ?? null;
  }

  private async nameOf(tx: Tx, sight: Pick<CaseSight, 'roles' | 'capacities'>, pseudonym: string) {
    requireNames(sight);
    const [row] = await tx.sqlForPurpose<Kept>('names', BY_PSEUDONYM, [tx.case.incidentId, pseudonym]);
    return row?.name ?? null;
  }

  private async keep(
    tx: Tx,
    sight: Pick<CaseSight, 'roles' | 'capacities'>,
    name: string,
    pseudonym: string | null,
  ): Promise<{ pseudonym: string; named: boolean }> {
    requireNames(sight);
    const [known] = await tx.sqlForPurpose<Kept>('names', BY_NAME, [tx.case.incidentId, nameKey(name)]);
    if (known) {
      return { pseudonym: known.pseudonym, named: false };
    }
    const [nameless] =
      pseudonym === null ? [] : await tx.sqlForPurpose<Kept>('names', BY_PSEUDONYM, [tx.case.incidentId, pseudonym]);
    if (nameless?.name === null) {
      this.name(tx, nameless, name);
      return { pseudonym: nameless.pseudonym, named: true };
    }
    return { pseudonym: await this.add(tx, name), named: true };
  }

  /** Who was known by their role only is known by name from now on, and keeps the pseudonym. */
  private name(tx: Tx, before: Kept, name: string): void {
    const { incidentId, caseVersion } = tx.case;
    tx.forPurpose('names', () => tx.write(NAME, [incidentId, before.id, name, nameKey(name), caseVersion]));
    tx.record({
      action: 'holder_name.named',
      subject: { kind: HOLDER_NAME.kind, id: before.id },
      before: { ...before, tlp: null } satisfies State,
      after: { ...before, name, tlp: null, version: caseVersion } satisfies State,
    });
  }

  private async add(tx: Tx, name: string | null): Promise<string> {
    const [row] = await tx.sqlForPurpose<{ count: number }>('names', COUNT, [tx.case.incidentId]);
    const pseudonym = pseudonymAt((row?.count ?? 0) + 1);
    addRecord(tx, HOLDER_NAME, { pseudonym, name, tlp: null }, { action: 'holder_name.recorded' });
    return pseudonym;
  }
}

function requireNames(sight: Pick<CaseSight, 'roles' | 'capacities'>): void {
  if (!mayInCase(sight, 'names.read')) {
    throw new Problem(
      403,
      'names_not_readable',
      'Names of undisclosed holders are entered and disclosed by those who may read them. Give the role instead.',
    );
  }
}
