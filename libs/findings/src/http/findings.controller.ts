import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, CaseSight } from '@app/access';
import { CurrentCaller, CurrentSight, Requires } from '@app/access/http';
import { CaseRecords } from '@app/incidents';
import { MomentQuery, RecordsQuery } from '@app/incidents/http';
import { idOf, PAGE_DEFAULT } from '@app/platform/http';
import { JudgeFinding } from '../actions/judge-finding.js';
import { SubmitFinding } from '../actions/submit-finding.js';
import { WithdrawFinding } from '../actions/withdraw-finding.js';
import type { FindingState } from '../findings.js';
import { FindingDto, FindingReasonDto, FindingSupersessionDto } from './findings.dto.js';
import { FallenFindingView, FindingPage, FindingView, presentFallen, presentFinding } from './findings.view.js';

@ApiTags('findings')
@Controller('incidents/:incidentId/findings')
export class FindingsController {
  constructor(
    private readonly records: CaseRecords,
    private readonly submitFinding: SubmitFinding,
    private readonly judgeFinding: JudgeFinding,
    private readonly withdrawFinding: WithdrawFinding,
  ) {}

  /** To those who work inside the case all of them; to a contributor those of their own organization. */
  @Get()
  @Requires('incident.read')
  async list(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: RecordsQuery,
  ): Promise<FindingPage> {
    const moment = await this.records.moment(caller, sight, query);
    const found = await this.records.list<FindingState>(caller, sight, {
      kind: 'finding',
      moment,
      limit: query.limit ?? PAGE_DEFAULT,
      cursor: query.cursor,
    });
    return {
      items: found.items.map(({ state, parties, users }) =>
        presentFinding({ caller, sight }, state, { ...parties, ...users }),
      ),
      nextCursor: found.nextCursor,
    };
  }

  @Post()
  @Requires('findings.submit')
  async submit(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Body() body: FindingDto,
  ): Promise<FindingView> {
    return await this.submitFinding.execute(caller, sight, body, (state, names) =>
      presentFinding({ caller, sight }, state, names),
    );
  }

  @Get(':findingId')
  @Requires('incident.read')
  async one(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('findingId') findingId: string,
    @Query() query: MomentQuery,
  ): Promise<FindingView> {
    const moment = await this.records.moment(caller, sight, query);
    const { state, parties, users } = await this.records.one<FindingState>(caller, sight, {
      kind: 'finding',
      id: idOf(findingId, 'finding'),
      moment,
    });
    return presentFinding({ caller, sight }, state, { ...parties, ...users });
  }

  /** The team takes it as good. */
  @Post(':findingId/acceptances')
  @Requires('findings.judge')
  async accept(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('findingId') findingId: string,
    @Body() { reason }: FindingReasonDto,
  ): Promise<FindingView> {
    const judgement = { id: idOf(findingId, 'finding'), outcome: 'accepted' as const, reason };
    return await this.judgeFinding.execute(caller, sight, judgement, ({ finding }, names) =>
      presentFinding({ caller, sight }, finding, names),
    );
  }

  /** The team does not. It stays, with the reason; the answer names what rested on it. */
  @Post(':findingId/rejections')
  @Requires('findings.judge')
  async reject(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('findingId') findingId: string,
    @Body() { reason }: FindingReasonDto,
  ): Promise<FallenFindingView> {
    const judgement = { id: idOf(findingId, 'finding'), outcome: 'rejected' as const, reason };
    return await this.judgeFinding.execute(caller, sight, judgement, presentFallen({ caller, sight }));
  }

  /** Its submitter takes it back. The answer names what rested on it. */
  @Post(':findingId/withdrawals')
  @Requires('findings.submit')
  async withdraw(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('findingId') findingId: string,
    @Body() { reason }: FindingReasonDto,
  ): Promise<FallenFindingView> {
    const withdrawal = { id: idOf(findingId, 'finding'), reason };
    return await this.withdrawFinding.withdraw(caller, sight, withdrawal, presentFallen({ caller, sight }));
  }

  /** Its submitter puts another in its place. The answer is the new finding, and what rested on the former. */
  @Post(':findingId/supersessions')
  @Requires('findings.submit')
  async supersede(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('findingId') findingId: string,
    @Body() { reason, ...finding }: FindingSupersessionDto,
  ): Promise<FallenFindingView> {
    const supersession = { id: idOf(findingId, 'finding'), reason, finding };
    return await this.withdrawFinding.supersede(caller, sight, supersession, presentFallen({ caller, sight }));
  }
}
