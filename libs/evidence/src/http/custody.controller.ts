import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, CaseSight } from '@app/access';
import { CurrentCaller, CurrentSight, Requires } from '@app/access/http';
import { CaseRecords } from '@app/incidents';
import { RecordsQuery } from '@app/incidents/http';
import { idOf, PAGE_DEFAULT } from '@app/platform/http';
import { AddCustodyStep } from '../actions/add-custody-step.js';
import { EVIDENCE } from '../evidence.js';
import { CustodySteps } from '../queries/custody-steps.query.js';
import { CustodyStepDto } from './evidence.dto.js';
import { CustodyStepPage, CustodyStepView, presentCustodyStep } from './evidence.view.js';

/** The chain of custody. */
@ApiTags('evidence')
@Controller('incidents/:incidentId/evidence/:evidenceId/custody')
export class CustodyController {
  constructor(
    private readonly records: CaseRecords,
    private readonly steps: CustodySteps,
    private readonly addCustodyStep: AddCustodyStep,
  ) {}

  @Get()
  @Requires('incident.read')
  async list(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('evidenceId') evidenceId: string,
    @Query() query: RecordsQuery,
  ): Promise<CustodyStepPage> {
    const moment = await this.records.moment(caller, sight, query);
    const id = idOf(evidenceId, 'evidence');
    await this.records.one(caller, sight, { kind: EVIDENCE.kind, id, moment });
    const limit = query.limit ?? PAGE_DEFAULT;
    const found = await this.steps.page(caller, sight, { evidenceId: id, moment, limit, cursor: query.cursor });
    return {
      items: found.items.map(({ state, recorder }) =>
        presentCustodyStep(state, recorder === null ? {} : { [state.recordedById]: recorder }),
      ),
      nextCursor: found.nextCursor,
    };
  }

  @Post()
  @Requires('evidence.write')
  async add(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('evidenceId') evidenceId: string,
    @Body() body: CustodyStepDto,
  ): Promise<CustodyStepView> {
    const step = { ...body, evidenceId: idOf(evidenceId, 'evidence') };
    return await this.addCustodyStep.execute(caller, sight, step, presentCustodyStep);
  }
}
