import { Injectable } from '@nestjs/common';
import { isRecordShown, type Caller, type CaseSight } from '@app/access';
import { CaseLock } from '@app/ledger';
import {
  Conflict,
  cutToSpan,
  Invalid,
  statement,
  UnitOfWork,
  type AccountId,
  type PartialTime,
  type Tlp,
  type Tx,
} from '@app/platform';
import {
  ACCOUNT,
  PIVOT,
  type AccountKind,
  type AccountState,
  type AccountStatus,
  type Holder,
  type PivotState,
  type RecordLink,
} from '../accounts.js';
import {
  addRecord,
  amendRecord,
  latestState,
  shownState,
  withPatch,
  type Present,
  type Writer,
} from '../case-record.js';
import { HolderNames, type HolderInput } from '../holder-names.repository.js';
import { markingOf, requireCleared } from '../markings.js';
import { RecordLinks } from '../record-links.repository.js';

export interface AccountInput {
  readonly identifier: string;
  readonly provider?: string | undefined;
  readonly kind: AccountKind;
  readonly status?: AccountStatus | undefined;
  readonly holder?: HolderInput | undefined;
  readonly firstSeenAt?: PartialTime | undefined;
  readonly lastSeenAt?: PartialTime | undefined;
  readonly note?: string | undefined;
  readonly tlp?: Tlp | null | undefined;
}

/** Fields of an account or pivot to change; null clears. */
export type RecordPatch = Readonly<Record<string, unknown>>;

type AccountPatch = Partial<Omit<AccountState, 'holder'>> & {
  readonly holder?: HolderInput | null;
  readonly reason?: string;
};

export interface PivotInput {
  readonly fromAccountId: string;
  readonly toAccountId: string;
  readonly method?: string | undefined;
  readonly at?: PartialTime | undefined;
  readonly evidence?: readonly RecordLink[] | undefined;
  readonly tlp?: Tlp | null | undefined;
}

/** Who adds an account: what they are shown, and whether names are theirs to enter. */
type AccountWriter = Writer & { readonly sight: Pick<CaseSight, 'roles' | 'capacities' | 'clearance'> };

const SAME_ACCOUNT = statement(
  'same_account',
  `SELECT id, tlp FROM affected_account WHERE incident_id = $1 AND kind = $2 AND lower(identifier) = lower($3) AND id IS DISTINCT FROM $4::uuid`,
);

