import { Injectable } from '@nestjs/common';
import { isRecordShown, type Caller, type CaseSight } from '@app/access';
import {
  addRecord,
  amendRecord,
  latestStates,
  markingOf,
  requireCleared,
  shownState,
  withPatch,
  type Present,
  type Writer,
} from '@app/incidents';
import { CaseLock } from '@app/ledger';
import { PartyReferences } from '@app/parties';
import { cutToSpan, Invalid, UnitOfWork, type PartialTime, type PartyId, type Tlp, type Tx } from '@app/platform';
import {
  ARTIFACT,
  DISCLOSURE,
  type ArtifactState,
  type Authenticity,
  type Channel,
  type DisclosureState,
  type Reliability,
} from '../disclosures.js';

export interface ArtifactInput {
  readonly title: string;
  readonly description?: string | undefined;
  readonly authenticity: Authenticity;
  readonly authenticityBy?: string | undefined;
  readonly sha256?: string | undefined;
  readonly tlp?: Tlp | null | undefined;
}

export interface DisclosureInput {
  readonly sourcePartyId?: string | undefined;
  readonly sourceDescription?: string | undefined;
  readonly anonymous: boolean;
  readonly channel: Channel;
  readonly receivedByPartyId?: string | undefined;
  readonly receivedAt?: PartialTime | undefined;
  readonly publicAt?: PartialTime | undefined;
  readonly reliability?: Reliability | undefined;
  readonly credibility?: number | undefined;
  readonly summary: string;
  readonly url?: string | undefined;
  readonly tlp?: Tlp | null | undefined;
  readonly artifacts?: readonly ArtifactInput[] | undefined;
}

type Patch = Readonly<Record<string, unknown>>;

/** A disclosure with what it showed. */
export interface RecordedDisclosure {
  readonly disclosure: DisclosureState;
  readonly artifacts: readonly ArtifactState[];
}

