import { Injectable } from '@nestjs/common';
import { Authentication, mayInCase, type Caller, type CaseSight } from '@app/access';
import { amendRecord, type Present } from '@app/incidents';
import { CaseLock } from '@app/ledger';
import { Forbidden, UnitOfWork, type Tx } from '@app/platform';
import { EVIDENCE, type EvidenceState } from '../evidence.js';
import { requireEmpty, requireHash } from '../evidence.rules.js';
import { ReceiveContent, type Upload } from './receive-content.js';
import { heldEvidence, RecordEvidence } from './record-evidence.js';

/** Keeps the bytes of a file, under their SHA-256. */
@Injectable()
export class KeepContent {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly authentication: Authentication,
    private readonly receiveContent: ReceiveContent,
    private readonly evidence: RecordEvidence,
  ) {}

  /**
   * The file stands in its place before the record names it. Should the record never do so, upkeep
   * removes the file.
   *
   * @throws {Forbidden} the right ended while the bytes arrived; and what {@link ReceiveContent} throws.
   */
  async execute<View>(
    caller: Caller,
    sight: CaseSight,
    upload: Upload,
    present: Present<EvidenceState, View>,
  ): Promise<View> {
    const { sha256, sizeBytes } = await this.receiveContent.execute(caller, sight, upload);
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      await this.requireStillAllowed(tx, caller, sight);
      requireEmpty(await heldEvidence(tx, caller, sight, upload.id));
      const evidence = await amendRecord(tx, EVIDENCE, {
        id: upload.id,
        readVersion: upload.readVersion,
        action: 'evidence.content_kept',
        change: (before) => {
          requireHash(before, sha256);
          return { ...before, stored: true, sha256, sizeBytes };
        },
      });
      return present(evidence, await this.evidence.namesFor(tx, evidence));
    });
  }

  /** An upload can take an hour, and the right to it may have ended meanwhile. */
  private async requireStillAllowed(tx: Tx, caller: Caller, sight: CaseSight): Promise<void> {
    const seers = await this.authentication.audience(sight.incidentId, tx);
    const seer = seers.find(({ userId }) => userId === caller.userId);
    if (!seer || !mayInCase(seer, 'evidence.write')) {
      throw new Forbidden('You took part in this case when the upload began, and do no longer.');
    }
  }
}
