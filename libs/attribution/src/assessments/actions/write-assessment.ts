import { Injectable } from '@nestjs/common';
import { isRecordShown, Participants, type Caller, type CaseSight } from '@app/access';
import { addRecord, amendRecord, latestStates, RecordLinks, requireCleared, withPatch } from '@app/incidents';
import { CaseLock, differs } from '@app/ledger';
import {
  Conflict,
  cutToSpan,
  Invalid,
  UnitOfWork,
  type HypothesisId,
  type PartialTime,
  type State,
  type Tlp,
  type Tx,
  type UserId,
} from '@app/platform';
import type { HypothesisState } from '../../attribution.js';
import {
  ASSESSMENT,
  type AssessmentState,
  type CitedEvidence,
  type ConfidenceFactors,
  type Judgement,
} from '../assessments.js';
import { likelihoodOf, type Confidence, type LikelihoodSaid } from '../likelihood.js';
import { OpenAssessment, refuseUnlessDraft, type PresentAssessment } from '../open-assessment.js';

/** What an analyst enters; in a change, null clears. */
export interface AssessmentContent {
  readonly confidence?: Confidence | null | undefined;
  readonly confidenceFactors?: Partial<ConfidenceFactors> | null | undefined;
  readonly judgements?: readonly { readonly hypothesisId: string; readonly likelihood: LikelihoodSaid }[] | undefined;
  readonly rationale?: string | null | undefined;
  readonly keyAssumptions?: readonly string[] | undefined;
  readonly evidence?: readonly CitedEvidence[] | undefined;
  readonly saidAt?: PartialTime | undefined;
  readonly tlp?: Tlp | null | undefined;
}

/** As many as the database keeps (`assessment.author_ids`). */
const AUTHORS_MAX = 100;

