import { isRecordShown, type Caller, type CaseSight } from '@app/access';
import { latestState } from '@app/incidents';
import { NotFound, type Tx } from '@app/platform';
import type { FindingState } from '../findings.js';

/** A finding of the open case. @throws {NotFound} the case has none such, or the caller is not shown it. */
export async function shownFinding(tx: Tx, caller: Caller, sight: CaseSight, id: string): Promise<FindingState> {
  const finding = await latestState<FindingState>(tx, 'finding', id);
  if (!finding || !isRecordShown(caller, sight, 'finding', finding)) {
    throw new NotFound('finding');
  }
  return finding;
}
