import { Injectable } from '@nestjs/common';
import type { Caller, CaseSight } from '@app/access';
import { addRecord, amendRecord, latestState, latestStates, withPatch, type Present } from '@app/incidents';
import { CaseLock } from '@app/ledger';
import { PartyReferences } from '@app/parties';
import {
  cutToSpan,
  Invalid,
  UnitOfWork,
  type DisclosureId,
  type PartialTime,
  type PartyId,
  type Tx,
} from '@app/platform';
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

  /** @throws {Invalid} neither a source party nor a description, or a party that is not known. */
  async add<View>(
    caller: Caller,
    sight: CaseSight,
    input: DisclosureInput,
    present: Present<RecordedDisclosure, View>,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      const recorded = await this.addWithin(tx, input, '');
      return present(recorded, await this.names(tx, recorded));
    });
  }

  /** `path` is where the disclosure stands in the request, for the fault. */
  async addWithin(tx: Tx, input: DisclosureInput, path: string): Promise<RecordedDisclosure> {
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
      },
      { action: 'disclosure.recorded' },
    );
    const artifacts: ArtifactState[] = [];
    for (const [index, artifact] of (input.artifacts ?? []).entries()) {
      artifacts.push(await this.addArtifactWithin(tx, disclosure.id, artifact, `${path}artifacts[${index}].`));
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
    const { reason, ...fields } = patch as { reason?: string; sourcePartyId?: string; receivedByPartyId?: string };
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      await this.parties.require(tx, {
        sourcePartyId: fields.sourcePartyId,
        receivedByPartyId: fields.receivedByPartyId,
      });
      const answer = async (disclosure: DisclosureState): Promise<View> => {
        const shown = await latestStates<ArtifactState>(tx, 'artifact');
        const recorded = { disclosure, artifacts: shown.filter((artifact) => artifact.disclosureId === disclosure.id) };
        return present(recorded, await this.names(tx, recorded));
      };
      const disclosure = await amendRecord(tx, DISCLOSURE, {
        id,
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
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      if (disclosureId && !(await latestState(tx, 'disclosure', disclosureId))) {
        throw Invalid.at('disclosureId', 'unknown_reference', 'The case has no such disclosure.');
      }
      const artifact = await this.addArtifactWithin(tx, (disclosureId as DisclosureId | undefined) ?? null, input, '');
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
    const { reason, ...fields } = patch as { reason?: string; authenticityBy?: string | null };
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      await this.parties.require(tx, { authenticityBy: fields.authenticityBy });
      const artifact = await amendRecord(tx, ARTIFACT, {
        id,
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
    disclosureId: DisclosureId | null,
    input: ArtifactInput,
    path: string,
  ): Promise<ArtifactState> {
    await this.parties.require(tx, { [`${path}authenticityBy`]: input.authenticityBy });
    return addRecord(
      tx,
      ARTIFACT,
      {
        disclosureId,
        title: input.title,
        description: input.description ?? null,
        authenticity: input.authenticity,
        authenticityBy: (input.authenticityBy as PartyId | undefined) ?? null,
        sha256: input.sha256?.toLowerCase() ?? null,
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
