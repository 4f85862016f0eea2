import { Injectable } from '@nestjs/common';
import type { Caller, CaseSight } from '@app/access';
import { CaseLock } from '@app/ledger';
import { cutToSpan, Invalid, UnitOfWork, type AccountId, type PartialTime, type Tx } from '@app/platform';
import {
  ACCOUNT,
  PIVOT,
  type AccountKind,
  type AccountState,
  type AccountStatus,
  type PivotState,
  type RecordLink,
} from '../accounts.js';
import { addRecord, amendRecord, latestState, withPatch, type Present } from '../case-record.js';
import { RecordLinks } from '../record-links.repository.js';

export interface AccountInput {
  readonly identifier: string;
  readonly provider?: string | undefined;
  readonly kind: AccountKind;
  readonly status?: AccountStatus | undefined;
  readonly holder?:
    { readonly name?: string | undefined; readonly role?: string | undefined; readonly disclosed: boolean } | undefined;
  readonly firstSeenAt?: PartialTime | undefined;
  readonly lastSeenAt?: PartialTime | undefined;
  readonly note?: string | undefined;
}

/** Fields of an account or pivot to change; null clears. */
export type RecordPatch = Readonly<Record<string, unknown>>;

export interface PivotInput {
  readonly fromAccountId: string;
  readonly toAccountId: string;
  readonly method?: string | undefined;
  readonly at?: PartialTime | undefined;
  readonly evidence?: readonly RecordLink[] | undefined;
}

@Injectable()
export class RecordAccounts {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly links: RecordLinks,
  ) {}

  /** @throws {Problem} 409 `already_exists`: the case has this account. */
  async add<View>(
    caller: Caller,
    sight: CaseSight,
    input: AccountInput,
    present: Present<AccountState, View>,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      return present(this.addWithin(tx, input), {});
    });
  }

  addWithin(tx: Tx, input: AccountInput): AccountState {
    return addRecord(
      tx,
      ACCOUNT,
      {
        identifier: input.identifier,
        provider: input.provider ?? null,
        kind: input.kind,
        status: input.status ?? 'suspected',
        holder: holderOf(input.holder),
        firstSeenAt: cutToSpan(input.firstSeenAt),
        lastSeenAt: cutToSpan(input.lastSeenAt),
        note: input.note ?? null,
      },
      { action: 'account.added' },
    );
  }

  /** @throws {NotFound} @throws {StaleVersion} */
  async amend(
    caller: Caller,
    sight: CaseSight,
    { id, readVersion, patch }: { id: string; readVersion: number; patch: RecordPatch },
  ): Promise<AccountState> {
    const { reason, ...fields } = patch as { reason?: string };
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      return await amendRecord(tx, ACCOUNT, {
        id,
        readVersion,
        action: 'account.amended',
        reason,
        change: (before) => {
          const after = withPatch(before, fields);
          return {
            ...after,
            holder: after.holder ? holderOf(after.holder) : null,
            firstSeenAt: cutToSpan(after.firstSeenAt),
            lastSeenAt: cutToSpan(after.lastSeenAt),
          };
        },
      });
    });
  }

  /** @throws {Invalid} a pivot to itself, or an account that the case does not have. */
  async pivot<View>(
    caller: Caller,
    sight: CaseSight,
    input: PivotInput,
    present: Present<PivotState, View>,
  ): Promise<View> {
    requireTwo(input, '');
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      for (const field of ['fromAccountId', 'toAccountId'] as const) {
        if (!(await latestState(tx, 'account', input[field]))) {
          throw Invalid.at(field, 'unknown_reference', 'The case has no such account.');
        }
      }
      await this.links.require(tx, input.evidence ?? [], 'evidence', { caller, sight });
      return present(this.pivotWithin(tx, input, ''), {});
    });
  }

  /** `path` is where the pivot stands in the request, for the fault. */
  pivotWithin(tx: Tx, input: PivotInput, path: string): PivotState {
    requireTwo(input, path);
    return addRecord(
      tx,
      PIVOT,
      {
        fromAccountId: input.fromAccountId as AccountId,
        toAccountId: input.toAccountId as AccountId,
        method: input.method ?? null,
        at: cutToSpan(input.at),
        evidence: input.evidence ?? [],
      },
      { action: 'pivot.added' },
    );
  }

  /** @throws {NotFound} @throws {StaleVersion} */
  async amendPivot(
    caller: Caller,
    sight: CaseSight,
    { id, readVersion, patch }: { id: string; readVersion: number; patch: RecordPatch },
  ): Promise<PivotState> {
    const { reason, ...fields } = patch as { reason?: string; evidence?: RecordLink[] };
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      await this.links.require(tx, fields.evidence ?? [], 'evidence', { caller, sight });
      return await amendRecord(tx, PIVOT, {
        id,
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

const holderOf = (
  holder: { name?: string | null | undefined; role?: string | null | undefined; disclosed: boolean } | undefined,
) => (holder ? { name: holder.name ?? null, role: holder.role ?? null, disclosed: holder.disclosed } : null);

function requireTwo({ fromAccountId, toAccountId }: PivotInput, path: string): void {
  if (fromAccountId === toAccountId) {
    throw Invalid.at(
      path === '' ? 'toAccountId' : `${path}.toKey`,
      'pivot_to_itself',
      'An account cannot be used against itself.',
    );
  }
}
