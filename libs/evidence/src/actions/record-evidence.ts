import { Injectable } from '@nestjs/common';
import { isRecordShown, Participants, type Caller, type CaseSight } from '@app/access';
import {
  addRecord,
  amendRecord,
  latestState,
  Reliance,
  requireCleared,
  withPatch,
  type Dependent,
  type Present,
} from '@app/incidents';
import { CaseLock } from '@app/ledger';
import { PartyReferences } from '@app/parties';
import { cutToSpan, NotFound, UnitOfWork, type PartialTime, type PartyId, type Tlp, type Tx } from '@app/platform';
import { EVIDENCE, type EvidenceKind, type EvidenceState } from '../evidence.js';
import { alreadyStored, requireHeld } from '../evidence.rules.js';

export interface EvidenceInput {
  readonly organizationId?: string | undefined;
  readonly title: string;
  readonly kind: EvidenceKind;
  readonly sha256?: string | undefined;
  readonly url?: string | undefined;
  readonly obtainedAt?: PartialTime | undefined;
  readonly obtainedFrom?: string | undefined;
  readonly obtainedFromPartyId?: string | undefined;
  readonly note?: string | undefined;
  readonly fileName?: string | undefined;
  readonly mediaType?: string | undefined;
  readonly tlp?: Tlp | undefined;
}

/** Null clears; what is left out stays. */
export interface EvidencePatch {
  readonly sha256?: string | null | undefined;
  readonly obtainedFromPartyId?: string | null | undefined;
  readonly tlp?: Tlp | null | undefined;
  readonly reason?: string | undefined;
}

/** Evidence that was withdrawn, with everything that rested on it. */
export interface WithdrawnEvidence {
  readonly evidence: EvidenceState;
  readonly dependents: readonly Dependent[];
}

@Injectable()
export class RecordEvidence {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly parties: PartyReferences,
    private readonly participants: Participants,
    private readonly reliance: Reliance,
  ) {}

  /**
   * @throws {Invalid} a marking above the caller's clearance, a party that is not known, or several organizations
   *   would do. @throws {Forbidden} the caller is of no organization that could bring it.
   */
  async add<View>(
    caller: Caller,
    sight: CaseSight,
    input: EvidenceInput,
    present: Present<EvidenceState, View>,
  ): Promise<View> {
    requireCleared(sight.clearance, input.tlp);
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      const { obtainedFromPartyId, organizationId: named } = input;
      const organizationId = await this.participants.actingFor(tx, caller, sight, { verb: 'evidence.write', named });
      await this.parties.require(tx, { obtainedFromPartyId });
      const evidence = addRecord(
        tx,
        EVIDENCE,
        {
          organizationId,
          title: input.title,
          kind: input.kind,
          sha256: input.sha256 ?? null,
          url: input.url ?? null,
          obtainedAt: cutToSpan(input.obtainedAt),
          obtainedFrom: input.obtainedFrom ?? null,
          obtainedFromPartyId: (obtainedFromPartyId as PartyId | undefined) ?? null,
          note: input.note ?? null,
          fileName: input.fileName ?? null,
          mediaType: input.mediaType ?? null,
          stored: false,
          sizeBytes: null,
          status: 'held',
          withdrawal: null,
          tlp: input.tlp ?? null,
        },
        { action: 'evidence.added' },
      );
      return present(evidence, await this.namesFor(tx, evidence));
    });
  }

  /**
   * @throws {NotFound} @throws {StaleVersion} @throws {Conflict} `withdrawn`; `already_stored`: the hash is that of
   *   what is kept. @throws {Invalid} a marking above the caller's clearance, or a party that is not known.
   */
  async amend<View>(
    caller: Caller,
    sight: CaseSight,
    { id, readVersion, patch }: { id: string; readVersion: number; patch: EvidencePatch },
    present: Present<EvidenceState, View>,
  ): Promise<View> {
    const { reason, ...fields } = patch;
    requireCleared(sight.clearance, patch.tlp);
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      await heldEvidence(tx, caller, sight, id);
      await this.parties.require(tx, { obtainedFromPartyId: fields.obtainedFromPartyId });
      const evidence = await amendRecord(tx, EVIDENCE, {
        id,
        readVersion,
        action: 'evidence.amended',
        reason,
        change: (before) => {
          const after = withPatch(before, fields);
          if (before.stored && after.sha256 !== before.sha256) {
            throw alreadyStored();
          }
          return { ...after, obtainedAt: cutToSpan(after.obtainedAt) };
        },
        answer: async (unchanged) => present(unchanged, await this.namesFor(tx, unchanged)),
      });
      return present(evidence, await this.namesFor(tx, evidence));
    });
  }

  /**
   * Takes evidence out of what the case stands on, and tells whoever built on it. It stays readable.
   *
   * @throws {NotFound} @throws {Conflict} `withdrawn`.
   */
  async withdraw<View>(
    caller: Caller,
    sight: CaseSight,
    { id, reason }: { id: string; reason: string },
    present: Present<WithdrawnEvidence, View>,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      await heldEvidence(tx, caller, sight, id);
      const at = tx.case.recordedAt.toISOString();
      const evidence = await amendRecord(tx, EVIDENCE, {
        id,
        action: 'evidence.withdrawn',
        reason,
        change: (before) => ({
          ...before,
          status: 'withdrawn' as const,
          withdrawal: { reason, at, byId: caller.userId },
        }),
      });
      const dependents = await this.reliance.fall(tx, caller.userId, { kind: 'evidence', id });
      const names = { ...(await this.namesFor(tx, evidence)), [caller.userId]: caller.name };
      return present({ evidence, dependents }, names);
    });
  }

  /** Names of the parties that evidence names, by id. */
  async namesFor(tx: Tx, { obtainedFromPartyId }: EvidenceState): Promise<Readonly<Record<string, string>>> {
    return await this.parties.namesOf(tx, [obtainedFromPartyId]);
  }
}

/**
 * Evidence of the open case that the caller is shown and that takes changes.
 *
 * @throws {NotFound} @throws {Conflict} `withdrawn`.
 */
export async function heldEvidence(tx: Tx, caller: Caller, sight: CaseSight, id: string): Promise<EvidenceState> {
  const evidence = await latestState<EvidenceState>(tx, EVIDENCE.kind, id);
  if (!evidence || !isRecordShown(caller, sight, EVIDENCE.kind, evidence)) {
    throw new NotFound('evidence');
  }
  requireHeld(evidence);
  return evidence;
}
