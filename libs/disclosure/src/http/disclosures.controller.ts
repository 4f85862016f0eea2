import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, CaseSight } from '@app/access';
import { CurrentCaller, CurrentSight, Requires } from '@app/access/http';
import { CaseRecords } from '@app/incidents';
import { RecordsQuery } from '@app/incidents/http';
import { idOf, IfMatch, PAGE_DEFAULT } from '@app/platform/http';
import { RecordDisclosures } from '../actions/record-disclosures.js';
import type { ArtifactState, DisclosureState } from '../disclosures.js';
import { ArtifactDto, ArtifactPatchDto, DisclosureDto, DisclosurePatchDto } from './disclosures.dto.js';
import {
  ArtifactPage,
  ArtifactView,
  DisclosurePage,
  DisclosureView,
  presentArtifact,
  presentDisclosure,
} from './disclosures.view.js';

/** Artifacts of a case that are shown with its disclosures at the most. */
const ARTIFACTS_MAX = 1000;

@ApiTags('disclosure')
@Controller('incidents/:incidentId')
export class DisclosuresController {
  constructor(
    private readonly records: CaseRecords,
    private readonly disclosures: RecordDisclosures,
  ) {}

  @Get('disclosures')
  @Requires('incident.read')
  async list(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: RecordsQuery,
  ): Promise<DisclosurePage> {
    const moment = await this.records.moment(caller, sight, query);
    const [found, artifacts] = await Promise.all([
      this.records.list<DisclosureState>(caller, sight, {
        kind: 'disclosure',
        moment,
        limit: query.limit ?? PAGE_DEFAULT,
        cursor: query.cursor,
      }),
      this.records.list<ArtifactState>(caller, sight, { kind: 'artifact', moment, limit: ARTIFACTS_MAX }),
    ]);
    const names = Object.assign({}, ...artifacts.items.map((item) => item.parties)) as Record<string, string>;
    return {
      items: found.items.map(({ state, parties }) => {
        const shown = artifacts.items
          .map((item) => item.state)
          .filter((artifact) => artifact.disclosureId === state.id);
        return presentDisclosure({ caller, sight }, state, shown, { ...names, ...parties });
      }),
      nextCursor: found.nextCursor,
    };
  }

  @Post('disclosures')
  @Requires('disclosures.write')
  async add(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Body() body: DisclosureDto,
  ): Promise<DisclosureView> {
    return await this.disclosures.add(caller, sight, body, ({ disclosure, artifacts }, names) =>
      presentDisclosure({ caller, sight }, disclosure, artifacts, names),
    );
  }

  @Patch('disclosures/:disclosureId')
  @Requires('disclosures.write')
  async amend(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('disclosureId') disclosureId: string,
    @IfMatch() readVersion: number,
    @Body() body: DisclosurePatchDto,
  ): Promise<DisclosureView> {
    const change = { id: idOf(disclosureId, 'disclosure'), readVersion, patch: { ...body } };
    return await this.disclosures.amend(caller, sight, change, ({ disclosure, artifacts }, names) =>
      presentDisclosure({ caller, sight }, disclosure, artifacts, names),
    );
  }

  @Get('artifacts')
  @Requires('incident.read')
  async artifacts(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: RecordsQuery,
  ): Promise<ArtifactPage> {
    const moment = await this.records.moment(caller, sight, query);
    const found = await this.records.list<ArtifactState>(caller, sight, {
      kind: 'artifact',
      moment,
      limit: query.limit ?? PAGE_DEFAULT,
      cursor: query.cursor,
    });
    return {
      items: found.items.map(({ state, parties }) => presentArtifact({ caller, sight }, state, parties)),
      nextCursor: found.nextCursor,
    };
  }

  @Post('artifacts')
  @Requires('disclosures.write')
  async addArtifact(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Body() body: ArtifactDto,
  ): Promise<ArtifactView> {
    return await this.disclosures.addArtifact(caller, sight, body, (state, names) =>
      presentArtifact({ caller, sight }, state, names),
    );
  }

  @Patch('artifacts/:artifactId')
  @Requires('disclosures.write')
  async amendArtifact(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('artifactId') artifactId: string,
    @IfMatch() readVersion: number,
    @Body() body: ArtifactPatchDto,
  ): Promise<ArtifactView> {
    const change = { id: idOf(artifactId, 'artifact'), readVersion, patch: { ...body } };
    return await this.disclosures.amendArtifact(caller, sight, change, (state, names) =>
      presentArtifact({ caller, sight }, state, names),
    );
  }
}
