import { Injectable } from '@nestjs/common';
import type { Caller, CaseSight } from '@app/access';
import { addRecord, latestState, RecordLinks, type Present } from '@app/incidents';
import { CaseLock } from '@app/ledger';
import { PartyReferences } from '@app/parties';
import {
  Invalid,
  UnitOfWork,
  type PartialTime,
  type PartyId,
  type ThreatActorId,
  type Tlp,
  type Tx,
} from '@app/platform';
import {
  CLAIM,
  HYPOTHESIS,
  type Basis,
  type ClaimLink,
  type ClaimState,
  type EvidencePresented,
  type HypothesisKind,
  type HypothesisState,
  type Level,
  type Stance,
} from '../attribution.js';

export interface HypothesisInput {
  readonly kind: HypothesisKind;
  readonly actorId?: string | undefined;
  readonly label?: string | undefined;
  readonly level?: Level | undefined;
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
  readonly tlp?: Tlp | undefined;
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
    if (input.kind === 'unknown') {
      throw Invalid.at('kind', 'exists_always', 'The hypothesis "unknown" exists in every case.');
    }
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      return present(await this.addHypothesisWithin(tx, input, ''), {});
    });
  }

  /** `path` is where the hypothesis stands in the request, for the fault. */
  async addHypothesisWithin(tx: Tx, input: HypothesisInput, path: string): Promise<HypothesisState> {
    const actor = input.actorId ? await this.parties.requireActor(tx, input.actorId, `${path}actorId`) : null;
    const label = input.label ?? actor?.name;
    if (!label) {
      throw Invalid.at(`${path}label`, 'missing', 'Say what the hypothesis is, or which threat actor.');
    }
    const fields = { kind: input.kind, label, actorId: actor?.id ?? null, level: input.level ?? null };
    return addRecord(tx, HYPOTHESIS, fields, { action: 'hypothesis.added' });
  }

  /** Every case has it, from its first version on: unknown keeps its share. */
  addUnknownWithin(tx: Tx): HypothesisState {
    const fields = { kind: 'unknown' as const, label: 'Unknown', actorId: null as ThreatActorId | null, level: null };
    return addRecord(tx, HYPOTHESIS, fields, { action: 'hypothesis.added' });
  }

  /** @throws {Invalid} a hypothesis, party or link that the case does not have. */
  async addClaim<View>(
    caller: Caller,
    sight: CaseSight,
    input: ClaimInput,
    present: Present<ClaimState, View>,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      if (!(await latestState(tx, 'hypothesis', input.hypothesisId))) {
        throw Invalid.at('hypothesisId', 'unknown_reference', 'The case has no such hypothesis.');
      }
      const claim = await this.addClaimWithin(tx, input, '');
      return present(claim, await this.parties.namesOf(tx, [claim.claimantId]));
    });
  }

  /** `path` is where the claim stands in the request, for the fault. */
  async addClaimWithin(tx: Tx, input: ClaimInput, path: string): Promise<ClaimState> {
    await this.parties.require(tx, { [`${path}claimantId`]: input.claimantId });
    await this.links.require(tx, input.restsOn ?? [], `${path}restsOn`);
    await this.links.require(tx, input.respondsTo ?? [], `${path}respondsTo`);
    return addRecord(tx, CLAIM, claimFields(input), { action: 'claim.recorded' });
  }
}

function claimFields(input: ClaimInput): Omit<ClaimState, 'id' | 'createdAt' | 'version'> {
  const { source, saidAt } = input;
  return {
    hypothesisId: input.hypothesisId as ClaimState['hypothesisId'],
    claimantId: input.claimantId as PartyId,
    stance: input.stance,
    basis: input.basis ?? null,
    evidencePresented: input.evidencePresented ?? null,
    statement: input.statement,
    namedAs: input.namedAs ?? null,
    confidenceStated: input.confidenceStated ?? null,
    source: source
      ? { title: source.title ?? null, publisher: source.publisher ?? null, url: source.url ?? null }
      : null,
    saidAt: { at: saidAt.at ? new Date(saidAt.at).toISOString() : null, precision: saidAt.precision },
    restsOn: input.restsOn ?? [],
    respondsTo: input.respondsTo ?? [],
    reliability: input.reliability ?? null,
    credibility: input.credibility ?? null,
    tlp: input.tlp ?? null,
  };
}
