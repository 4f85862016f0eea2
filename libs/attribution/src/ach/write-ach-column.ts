import { Injectable } from '@nestjs/common';
import { isRecordShown, Participants, type Caller, type CaseSight } from '@app/access';
import { addRecord, amendRecord, CaseRecords, latestStates, RecordLinks, type WholeCase } from '@app/incidents';
import { CaseLock, differs } from '@app/ledger';
import {
  Following,
  Invalid,
  NothingChanged,
  requireUnchanged,
  UnitOfWork,
  type HypothesisId,
  type State,
  type Tx,
} from '@app/platform';
import type { ClaimLink, HypothesisState } from '../attribution.js';
import { ACH_COLUMN, keyOf, type AchCell, type AchColumnState, type AchWeight } from './ach.js';
import { ACH_KINDS } from './ach-matrix.query.js';

export interface AchColumnInput {
  readonly cells: readonly (Omit<AchCell, 'hypothesisId'> & { readonly hypothesisId: string })[];
  readonly weights: readonly AchWeight[];
}

/** What the client is answered: the case as it stands with the column written. */
type PresentCase<View> = (whole: WholeCase) => View;

@Injectable()
export class WriteAchColumn {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly participants: Participants,
    private readonly links: RecordLinks,
    private readonly records: CaseRecords,
  ) {}

  /**
   * Puts the caller's own column into the case in place of the one they had; nothing in it clears it. There is no way
   * to another's. What was judged of records that the caller is not shown any more stays: they could not send it.
   * Null where nothing differs from what is there.
   *
   * @throws {StaleVersion} the column was changed after `readVersion`.
   * @throws {Invalid} the same cell twice, a hypothesis or a record that the case does not have.
   * @throws {Invalid} @throws {Forbidden} it is not plain for which organization they judge.
   */
  async execute<View>(
    caller: Caller,
    sight: CaseSight,
    { readVersion, column }: { readVersion: number; column: AchColumnInput },
    present: PresentCase<View>,
  ): Promise<View | null> {
    requireOnce(column);
    return await this.unitOfWork.run(caller, async (tx) => {
      const { caseVersion } = await this.caseLock.open(tx, sight.incidentId);
      const own = (await latestStates<AchColumnState>(tx, 'ach_column')).find(
        ({ authorId }) => authorId === caller.userId,
      );
      requireUnchanged(readVersion, own?.version ?? 0, caseVersion - 1);
      await this.requireKnown(tx, caller, sight, column);
      const fields = sorted(own ? await this.withUnseen(tx, caller, sight, { own, column }) : column);
      const { cells, weights } = own ?? NOTHING;
      if (!differs({ cells, weights } as unknown as State, fields as unknown as State)) {
        throw new NothingChanged(null);
      }
      await this.write(tx, caller, sight, { own, fields });
      tx.settle();
      return new Following(this.records.wholeIn(tx, caller, sight, ACH_KINDS).then(present));
    });
  }

  private async write(
    tx: Tx,
    caller: Caller,
    sight: CaseSight,
    { own, fields }: { own: AchColumnState | undefined; fields: Pick<AchColumnState, 'cells' | 'weights'> },
  ): Promise<void> {
    if (own) {
      const change = (before: AchColumnState): AchColumnState => ({ ...before, ...fields });
      await amendRecord(tx, ACH_COLUMN, { id: own.id, action: 'ach_column.written', change });
      return;
    }
    const organizationId = await this.participants.actingFor(tx, caller, sight, { verb: 'assessments.write' });
    addRecord(tx, ACH_COLUMN, { organizationId, authorId: caller.userId, ...fields }, { action: 'ach_column.written' });
  }

  private async withUnseen(
    tx: Tx,
    caller: Caller,
    sight: CaseSight,
    { own, column }: { own: AchColumnState; column: AchColumnInput },
  ): Promise<AchColumnInput> {
    const hidden = await this.records.hiddenIn(tx, caller, sight);
    const isUnseen = ({ evidence }: { evidence: ClaimLink }): boolean => hidden.has(evidence.id);
    return {
      cells: [...column.cells, ...own.cells.filter(isUnseen)],
      weights: [...column.weights, ...own.weights.filter(isUnseen)],
    };
  }

  private async requireKnown(
    tx: Tx,
    caller: Caller,
    sight: CaseSight,
    { cells, weights }: AchColumnInput,
  ): Promise<void> {
    const known = new Set(
      (await latestStates<HypothesisState>(tx, 'hypothesis'))
        .filter((hypothesis) => isRecordShown(caller, sight, 'hypothesis', { ...hypothesis }))
        .map(({ id }) => id as string),
    );
    const unknown = cells.findIndex(({ hypothesisId }) => !known.has(hypothesisId));
    if (unknown >= 0) {
      const path = `cells[${unknown}].hypothesisId`;
      throw Invalid.at(path, 'unknown_reference', 'The case has no such hypothesis.');
    }
    const linker = { caller, sight };
    await this.links.require(
      tx,
      cells.map(({ evidence }) => evidence),
      'cells',
      linker,
    );
    await this.links.require(
      tx,
      weights.map(({ evidence }) => evidence),
      'weights',
      linker,
    );
  }
}

const NOTHING: Pick<AchColumnState, 'cells' | 'weights'> = { cells: [], weights: [] };

const nameOf = ({ evidence, hypothesisId = '' }: { evidence: AchCell['evidence']; hypothesisId?: string }): string =>
  `${keyOf(evidence)} ${hypothesisId}`;

/** @throws {Invalid} */
function requireOnce({ cells, weights }: AchColumnInput): void {
  for (const [list, items] of Object.entries({ cells, weights })) {
    const names = items.map(nameOf);
    const seen = new Set<string>();
    const again = names.findIndex((name) => seen.size === seen.add(name).size);
    if (again >= 0) {
      throw Invalid.at(`${list}[${again}]`, 'twice', 'This is judged already, earlier in the list.');
    }
  }
}

/** As it is kept: in one order, so that the same judgements are the same column. */
function sorted({ cells, weights }: AchColumnInput): Pick<AchColumnState, 'cells' | 'weights'> {
  const byName = (one: Parameters<typeof nameOf>[0], other: Parameters<typeof nameOf>[0]): number =>
    nameOf(one) < nameOf(other) ? -1 : 1;
  return {
    cells: cells.toSorted(byName).map(({ evidence, hypothesisId, rating }) => ({
      evidence: { kind: evidence.kind, id: evidence.id },
      hypothesisId: hypothesisId as HypothesisId,
      rating,
    })),
    weights: weights.toSorted(byName).map(({ evidence, credibility, relevance }) => ({
      evidence: { kind: evidence.kind, id: evidence.id },
      ...(credibility && { credibility }),
      ...(relevance && { relevance }),
    })),
  };
}
