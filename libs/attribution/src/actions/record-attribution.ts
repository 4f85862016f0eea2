import { Injectable } from '@nestjs/common';
import type { Caller, CaseSight } from '@app/access';
import {
  addRecord,
  amendRecord,
  latestState,
  markingOf,
  RecordLinks,
  requireCleared,
  shownState,
  withPatch,
  type Linker,
  type Present,
} from '@app/incidents';
import { CaseLock } from '@app/ledger';
import { PartyReferences, type PartyKind } from '@app/parties';
import {
  cutToSpan,
  Invalid,
  UnitOfWork,
  type ClaimId,
  type PartialTime,
  type PartyId,
  type ThreatActorId,
  type Tlp,
  type Tx,
  type UserId,
} from '@app/platform';
import {
  CLAIM,
  HYPOTHESIS,
  type Basis,
  type ClaimLink,
  type ClaimState,
  type ConfidenceScale,
  type EvidencePresented,
  type HypothesisKind,
  type HypothesisState,
  type Level,
  type Responsibility,
  type Stance,
} from '../attribution.js';
import { onItsScale } from '../confidence-scales.rules.js';

export interface HypothesisInput {
  readonly kind: HypothesisKind;
  readonly actorId?: string | undefined;
  readonly label?: string | undefined;
  readonly level?: Level | undefined;
  readonly tlp?: Tlp | null | undefined;
}

export interface ClaimInput {
  readonly hypothesisId: string;
  readonly claimantId: string;
  readonly stance: Stance;
  readonly basis?: Basis | undefined;
  readonly evidencePresented?: EvidencePresented | undefined;
  readonly statement: string;
  readonly namedAs?: string | undefined;
  readonly confidenceStated?: string | undefined;
  readonly source?:
    | {
        readonly title?: string | undefined;
        readonly publisher?: string | undefined;
        readonly url?: string | undefined;
      }
    | undefined;
  readonly saidAt: PartialTime;
  readonly restsOn?: readonly ClaimLink[] | undefined;
  readonly respondsTo?: readonly ClaimLink[] | undefined;
  readonly reliability?: string | undefined;
  readonly credibility?: number | undefined;
  readonly level?: Level | undefined;
  readonly responsibility?: Responsibility | undefined;
  readonly confidenceOnScale?: { readonly scale: ConfidenceScale; readonly value: string } | undefined;
  readonly tlp?: Tlp | undefined;
}

/** Another marking for a record that is never edited otherwise. */
export interface Remarking {
  /** Null: the case's. */
  readonly tlp?: Tlp | null | undefined;
  readonly reason?: string | undefined;
}

