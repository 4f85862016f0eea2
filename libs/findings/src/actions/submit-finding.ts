import { Injectable } from '@nestjs/common';
import { isRecordShown, type Caller, type CaseSight } from '@app/access';
import {
  addRecord,
  latestStates,
  requireCleared,
  type AccountState,
  type Present,
  type RecordConcernsV1,
  type Writer,
} from '@app/incidents';
import { CaseLock } from '@app/ledger';
import {
  cutToSpan,
  Invalid,
  UnitOfWork,
  type AccountId,
  type Fault,
  type FindingId,
  type PartialTime,
  type Tlp,
  type Tx,
} from '@app/platform';
import { FINDING, type FindingState, type Pap } from '../findings.js';
import { observableFault, refang, typed, type Observable } from '../observables.rules.js';
import { Submitters, type Submitter } from '../submitters.repository.js';

export interface FindingInput {
  readonly summary: string;
  readonly detail?: string | undefined;
  readonly observables?: readonly { readonly type: string; readonly value: string }[] | undefined;
  readonly techniques?: readonly string[] | undefined;
  readonly accountIds?: readonly string[] | undefined;
  readonly concerns?: string | undefined;
  readonly asks?: string | undefined;
  readonly confidenceStated?: string | undefined;
  readonly observedAt?: PartialTime | undefined;
  readonly tlp?: Tlp | undefined;
  readonly pap?: Pap | undefined;
}

@Injectable()
export class SubmitFinding {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly submitters: Submitters,
  ) {}

  /**
   * Brings a finding to the case, for the caller's organization, and asks whoever leads the case to judge it.
   *
   * @throws {Invalid} an account that the case does not have, an observable that is not what it says, a marking above
   *   the caller's own clearance, or no organization to submit for.
   */
  async execute<View>(
    caller: Caller,
    sight: CaseSight,
    { organizationId, ...input }: FindingInput & { readonly organizationId?: string | undefined },
    present: Present<FindingState, View>,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      const submitter = await this.submitters.of(tx, caller, sight, organizationId);
      const finding = await this.within(tx, { caller, sight, submitter }, input);
      tx.emit('finding.submitted.v1', {
        incidentId: sight.incidentId,
        organizationId: sight.organizationId,
        caseVersion: tx.case.caseVersion,
        byUserId: caller.userId,
        subject: { kind: 'finding', id: finding.id },
        userIds: [],
      } satisfies RecordConcernsV1);
      return present(finding, await this.submitters.namesOf(tx, finding));
    });
  }

  async within(
    tx: Tx,
    { caller, sight, submitter }: { caller: Caller; sight: CaseSight; submitter: Submitter },
    input: FindingInput,
    { supersedesId = null, reason }: { supersedesId?: FindingId | null; reason?: string } = {},
  ): Promise<FindingState> {
    requireCleared(sight.clearance, input.tlp);
    const accountIds = [...new Set(input.accountIds)] as AccountId[];
    await requireAccounts(tx, { caller, sight }, accountIds, input.accountIds ?? []);
    return addRecord(
      tx,
      FINDING,
      {
        organizationId: submitter.organizationId,
        partyId: submitter.partyId,
        submittedById: caller.userId,
        ...given(input),
        accountIds,
        status: 'submitted',
        decision: null,
        withdrawal: null,
        supersedesId,
        supersededById: null,
        supersededAt: null,
      },
      { action: 'finding.submitted', reason },
    );
  }
}

/** What nobody entered is null, and shown as not stated. */
const entered = <Given>(value: Given | undefined): Given | null => value ?? null;

const given = (input: FindingInput) => ({
  summary: input.summary,
  detail: entered(input.detail),
  observables: observablesOf(input.observables ?? []),
  techniques: [...new Set(input.techniques)],
  concerns: entered(input.concerns),
  asks: entered(input.asks),
  confidenceStated: entered(input.confidenceStated),
  observedAt: cutToSpan(input.observedAt),
  tlp: entered(input.tlp),
  pap: entered(input.pap),
});

/** Faults that one answer names at the most. */
const FAULTS_MAX = 50;

/** @throws {Invalid} one of them is not what its type says. */
function observablesOf(entries: NonNullable<FindingInput['observables']>): Observable[] {
  const observables = entries.map((entry) => refang(typed(entry)));
  const faults = observables.flatMap((observable, index): Fault[] => {
    const message = observableFault(observable);
    return message ? [{ path: `observables[${index}].value`, code: 'not_of_its_type', message }] : [];
  });
  if (faults.length > 0) {
    throw new Invalid(faults.slice(0, FAULTS_MAX));
  }
  return observables;
}

async function requireAccounts(
  tx: Tx,
  { caller, sight }: Writer,
  accountIds: readonly string[],
  named: readonly string[],
): Promise<void> {
  if (accountIds.length === 0) {
    return;
  }
  const known = new Set<string>(
    (await latestStates<AccountState>(tx, 'account'))
      .filter((account) => isRecordShown(caller, sight, 'account', { ...account }))
      .map(({ id }) => id),
  );
  const missing = named.findIndex((id) => !known.has(id));
  if (missing >= 0) {
    throw Invalid.at(`accountIds[${missing}]`, 'unknown_reference', 'The case has no such account.');
  }
}
