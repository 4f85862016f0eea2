import { Injectable } from '@nestjs/common';
import { isRecordShown, type Caller, type CaseSight } from '@app/access';
import {
  addRecord,
  amendRecord,
  Incidents,
  latestStates,
  markingOf,
  shownState,
  type AccountState,
  type Present,
} from '@app/incidents';
import { CaseLock } from '@app/ledger';
import { Conflict, Invalid, NotFound, UnitOfWork, type AccountId, type Tx } from '@app/platform';
import { FINDING_ACCOUNT, type FindingAccountState } from '../findings.js';
import { shownFinding } from './shown-finding.js';

/**
 * Says which account of the campaign a finding speaks of, for those inside the case. The finding itself is not
 * touched: whoever submitted it cannot tell from it.
 */
@Injectable()
export class LinkAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly incidents: Incidents,
  ) {}

  /** @throws {NotFound} @throws {Invalid} an account that the case does not have. @throws {Conflict} `already_linked`. */
  async link<View>(
    caller: Caller,
    sight: CaseSight,
    { findingId, accountId, reason }: { findingId: string; accountId: string; reason?: string | undefined },
    present: Present<FindingAccountState, View>,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      const finding = await shownFinding(tx, caller, sight, findingId);
      const account = await shownState<AccountState>(tx, { caller, sight }, { kind: 'account', id: accountId });
      if (!account) {
        throw Invalid.at('accountId', 'unknown_reference', 'The case has no such account.');
      }
      if ((await linksOf(tx, finding.id)).some((link) => link.accountId === accountId && link.status === 'linked')) {
        throw new Conflict('already_linked', 'The finding is linked to this account already.');
      }
      const link = addRecord(
        tx,
        FINDING_ACCOUNT,
        {
          organizationId: tx.case.organizationId,
          findingId: finding.id,
          accountId: accountId as AccountId,
          status: 'linked',
          recordedById: caller.userId,
          ending: null,
          ...(await markingOf(tx, null, [finding, account])),
        },
        { action: 'finding.account_linked', reason },
      );
      return present(link, { [caller.userId]: caller.name });
    });
  }

  /** @throws {NotFound} @throws {Conflict} `already_ended`. */
  async end<View>(
    caller: Caller,
    sight: CaseSight,
    { findingId, linkId, reason }: { findingId: string; linkId: string; reason: string },
    present: Present<FindingAccountState, View>,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      const finding = await shownFinding(tx, caller, sight, findingId);
      const link = (await linksOf(tx, finding.id)).find(({ id }) => id === linkId);
      if (!link || !isRecordShown(caller, sight, 'finding_account', link)) {
        throw new NotFound('link');
      }
      if (link.status === 'ended') {
        throw new Conflict('already_ended', 'This link is ended already.');
      }
      const ending = { reason, at: tx.case.recordedAt.toISOString(), byId: caller.userId };
      const ended = await amendRecord(tx, FINDING_ACCOUNT, {
        id: linkId,
        action: 'finding.account_unlinked',
        reason,
        change: (before) => ({ ...before, status: 'ended' as const, ending }),
      });
      return present(ended, await this.incidents.namesOf(tx, [link.recordedById, caller.userId]));
    });
  }
}

const linksOf = async (tx: Tx, findingId: string): Promise<FindingAccountState[]> =>
  (await latestStates<FindingAccountState>(tx, 'finding_account')).filter((link) => link.findingId === findingId);