@Injectable()
export class RecordAttribution {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly parties: PartyReferences,
    private readonly links: RecordLinks,
  ) {}

  /** @throws {Invalid} a second `unknown`, neither label nor actor, an actor that is not known. */
  async addHypothesis<View>(
    caller: Caller,
    sight: CaseSight,
    input: HypothesisInput,
    present: Present<HypothesisState, View>,
  ): Promise<View> {
    requireCleared(sight.clearance, input.tlp);
    if (input.kind === 'unknown') {
      throw Invalid.at('kind', 'exists_always', 'The hypothesis "unknown" exists in every case.');
    }
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      return present(await this.addHypothesisWithin(tx, input, ''), {});
    });
  }

  /**
   * Marks a hypothesis anew, and with it the claims about it. What it says is never edited.
   *
   * @throws {NotFound} @throws {StaleVersion} @throws {Invalid} a marking above the caller's clearance; `unknown`,
   *   which every case has and everybody is shown.
   */
  async markHypothesis<View>(
    caller: Caller,
    sight: CaseSight,
    { id, readVersion, tlp, reason }: { id: string; readVersion: number } & Remarking,
    present: Present<HypothesisState, View>,
  ): Promise<View> {
    requireCleared(sight.clearance, tlp);
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      const change = (before: HypothesisState): HypothesisState => {
        if (before.kind === 'unknown' && tlp) {
          throw Invalid.at('tlp', 'exists_always', 'The hypothesis "unknown" exists in every case, and for everybody.');
        }
        return withPatch(before, { tlp });
      };
      const state = await amendRecord(tx, HYPOTHESIS, {
        id,
        by: { caller, sight },
        readVersion,
        action: 'hypothesis.marked',
        reason,
        change,
        answer: async (unchanged) => await Promise.resolve(present(unchanged, {})),
      });
      return present(state, {});
    });
  }

  /** `path` is where the hypothesis stands in the request, for the fault. */
  async addHypothesisWithin(tx: Tx, input: HypothesisInput, path: string): Promise<HypothesisState> {
    const actor = input.actorId ? await this.parties.requireActor(tx, input.actorId, `${path}actorId`) : null;
    const label = input.label ?? actor?.name;
    if (!label) {
      throw Invalid.at(`${path}label`, 'missing', 'Say what the hypothesis is, or which threat actor.');
    }
    const fields = {
      kind: input.kind,
      label,
      actorId: actor?.id ?? null,
      level: input.level ?? null,
      tlp: input.tlp ?? null,
    };
    return addRecord(tx, HYPOTHESIS, fields, { action: 'hypothesis.added' });
  }

  /** Every case has it, from its first version on: unknown keeps its share. */
  addUnknownWithin(tx: Tx): HypothesisState {
    const fields = {
      kind: 'unknown' as const,
      label: 'Unknown',
      actorId: null as ThreatActorId | null,
      level: null,
      tlp: null,
    };
    return addRecord(tx, HYPOTHESIS, fields, { action: 'hypothesis.added' });
  }

  /** @throws {Invalid} a hypothesis, party or link that the case does not have, or a marking above the caller's clearance. */
  async addClaim<View>(
    caller: Caller,
    sight: CaseSight,
    input: ClaimInput,
    present: Present<ClaimState, View>,
  ): Promise<View> {
    requireCleared(sight.clearance, input.tlp);
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      await this.requireHypothesis(tx, input.hypothesisId, { caller, sight });
      const claim = await this.addClaimWithin(tx, input, '', { linker: { caller, sight } });
      return present(claim, await this.namesFor(tx, caller, claim));
    });
  }

  /** @throws {Invalid} the case has no such hypothesis, or not for the caller. */
  async requireHypothesis(tx: Tx, hypothesisId: string, linker: Linker): Promise<void> {
    if (!(await shownState(tx, linker, { kind: 'hypothesis', id: hypothesisId }))) {
      throw Invalid.at('hypothesisId', 'unknown_reference', 'The case has no such hypothesis.');
    }
  }

  /** Names of whom a claim that was just written speaks. */
  async namesFor(tx: Tx, caller: Caller, { claimantId }: ClaimState): Promise<Readonly<Record<string, string>>> {
    return { ...(await this.parties.namesOf(tx, [claimantId])), [caller.userId]: caller.name };
  }

  /** Who claims: the party given, the one named (made where it is not known yet), or the case's own organization. */
  async claimantWithin(
    tx: Tx,
    given: { claimantId?: string | undefined; claimant?: { name: string; kind: PartyKind } | undefined },
  ): Promise<string> {
    if (given.claimantId) {
      return given.claimantId;
    }
    return given.claimant
      ? await this.parties.named(tx, tx.case.organizationId, given.claimant)
      : await this.parties.ownParty(tx);
  }

  /** `path` is where the claim stands in the request, for the fault. */
  async addClaimWithin(
    tx: Tx,
    input: ClaimInput,
    path: string,
    { linker, supersedesId = null, reason }: { linker?: Linker; supersedesId?: ClaimId | null; reason?: string } = {},
  ): Promise<ClaimState> {
    const { level, responsibility, confidenceStated, confidenceOnScale } = input;
    if (responsibility && level !== 'state') {
      throw Invalid.at(
        `${path}responsibility`,
        'not_a_state',
        'Responsibility is said of claims at the level of a state.',
      );
    }
    if (confidenceOnScale && !(confidenceStated && onItsScale(confidenceOnScale))) {
      const message = 'Give the words of the party, and the value on the scale that they used.';
      throw Invalid.at(`${path}confidenceOnScale`, 'not_on_scale', message);
    }
    await this.parties.require(tx, { [`${path}claimantId`]: input.claimantId });
    await this.links.require(tx, input.restsOn ?? [], `${path}restsOn`, linker);
    await this.links.require(tx, input.respondsTo ?? [], `${path}respondsTo`, linker);
    const recordedById = tx.principal.userId as UserId | null;
    const hypothesis = await latestState<HypothesisState>(tx, 'hypothesis', input.hypothesisId);
    const marking = await markingOf(tx, input.tlp, [hypothesis]);
    return addRecord(
      tx,
      CLAIM,
      { ...claimFields(input), ...marking, recordedById, supersedesId },
      { action: 'claim.recorded', reason },
    );
  }
}

/** What nobody entered is null, and shown as not assessed. */
const entered = <Given>(given: Given | undefined): Given | null => given ?? null;

function claimFields(
  input: ClaimInput,
): Omit<ClaimState, 'id' | 'createdAt' | 'version' | 'recordedById' | 'supersedesId' | 'tlp' | 'ownTlp'> {
  const { source, saidAt, restsOn = [], respondsTo = [] } = input;
  return {
    hypothesisId: input.hypothesisId as ClaimState['hypothesisId'],
    claimantId: input.claimantId as PartyId,
    stance: input.stance,
    basis: entered(input.basis),
    evidencePresented: entered(input.evidencePresented),
    statement: input.statement,
    namedAs: entered(input.namedAs),
    confidenceStated: entered(input.confidenceStated),
    source: source
      ? { title: entered(source.title), publisher: entered(source.publisher), url: entered(source.url) }
      : null,
    saidAt: cutToSpan(saidAt),
    restsOn,
    respondsTo,
    reliability: entered(input.reliability),
    credibility: entered(input.credibility),
    level: entered(input.level),
    responsibility: entered(input.responsibility),
    confidenceOnScale: entered(input.confidenceOnScale),
    status: 'stated',
    supersededById: null,
    supersededAt: null,
    withdrawal: null,
  };
}
