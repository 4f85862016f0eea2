import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, CaseSight } from '@app/access';
import { CurrentCaller, CurrentSight, Requires } from '@app/access/http';
import { CaseRecords } from '@app/incidents';
import { MomentQuery, RecordsQuery } from '@app/incidents/http';
import { idOf, IfMatch, PAGE_DEFAULT } from '@app/platform/http';
import { RecordEvidence } from '../actions/record-evidence.js';
import { EVIDENCE, type EvidenceState } from '../evidence.js';
import { EvidenceDto, EvidencePatchDto, EvidenceWithdrawalDto } from './evidence.dto.js';
import {
  EvidencePage,
  EvidenceView,
  presentEvidence,
  presentWithdrawn,
  WithdrawnEvidenceView,
} from './evidence.view.js';

/** Shown to those inside the case, and to the organization that brought it. */
@ApiTags('evidence')
@Controller('incidents/:incidentId/evidence')
export class EvidenceController {
  constructor(
    private readonly records: CaseRecords,
    private readonly evidence: RecordEvidence,
  ) {}

  @Get()
  @Requires('incident.read')
  async list(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: RecordsQuery,
  ): Promise<EvidencePage> {
    const moment = await this.records.moment(caller, sight, query);
    const found = await this.records.list<EvidenceState>(caller, sight, {
      kind: EVIDENCE.kind,
      moment,
      limit: query.limit ?? PAGE_DEFAULT,
      cursor: query.cursor,
    });
    return {
      items: found.items.map(({ state, users, parties }) =>
        presentEvidence({ caller, sight }, state, { ...users, ...parties }),
      ),
      nextCursor: found.nextCursor,
    };
  }

  @Post()
  @Requires('evidence.write')
  async add(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Body() body: EvidenceDto,
  ): Promise<EvidenceView> {
    return await this.evidence.add(caller, sight, body, (state, names) =>
      presentEvidence({ caller, sight }, state, names),
    );
  }

  @Get(':evidenceId')
  @Requires('incident.read')
  async one(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('evidenceId') evidenceId: string,
    @Query() query: MomentQuery,
  ): Promise<EvidenceView> {
    const { state, users, parties } = await this.records.one<EvidenceState>(caller, sight, {
      kind: EVIDENCE.kind,
      id: idOf(evidenceId, 'evidence'),
      moment: await this.records.moment(caller, sight, query),
    });
    return presentEvidence({ caller, sight }, state, { ...users, ...parties });
  }

  @Patch(':evidenceId')
  @Requires('evidence.write')
  async amend(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('evidenceId') evidenceId: string,
    @IfMatch() readVersion: number,
    @Body() body: EvidencePatchDto,
  ): Promise<EvidenceView> {
    const change = { id: idOf(evidenceId, 'evidence'), readVersion, patch: { ...body } };
    return await this.evidence.amend(caller, sight, change, (state, names) =>
      presentEvidence({ caller, sight }, state, names),
    );
  }

  /** It falls: whoever built on it is told. It stays readable. */
  @Post(':evidenceId/withdrawals')
  @Requires('evidence.write')
  async withdraw(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('evidenceId') evidenceId: string,
    @Body() { reason }: EvidenceWithdrawalDto,
  ): Promise<WithdrawnEvidenceView> {
    const withdrawal = { id: idOf(evidenceId, 'evidence'), reason };
    return await this.evidence.withdraw(caller, sight, withdrawal, (withdrawn, names) =>
      presentWithdrawn({ caller, sight }, withdrawn, names),
    );
  }
}