@Injectable()
export class RecordDisclosures {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly parties: PartyReferences,
  ) {}

  /** @throws {Invalid} neither a source party nor a description, a party that is not known, a marking above the caller's clearance. */
  async add<View>(
    caller: Caller,
    sight: CaseSight,
    input: DisclosureInput,
    present: Present<RecordedDisclosure, View>,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      const recorded = await this.addWithin(tx, input, '', sight.clearance);
      return present(recorded, await this.names(tx, recorded));
    });
  }

  /** `path` is where the disclosure stands in the request, for the fault. */
  async addWithin(tx: Tx, input: DisclosureInput, path: string, clearance: Tlp): Promise<RecordedDisclosure> {
    requireCleared(clearance, input.tlp, `${path}tlp`);
    if (!input.sourcePartyId && !input.sourceDescription) {
      throw Invalid.at(`${path}sourceDescription`, 'missing', 'Say who the source is, or describe it.');
    }
    await this.parties.require(tx, {
      [`${path}sourcePartyId`]: input.sourcePartyId,
      [`${path}receivedByPartyId`]: input.receivedByPartyId,
    });
    const disclosure = addRecord(
      tx,
      DISCLOSURE,
      {
        sourcePartyId: (input.sourcePartyId as PartyId | undefined) ?? null,
        sourceDescription: input.sourceDescription ?? null,
        anonymous: input.anonymous,
        channel: input.channel,
        receivedByPartyId: (input.receivedByPartyId as PartyId | undefined) ?? null,
        receivedAt: cutToSpan(input.receivedAt),
        publicAt: cutToSpan(input.publicAt),
        reliability: input.reliability ?? null,
        credibility: input.credibility ?? null,
        summary: input.summary,
        url: input.url ?? null,
        tlp: input.tlp ?? null,
      },
      { action: 'disclosure.recorded' },
    );
    const artifacts: ArtifactState[] = [];
    for (const [index, artifact] of (input.artifacts ?? []).entries()) {
      const at = `${path}artifacts[${index}].`;
      requireCleared(clearance, artifact.tlp, `${at}tlp`);
      artifacts.push(await this.addArtifactWithin(tx, disclosure, artifact, at));
    }
    return { disclosure, artifacts };
  }

  /** @throws {NotFound} @throws {StaleVersion} @throws {Invalid} */
  async amend<View>(
    caller: Caller,
    sight: CaseSight,
    { id, readVersion, patch }: { id: string; readVersion: number; patch: Patch },
    present: Present<RecordedDisclosure, View>,
  ): Promise<View> {
    const { reason, ...fields } = patch as {
      reason?: string;
      sourcePartyId?: string;
      receivedByPartyId?: string;
      tlp?: Tlp | null;
    };
    requireCleared(sight.clearance, fields.tlp);
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      await this.parties.require(tx, {
        sourcePartyId: fields.sourcePartyId,
        receivedByPartyId: fields.receivedByPartyId,
      });
      const answer = async (disclosure: DisclosureState): Promise<View> => {
        const artifacts = await shownArtifacts(tx, { caller, sight }, disclosure);
        const recorded = { disclosure, artifacts };
        return present(recorded, await this.names(tx, recorded));
      };
      const disclosure = await amendRecord(tx, DISCLOSURE, {
        id,
        by: { caller, sight },
        readVersion,
        action: 'disclosure.amended',
        reason,
        change: (before) => {
          const after = withPatch(before, fields);
          if (!after.sourcePartyId && !after.sourceDescription) {
            throw Invalid.at('sourceDescription', 'missing', 'Say who the source is, or describe it.');
          }
          return { ...after, receivedAt: cutToSpan(after.receivedAt), publicAt: cutToSpan(after.publicAt) };
        },
        answer,
      });
      tx.settle();
      return await answer(disclosure);
    });
  }

  /** @throws {Invalid} a disclosure that the case does not have, or a party that is not known. */
  async addArtifact<View>(
    caller: Caller,
    sight: CaseSight,
    { disclosureId, ...input }: ArtifactInput & { disclosureId?: string | undefined },
    present: Present<ArtifactState, View>,
  ): Promise<View> {
    requireCleared(sight.clearance, input.tlp);
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      const disclosure = disclosureId
        ? await shownState<DisclosureState>(tx, { caller, sight }, { kind: 'disclosure', id: disclosureId })
        : null;
      if (disclosure === undefined) {
        throw Invalid.at('disclosureId', 'unknown_reference', 'The case has no such disclosure.');
      }
      const artifact = await this.addArtifactWithin(tx, disclosure, input, '');
      return present(artifact, await this.artifactNames(tx, artifact));
    });
  }

  /** @throws {NotFound} @throws {StaleVersion} @throws {Invalid} */
  async amendArtifact<View>(
    caller: Caller,
    sight: CaseSight,
    { id, readVersion, patch }: { id: string; readVersion: number; patch: Patch },
    present: Present<ArtifactState, View>,
  ): Promise<View> {
    const { reason, ...fields } = patch as { reason?: string; authenticityBy?: string | null; tlp?: Tlp | null };
    requireCleared(sight.clearance, fields.tlp);
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      await this.parties.require(tx, { authenticityBy: fields.authenticityBy });
      const artifact = await amendRecord(tx, ARTIFACT, {
        id,
        by: { caller, sight },
        readVersion,
        action: 'artifact.amended',
        reason,
        change: (before) => withPatch(before, fields),
        answer: async (unchanged) => present(unchanged, await this.artifactNames(tx, unchanged)),
      });
      return present(artifact, await this.artifactNames(tx, artifact));
    });
  }

  private async addArtifactWithin(
    tx: Tx,
    disclosure: DisclosureState | null,
    input: ArtifactInput,
    path: string,
  ): Promise<ArtifactState> {
    await this.parties.require(tx, { [`${path}authenticityBy`]: input.authenticityBy });
    return addRecord(
      tx,
      ARTIFACT,
      {
        disclosureId: disclosure?.id ?? null,
        title: input.title,
        description: input.description ?? null,
        authenticity: input.authenticity,
        authenticityBy: (input.authenticityBy as PartyId | undefined) ?? null,
        sha256: input.sha256?.toLowerCase() ?? null,
        ...(await markingOf(tx, input.tlp, [disclosure])),
      },
      { action: 'artifact.recorded' },
    );
  }

  private async names(
    tx: Tx,
    { disclosure, artifacts }: RecordedDisclosure,
  ): Promise<Readonly<Record<string, string>>> {
    return await this.parties.namesOf(tx, [
      disclosure.sourcePartyId,
      disclosure.receivedByPartyId,
      ...artifacts.map((artifact) => artifact.authenticityBy),
    ]);
  }

  private async artifactNames(tx: Tx, artifact: ArtifactState): Promise<Readonly<Record<string, string>>> {
    return await this.parties.namesOf(tx, [artifact.authenticityBy]);
  }
}

/** What a disclosure showed, as far as the writer is shown it. */
async function shownArtifacts(tx: Tx, { caller, sight }: Writer, { id }: DisclosureState): Promise<ArtifactState[]> {
  const artifacts = await latestStates<ArtifactState>(tx, 'artifact');
  return artifacts.filter(
    (state) => state.disclosureId === id && isRecordShown(caller, sight, 'artifact', { ...state }),
  );
}