@Injectable()
export class RecordAccounts {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly links: RecordLinks,
    private readonly names: HolderNames,
  ) {}

  /**
   * @throws {Conflict} `already_exists`: the case has this account, and the caller is shown it.
   * @throws {Invalid} a marking above the caller's clearance. @throws {Problem} 403 see {@link HolderNames.hold}.
   */
  async add<View>(
    caller: Caller,
    sight: CaseSight,
    input: AccountInput,
    present: Present<AccountState, View>,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      return present(await this.addWithin(tx, input, { caller, sight }), {});
    });
  }

  /** `path` is where the account stands in the request, for the fault. */
  async addWithin(tx: Tx, input: AccountInput, by: AccountWriter, path = ''): Promise<AccountState> {
    requireCleared(by.sight.clearance, input.tlp, `${path}tlp`);
    await requireNew(tx, input, by);
    return addRecord(
      tx,
      ACCOUNT,
      {
        identifier: input.identifier,
        provider: input.provider ?? null,
        kind: input.kind,
        status: input.status ?? 'suspected',
        holder: input.holder ? (await this.names.hold(tx, by.sight, input.holder)).holder : null,
        firstSeenAt: cutToSpan(input.firstSeenAt),
        lastSeenAt: cutToSpan(input.lastSeenAt),
        note: input.note ?? null,
        tlp: input.tlp ?? null,
      },
      { action: 'account.added' },
    );
  }

  /**
   * @throws {NotFound} @throws {StaleVersion} @throws {Conflict} `already_exists`.
   * @throws {Invalid} a marking above the caller's clearance. @throws {Problem} 403 see {@link HolderNames.hold}.
   */
  async amend(
    caller: Caller,
    sight: CaseSight,
    { id, readVersion, patch }: { id: string; readVersion: number; patch: RecordPatch },
  ): Promise<AccountState> {
    const { reason, holder, ...fields } = patch as AccountPatch;
    requireCleared(sight.clearance, fields.tlp);
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      let named = false;
      return await amendRecord(tx, ACCOUNT, {
        id,
        by: { caller, sight },
        readVersion,
        action: 'account.amended',
        reason,
        change: async (before) => {
          const after = withPatch(before, fields);
          if (after.identifier !== before.identifier || after.kind !== before.kind) {
            await requireNew(tx, after, { caller, sight });
          }
          const given = await this.held(tx, sight, before, holder);
          named = given.named;
          return {
            ...after,
            holder: given.holder,
            firstSeenAt: cutToSpan(after.firstSeenAt),
            lastSeenAt: cutToSpan(after.lastSeenAt),
          };
        },
        // A name that becomes known is a change, though the account says the same of it as before.
        always: () => named,
      });
    });
  }

  private async held(
    tx: Tx,
    sight: CaseSight,
    { id, holder: before }: AccountState,
    given: HolderInput | null | undefined,
  ): Promise<{ holder: Holder | null; named: boolean }> {
    return given
      ? await this.names.hold(tx, sight, given, { accountId: id, holder: before })
      : { holder: given === null ? null : before, named: false };
  }

  /** @throws {Invalid} a pivot to itself, an account that the case does not have, a marking above the caller's clearance. */
  async pivot<View>(
    caller: Caller,
    sight: CaseSight,
    input: PivotInput,
    present: Present<PivotState, View>,
  ): Promise<View> {
    requireTwo(input, '');
    requireCleared(sight.clearance, input.tlp);
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      for (const field of ['fromAccountId', 'toAccountId'] as const) {
        if (!(await shownState(tx, { caller, sight }, { kind: 'account', id: input[field] }))) {
          throw Invalid.at(field, 'unknown_reference', 'The case has no such account.');
        }
      }
      await this.links.require(tx, input.evidence ?? [], 'evidence', { caller, sight });
      return present(await this.pivotWithin(tx, input, ''), {});
    });
  }

  /** `path` is where the pivot stands in the request, for the fault. */
  async pivotWithin(tx: Tx, input: PivotInput, path: string): Promise<PivotState> {
    requireTwo(input, path);
    const accounts = [
      await latestState<AccountState>(tx, 'account', input.fromAccountId),
      await latestState<AccountState>(tx, 'account', input.toAccountId),
    ];
    return addRecord(
      tx,
      PIVOT,
      {
        fromAccountId: input.fromAccountId as AccountId,
        toAccountId: input.toAccountId as AccountId,
        method: input.method ?? null,
        at: cutToSpan(input.at),
        evidence: input.evidence ?? [],
        ...(await markingOf(tx, input.tlp, accounts)),
      },
      { action: 'pivot.added' },
    );
  }

  /** @throws {NotFound} @throws {StaleVersion} @throws {Invalid} a marking above the caller's clearance. */
  async amendPivot(
    caller: Caller,
    sight: CaseSight,
    { id, readVersion, patch }: { id: string; readVersion: number; patch: RecordPatch },
  ): Promise<PivotState> {
    const { reason, ...fields } = patch as { reason?: string; evidence?: RecordLink[]; tlp?: Tlp | null };
    requireCleared(sight.clearance, fields.tlp);
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      await this.links.require(tx, fields.evidence ?? [], 'evidence', { caller, sight });
      return await amendRecord(tx, PIVOT, {
        id,
        by: { caller, sight },
        readVersion,
        action: 'pivot.amended',
        reason,
        change: (before) => {
          const after = withPatch(before, fields);
          return { ...after, at: cutToSpan(after.at) };
        },
      });
    });
  }
}

/**
 * An account stands in a case once, for each who is shown it: whoever is not shown one that is there may put it down
 * again, and learns nothing by trying.
 *
 * @throws {Conflict} `already_exists`.
 */
async function requireNew(
  tx: Tx,
  { id, kind, identifier }: Pick<AccountInput, 'kind' | 'identifier'> & { readonly id?: string },
  { caller, sight }: Writer,
): Promise<void> {
  const { incidentId, caseVersion } = tx.case;
  const key = identifier.toLowerCase();
  const again = tx.changes.some(
    ({ subject, after }) =>
      subject.kind === ACCOUNT.kind &&
      subject.id !== id &&
      after?.['kind'] === kind &&
      String(after['identifier']).toLowerCase() === key,
  );
  // A case that is being filed has no other accounts than these.
  const kept =
    caseVersion === 1
      ? []
      : await tx.sql<{ tlp: Tlp | null }>(SAME_ACCOUNT, [incidentId, kind, identifier, id ?? null]);
  if (again || kept.some((account) => isRecordShown(caller, sight, ACCOUNT.kind, account))) {
    throw new Conflict('already_exists', 'There is one like it already.');
  }
}

function requireTwo({ fromAccountId, toAccountId }: PivotInput, path: string): void {
  if (fromAccountId === toAccountId) {
    throw Invalid.at(
      path === '' ? 'toAccountId' : `${path}.toKey`,
      'pivot_to_itself',
      'An account cannot be used against itself.',
    );
  }
}