@Injectable()
export class WriteAssessment {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly links: RecordLinks,
    private readonly participants: Participants,
    private readonly open: OpenAssessment,
  ) {}

  /**
   * Begins a draft; any part of it may be missing. It is said now, unless the caller says when.
   *
   * @throws {Invalid} an organization for which the caller does not assess here; a hypothesis or record that the
   *   case does not have, or twice; a time that is not known.
   */
  async draft<View>(
    caller: Caller,
    sight: CaseSight,
    { organizationId, ...content }: AssessmentContent & { organizationId?: string | undefined },
    present: PresentAssessment<View>,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      const fields: Omit<AssessmentState, 'id' | 'createdAt' | 'version'> = {
        organizationId: await this.participants.actingFor(tx, caller, sight, {
          verb: 'assessments.write',
          named: organizationId,
        }),
        status: 'draft',
        authorIds: [caller.userId],
        confidence: null,
        confidenceFactors: null,
        judgements: [],
        rationale: null,
        keyAssumptions: [],
        evidence: [],
        saidAt: { at: tx.case.recordedAt.toISOString(), precision: 'instant' },
        tlp: null,
        submission: null,
        approval: null,
        returns: [],
        withoutNewEvidence: null,
        ...(await this.checked(tx, { caller, sight }, content)),
      };
      const state = addRecord(tx, ASSESSMENT, fields, { action: 'assessment.drafted' });
      return await this.open.answer(tx, { caller, sight }, state, present);
    });
  }

  /**
   * Changes a draft. Whoever changes it is one of its authors from then on, for ever.
   *
   * @throws {NotFound} @throws {Forbidden} not of the organization that assesses. @throws {Conflict} no draft.
   * @throws {StaleVersion} @throws {Invalid} as for a draft.
   */
  async amend<View>(
    caller: Caller,
    sight: CaseSight,
    { id, readVersion, reason, content }: Amendment,
    present: PresentAssessment<View>,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      refuseUnlessDraft(await this.open.toWrite(tx, { caller, sight }, id));
      const fields = await this.checked(tx, { caller, sight }, content);
      const state = await amendRecord(tx, ASSESSMENT, {
        id,
        readVersion,
        action: 'assessment.amended',
        reason,
        change: (before) => written(before, withPatch(before, fields), caller.userId),
        answer: async (unchanged) => await this.open.answer(tx, { caller, sight }, unchanged, present),
      });
      return await this.open.answer(tx, { caller, sight }, state, present);
    });
  }

  private async checked(
    tx: Tx,
    by: { caller: Caller; sight: CaseSight },
    { judgements, evidence, saidAt, confidenceFactors, ...rest }: AssessmentContent,
  ): Promise<Partial<AssessmentState>> {
    requireCleared(by.sight.clearance, rest.tlp);
    if (saidAt && !saidAt.at) {
      throw Invalid.at('saidAt', 'missing', 'Say when: an assessment stands at a time.');
    }
    if (evidence) {
      refuseTwice(
        evidence.map(({ kind, id }) => `${kind} ${id}`),
        (index) => `evidence[${index}]`,
      );
      await this.links.require(tx, evidence, 'evidence', by);
    }
    return {
      ...entered(rest),
      ...(judgements && { judgements: await this.judged(tx, by, judgements) }),
      ...(evidence && { evidence: evidence.map(({ kind, id, bearing }) => ({ kind, id, bearing })) }),
      ...(saidAt && { saidAt: cutToSpan(saidAt) }),
      ...(confidenceFactors !== undefined && { confidenceFactors: confidenceFactors && factors(confidenceFactors) }),
    };
  }

  private async judged(
    tx: Tx,
    { caller, sight }: { caller: Caller; sight: CaseSight },
    judgements: readonly { readonly hypothesisId: string; readonly likelihood: LikelihoodSaid }[],
  ): Promise<Judgement[]> {
    const at = (index: number): string => `judgements[${index}].hypothesisId`;
    refuseTwice(
      judgements.map(({ hypothesisId }) => hypothesisId),
      at,
    );
    const known = new Set(
      (await latestStates<HypothesisState>(tx, 'hypothesis'))
        .filter((hypothesis) => isRecordShown(caller, sight, 'hypothesis', { ...hypothesis }))
        .map(({ id }) => id),
    );
    const missing = judgements.findIndex(({ hypothesisId }) => !known.has(hypothesisId as HypothesisId));
    if (missing >= 0) {
      throw Invalid.at(at(missing), 'unknown_reference', 'The case has no such hypothesis.');
    }
    return judgements.map(({ hypothesisId, likelihood }) => ({
      hypothesisId: hypothesisId as HypothesisId,
      likelihood: likelihoodOf(likelihood),
    }));
  }
}

export interface Amendment {
  readonly id: string;
  readonly readVersion: number;
  readonly reason?: string | undefined;
  readonly content: AssessmentContent;
}

/** What the caller did not send is not there. */
const entered = <Fields extends object>(fields: Fields): Partial<AssessmentState> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const factors = ({ assumptions, sourcing, argument }: Partial<ConfidenceFactors>): ConfidenceFactors => ({
  assumptions: assumptions ?? null,
  sourcing: sourcing ?? null,
  argument: argument ?? null,
});

/** An assessment that someone wrote: they are one of its authors from now on. */
export function written(before: AssessmentState, after: AssessmentState, userId: UserId): AssessmentState {
  const changed = differs(before as unknown as State, after as unknown as State);
  if (!changed || after.authorIds.includes(userId)) {
    return after;
  }
  if (after.authorIds.length >= AUTHORS_MAX) {
    throw new Conflict('too_many_authors', `An assessment has at most ${AUTHORS_MAX} authors. Begin another one.`);
  }
  return { ...after, authorIds: [...after.authorIds, userId] };
}

function refuseTwice(names: readonly string[], at: (index: number) => string): void {
  const again = names.findIndex((name, index) => names.indexOf(name) < index);
  if (again >= 0) {
    throw Invalid.at(at(again), 'duplicate', 'This stands here twice.');
  }
}
