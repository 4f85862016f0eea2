import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, CaseSight } from '@app/access';
import { CurrentCaller, CurrentSight, Requires } from '@app/access/http';
import { TwoClocksQuery } from '@app/incidents/http';
import { IfMatch } from '@app/platform/http';
import { AchMatrices } from '../ach/ach-matrix.query.js';
import { WriteAchColumn } from '../ach/write-ach-column.js';
import { AchColumnDto } from './ach.dto.js';
import { AchView, presentAch } from './ach.view.js';

@ApiTags('attribution')
@Controller('incidents/:incidentId/ach')
export class AchController {
  constructor(
    private readonly matrices: AchMatrices,
    private readonly writeColumn: WriteAchColumn,
  ) {}

  /**
   * Analysis of competing hypotheses: what the analysts judged, and what it comes to. Only columns that you are shown
   * are here and counted. A hypothesis that nobody judged is not ranked. No figure here is a probability.
   */
  @Get()
  @Requires('incident.read')
  async matrix(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: TwoClocksQuery,
  ): Promise<AchView> {
    return presentAch({ caller, sight }, await this.matrices.read(caller, sight, query));
  }

  /** Puts your own column in place of the one you had; an empty one clears it. Nobody writes another's. */
  @Put()
  @Requires('assessments.write')
  async write(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @IfMatch() readVersion: number,
    @Body() column: AchColumnDto,
  ): Promise<AchView> {
    const written = await this.writeColumn.execute(caller, sight, { readVersion, column }, (whole) =>
      presentAch({ caller, sight }, this.matrices.now(caller, whole)),
    );
    return written ?? presentAch({ caller, sight }, await this.matrices.read(caller, sight, {}));
  }
}
