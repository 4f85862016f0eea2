import { Injectable } from '@nestjs/common';
import type { Caller, CaseSight } from '@app/access';
import { CaseRecords } from '@app/incidents';
import { StaleVersion } from '@app/platform';
import { ContentStore, type Arrival, type Kept } from '../content-store.js';
import { EvidenceContent } from '../evidence-content.repository.js';
import { EVIDENCE, type EvidenceState } from '../evidence.js';
import { requireEmpty, requireHash } from '../evidence.rules.js';

/** An upload, as it comes in. */
export interface Upload {
  readonly id: string;
  readonly readVersion: number;
  readonly arrival: Arrival;
}

/** Takes the bytes in and puts them in their place, before any record names them. */
@Injectable()
export class ReceiveContent {
  constructor(
    private readonly records: CaseRecords,
    private readonly store: ContentStore,
    private readonly content: EvidenceContent,
  ) {}

  /**
   * However slowly the bytes arrive, neither a transaction nor a connection to the database is held.
   *
   * @throws {NotFound} @throws {StaleVersion} @throws {Conflict} `withdrawn`, `not_a_file`, `already_stored`.
   * @throws {Problem} 413 `upload_too_large`, 400 `upload_aborted`, 422 `hash_mismatch`, 503 `storage_full`.
   */
  async execute(caller: Caller, sight: CaseSight, { id, readVersion, arrival }: Upload): Promise<Kept> {
    const { state } = await this.records.one<EvidenceState>(caller, sight, { kind: EVIDENCE.kind, id, moment: null });
    requireEmpty(state);
    if (readVersion < state.version) {
      throw new StaleVersion();
    }
    await this.store.belongTo(await this.content.folderName());
    return await this.store.receive(arrival, ({ sha256 }) => requireHash(state, sha256));
  }
}
