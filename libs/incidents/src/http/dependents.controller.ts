import { Controller, Get, Query } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import type { Caller, CaseSight } from '@app/access';
import { CurrentCaller, CurrentSight, Requires } from '@app/access/http';
import { Reliance } from '../reliance.repository.js';
import { CaseRecords } from '../queries/case-records.query.js';
import { DependentsQuery } from './records.dto.js';
import { DependentView, presentDependents } from './records.view.js';

export class DependentsView {
  @ApiProperty({ type: [DependentView] })
  items: DependentView[];
}

@ApiTags('incidents')
@Controller('incidents/:incidentId/dependents')
export class DependentsController {
  constructor(
    private readonly records: CaseRecords,
    private readonly reliance: Reliance,
  ) {}

  /** Everything that rests on a record, directly or through others: what would lose its ground if it fell. */
  @Get()
  @Requires('incident.read')
  async of(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() { kind, id }: DependentsQuery,
  ): Promise<DependentsView> {
    // What is not shown to the caller has no dependents for them: it does not exist.
    await this.records.one(caller, sight, { kind, id, moment: null });
    const found = await this.reliance.seenBy(caller, sight.incidentId, { kind, id });
    return { items: presentDependents({ caller, sight }, found) };
  }
}
